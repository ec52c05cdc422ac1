import { expect, test } from 'vitest';
import { missingCount, phoneLines } from '#app/desk/phone-lines.ts';

const phone = (tag: string, unsent: number | null, announced: number, heardAt: string | null) => ({
  replica: tag,
  tag,
  user: tag,
  name: tag,
  team: null,
  decided: 10,
  unsent,
  announced,
  heardAt,
});
const phones = [
  phone('all-sent', 0, 0, '2021-03-14T12:00:00.000Z'),
  phone('silent', null, 0, null),
  phone('holds', 3, 0, '2021-03-14T12:00:00.000Z'),
  phone('holds-longer', 1, 2, '2021-03-10T12:00:00.000Z'),
];

test('phones that hold what the office does not have come first, the longest silent before the others', () => {
  const lines = phoneLines(phones);
  expect(lines.map(({ tag, missing }) => [tag, missing])).toEqual([
    ['holds-longer', '1 not sent, 2 that cannot be sent: to be brought by file'],
    ['holds', '3 not sent'],
    ['silent', null],
    ['all-sent', null],
  ]);
  expect(missingCount(phones)).toBe(6);
});
