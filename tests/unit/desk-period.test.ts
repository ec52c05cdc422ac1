import { expect, test } from 'vitest';
import {
  addDays,
  daysIn,
  lastDayWithRecords,
  monthOf,
  periodText,
  shiftPeriod,
  weekOf,
} from '#app/desk/desk-period.ts';

const today = '2021-06-04';

test('the desk opens on the last day with records', () => {
  expect(lastDayWithRecords(['2021-05-30', '2021-05-31', '2020-11-10'], today)).toEqual({
    from: '2021-05-31',
    to: '2021-05-31',
  });
});

test('a date in the future is a slip and does not lead the desk astray', () => {
  expect(lastDayWithRecords(['2021-05-31', '2201-05-31'], today)?.to).toBe('2021-05-31');
  expect(lastDayWithRecords(['2201-05-31'], today)?.to).toBe('2201-05-31');
});

test('where only months or years are known the desk opens on the last of them', () => {
  expect(lastDayWithRecords(['2019-03', '2018'], today)).toEqual({ from: '2019-03-01', to: '2019-03-31' });
  expect(lastDayWithRecords(['2012', '2011'], today)).toEqual({ from: '2012-01-01', to: '2012-12-31' });
});

test('dates that cannot be read are passed over, and without any there is no day', () => {
  expect(lastDayWithRecords(['', null, 7, '31.5.2021'], today)).toBeUndefined();
});

test('a week is Monday to Sunday, also across the turn of the year', () => {
  expect(weekOf('2021-06-06')).toEqual({ from: '2021-05-31', to: '2021-06-06' });
  expect(weekOf('2021-01-01')).toEqual({ from: '2020-12-28', to: '2021-01-03' });
});

test('steps go to the day, week, month or year beside', () => {
  expect(shiftPeriod({ from: '2021-03-01', to: '2021-03-01' }, -1)).toEqual({
    from: '2021-02-28',
    to: '2021-02-28',
  });
  expect(shiftPeriod(weekOf('2021-05-31'), 1)).toEqual({ from: '2021-06-07', to: '2021-06-13' });
  expect(shiftPeriod(monthOf('2021-01-15'), 1)).toEqual({ from: '2021-02-01', to: '2021-02-28' });
  expect(shiftPeriod({ from: '2020-01-01', to: '2020-12-31' }, 1)).toEqual({
    from: '2021-01-01',
    to: '2021-12-31',
  });
  expect(shiftPeriod({}, 1)).toEqual({});
});

test('days are counted with both ends, over the end of February', () => {
  expect(daysIn('2020-02-28', '2020-03-01')).toBe(3);
  expect(addDays('2021-02-28', 1)).toBe('2021-03-01');
});

test('periods are said as people say them', () => {
  expect(periodText({ from: '2021-05-31', to: '2021-05-31' })).toBe('Monday, 31 May 2021');
  expect(periodText(monthOf('2021-05-31'))).toBe('May 2021');
  expect(periodText({ from: '2012-01-01', to: '2012-12-31' })).toBe('2012');
  expect(periodText(weekOf('2021-05-31'))).toBe('31 May 2021 – 6 Jun 2021');
  expect(periodText({})).toBe('All days');
});
