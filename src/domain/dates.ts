/**
 * Dates of reduced precision as ISO 8601-1:2019 §4.3 writes them: `2021-03-14`, `2021-03` or `2021`. The precision is
 * the length of the text, so that a date and its precision cannot contradict each other.
 */
export type ReducedDate = string;
export type DatePrecision = 'day' | 'month' | 'year';

const shape = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const two = (n: number) => String(n).padStart(2, '0');

/** Whether the text is a day, month or year that exists in the Gregorian calendar. */
export function isReducedDate(text: unknown): text is ReducedDate {
  if (typeof text !== 'string' || !shape.test(text)) return false;
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

export function precisionOf(date: ReducedDate): DatePrecision {
  return date.length === 10 ? 'day' : date.length === 7 ? 'month' : 'year';
}

/** First and last day that the date may mean, both as `YYYY-MM-DD`. */
export function intervalOf(date: ReducedDate): readonly [first: string, last: string] {
  const [year = 1, month, day] = date.split('-').map(Number);
  if (day !== undefined) return [date, date];
  if (month === undefined) return [`${date}-01-01`, `${date}-12-31`];
  return [`${date}-01`, `${date}-${two(daysIn(year, month))}`];
}

/** A closed period of calendar days; an open end is undefined. */
export interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Whether the period contains the date's whole interval: a month enters no daily sheet. */
export function isWithin(date: ReducedDate, period: Period): boolean {
  const [first, last] = intervalOf(date);
  return (
    (period.from === undefined || first >= period.from) && (period.to === undefined || last <= period.to)
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The calendar day (`YYYY-MM-DD`) of an instant in an IANA time zone. From the parts: no locale writes a day the same way in
 * every browser (WebKitGTK has `11/25/2026` for en-CA). @throws RangeError for an unknown zone
 */
export function dayIn(timeZone: string, instant: number | string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  formats.set(timeZone, format);
  const parts = format.formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month').padStart(2, '0')}-${part('day').padStart(2, '0')}`;
}
