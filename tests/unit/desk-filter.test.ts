import { expect, test } from 'vitest';
import { changeFilter, isNarrowed, readFilter, writeFilter } from '#app/desk/desk-filter.ts';

test('an address says what is shown, and reading it gives the same view', () => {
  for (const query of [
    '',
    '?from=2021-03-14&to=2021-03-14',
    '?days=all',
    '?from=2021-03-01&task=t1&team=team-3&kind=ordnance&status=approved',
    '?from=2021-03-01&to=2021-03-31&figure=destroyed.apMines&series=approved',
    '?days=all&record=0190',
    '?days=all&held=yes&record=0190',
  ]) {
    expect(writeFilter(readFilter(query))).toBe(query);
  }
});

test('what cannot be read in an address is left out, and the desk opens all the same', () => {
  const filter = readFilter('?from=2021-02-30&to=yesterday&series=all&team=');
  expect(filter).toEqual({ series: 'approved+submitted' });
});

test('a month alone is no end of a period', () => {
  expect(readFilter('?from=2021-03').period).toBeUndefined();
});

test('taking a part out of the filter leaves the rest', () => {
  const filter = readFilter('?team=t1&task=a&record=r');
  expect(changeFilter(filter, { team: undefined, record: '' })).toEqual({
    series: 'approved+submitted',
    task: 'a',
  });
});

test('going back to the last day takes the chosen period out', () => {
  expect(writeFilter(changeFilter(readFilter('?days=all&team=t1'), { period: undefined }))).toBe('?team=t1');
});

test('a chosen period is not a narrowed filter, a team is', () => {
  expect(isNarrowed(readFilter('?days=all&record=r'))).toBe(false);
  expect(isNarrowed(readFilter('?team=t1'))).toBe(true);
  expect(isNarrowed(readFilter('?held=yes'))).toBe(true);
});
