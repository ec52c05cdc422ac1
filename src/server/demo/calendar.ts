/** The period of the official figures (press report of 8 June 2021). */
export const demoPeriod = { from: '2020-11-10', to: '2021-05-31' } as const;

/** Days on which nobody worked: New Year, 20 January, 8 March, Novruz, Victory Day, Republic Day. */
const holidays = new Set([
  '2020-12-31',
  '2021-01-01',
  '2021-01-04',
  '2021-01-20',
  '2021-03-08',
  '2021-03-22',
  '2021-03-23',
  '2021-03-24',
  '2021-03-25',
  '2021-03-26',
  '2021-05-10',
  '2021-05-13',
  '2021-05-14',
  '2021-05-28',
]);

const dayMs = 86_400_000;

/** Mondays to Fridays of the period that are not holidays, as `YYYY-MM-DD` in order. */
export function workingDays({ from, to }: { from: string; to: string } = demoPeriod): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !holidays.has(day)) days.push(day);
  }
  return days;
}

/** An instant on a day at an hour of Baku, which is at UTC+4 all year. */
export function atHour(day: string, hour: number): number {
  return Date.parse(day) + Math.round((hour - 4) * 3_600_000);
}
