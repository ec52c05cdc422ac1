import { expect, test } from 'vitest';
import { ageText, itemText, whatToDo } from '#app/danger/danger-text.ts';
import type { NearItem } from '#app/danger/near-items.ts';

const item: NearItem = {
  id: 'a',
  key: 'a',
  isArea: false,
  isInside: false,
  distanceM: 21.7,
  bearingDeg: 40,
  accuracyM: 7.6,
  isMeasured: true,
};

test('the warning is in the words of the safety rules', () => {
  expect(`${itemText(item)} ${whatToDo}`).toBe(
    'Recorded item about 21 m NE (position ±8 m). Stop. Follow the marking and your supervisor. Do not leave by unmarked ground. No warning does not mean safe.',
  );
});

test('an area, a position that nobody measured, and a direction that cannot be told are said as such', () => {
  expect(itemText({ ...item, isArea: true, bearingDeg: 359 })).toBe(
    'Recorded hazard about 21 m N (position ±8 m).',
  );
  expect(itemText({ ...item, isMeasured: false, accuracyM: 4 })).toBe(
    'Recorded item about 21 m NE (position ±4 m, that of the item not measured).',
  );
  expect(itemText({ ...item, distanceM: 0, bearingDeg: null })).toBe(
    'Recorded item about 0 m away, direction not certain (position ±8 m).',
  );
  expect(itemText({ ...item, isArea: true, isInside: true, distanceM: 0, bearingDeg: null })).toBe(
    'Recorded hazard here, around you (position ±8 m).',
  );
});

test('the age of the news is said by the programme’s calendar', () => {
  const now = Date.parse('2021-03-14T20:30:00.000Z');
  const age = (heardAt: string | null) => ageText(heardAt, 'Asia/Baku', now);
  // In Baku it is half past midnight on the 15th.
  expect(age('2021-03-14T20:02:00.000Z')).toBe('Items as of 00:02 today');
  expect(age('2021-03-14T19:58:00.000Z')).toBe('Items as of 1 day ago');
  expect(age('2021-03-12T10:00:00.000Z')).toBe('Items as of 3 days ago');
  expect(age(null)).toBe('Items of other teams: not received yet');
});
