import { intervalOf, isReducedDate, type Period, type ReducedDate } from '#domain/dates.ts';

const dayMs = 86_400_000;
const instantOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** The calendar day so many days later. @param day `YYYY-MM-DD` */
export function addDays(day: string, days: number): string {
  return dayOf(instantOf(day) + days * dayMs);
}

/** Days in a closed period, both ends counted. */
export function daysIn(from: string, to: string): number {
  return Math.round((instantOf(to) - instantOf(from)) / dayMs) + 1;
}

/** Monday to Sunday, as the official weekly form has it. */
export function weekOf(day: string): { from: string; to: string } {
  const weekday = (new Date(instantOf(day)).getUTCDay() + 6) % 7;
  const from = addDays(day, -weekday);
  return { from, to: addDays(from, 6) };
}

export function monthOf(day: string): { from: string; to: string } {
  const [from, to] = intervalOf(day.slice(0, 7));
  return { from, to };
}

export function yearOf(day: string): { from: string; to: string } {
  const [from, to] = intervalOf(day.slice(0, 4));
  return { from, to };
}

/** The period of the same length before or after; a whole calendar month or year goes to the next whole one. */
export function shiftPeriod({ from, to }: Period, by: -1 | 1): Period {
  if (from === undefined || to === undefined) return { from, to };
  const beside = by > 0 ? addDays(to, 1) : addDays(from, -1);
  for (const spanOf of [monthOf, yearOf]) {
    const span = spanOf(from);
    if (span.from === from && span.to === to) return spanOf(beside);
  }
  const days = daysIn(from, to) * by;
  return { from: addDays(from, days), to: addDays(to, days) };
}

/**
 * What the desk opens on: the last day with a record. Where no date is precise to the day, the last month or year.
 * A date after today is a slip of the pen: it is passed over as long as there is another.
 * @param today the programme's calendar day
 */
export function lastDayWithRecords(dates: Iterable<unknown>, today: string): Period | undefined {
  let [day, wide, future] = ['', '', ''];
  for (const date of dates) {
    if (!isReducedDate(date)) continue;
    if (date.length === 10) {
      if (date > today) future = date > future ? date : future;
      else if (date > day) day = date;
    } else if (intervalOf(date)[0] <= today && isLater(date, wide)) wide = date;
  }
  const chosen = day || wide || future;
  if (chosen === '') return undefined;
  const [from, to] = intervalOf(chosen);
  return { from, to };
}

function isLater(date: ReducedDate, other: ReducedDate): boolean {
  return other === '' || intervalOf(date)[1] > intervalOf(other)[1];
}

const dayWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const shortWords = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const monthWords = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The period as people say it. */
export function periodText({ from, to }: Period): string {
  if (from === undefined && to === undefined) return 'All days';
  if (from === undefined) return `Until ${shortWords.format(instantOf(to ?? ''))}`;
  if (to === undefined) return `Since ${shortWords.format(instantOf(from))}`;
  if (from === to) return dayWords.format(instantOf(from));
  const month = monthOf(from);
  if (month.from === from && month.to === to) return monthWords.format(instantOf(from));
  const year = yearOf(from);
  if (year.from === from && year.to === to) return from.slice(0, 4);
  return `${shortWords.format(instantOf(from))} – ${shortWords.format(instantOf(to))}`;
}
