import { type DatePrecision, intervalOf, isWithin, type Period, precisionOf } from '#domain/dates.ts';
import type { Ledger, Series } from '#domain/ledger.ts';
import type { RecordView } from '#store/phone.ts';
import { addDays, daysIn, monthOf, weekOf, yearOf } from './desk-period.ts';
import { countsIn, figuresOf } from './figures.ts';

/** What was done in one day, week, month or year. */
export interface TrendBar {
  readonly from: string;
  readonly to: string;
  readonly clearedNetM2: number;
  readonly destroyed: number;
}

type TrendStep = 'day' | 'week' | 'month' | 'year';

export interface Trend {
  readonly step: TrendStep;
  readonly bars: readonly TrendBar[];
}

/** Before a single day it takes this many to see where it stands. */
const daysBefore = 27;
const mostBars = 62;

/**
 * Net cleared land and items destroyed over the period: by day, or by week, month or year where days would be too many
 * to see, or where no date is known to the day. A single day is shown with the four weeks that end with it. Small arms
 * ammunition is left out: it comes in thousands.
 *
 * @param narrowed records that count at all, as the filter has it
 */
export function trendOf(
  narrowed: Iterable<RecordView>,
  ledger: Pick<Ledger, 'netM2'>,
  series: Series,
  period: Period,
): Trend {
  const events = eventsOf(narrowed, ledger, series);
  const days = events.map((event) => intervalOf(event.on)).sort(([a], [b]) => (a < b ? -1 : 1));
  const to = period.to ?? days.at(-1)?.[1];
  if (to === undefined) return { step: 'day', bars: [] };
  const start = period.from === to ? addDays(to, -daysBefore) : (period.from ?? days[0]?.[0] ?? to);
  // A date centuries off must not fill the sheet with empty years.
  const earliest = `${String(Math.max(1, Number(to.slice(0, 4)) - mostBars + 1)).padStart(4, '0')}-01-01`;
  const from = start < earliest ? earliest : start;
  const step = stepFor(
    daysIn(from, to),
    events.map((event) => precisionOf(event.on)),
  );
  const bars = new Map<string, { from: string; to: string; clearedNetM2: number; destroyed: number }>();
  for (let at = from; at <= to; ) {
    const span = spanOf(at, step);
    bars.set(span.from, { ...span, clearedNetM2: 0, destroyed: 0 });
    if (span.to >= to) break;
    at = addDays(span.to, 1);
  }
  for (const { on, clearedNetM2, destroyed } of events) {
    const [first, last] = intervalOf(on);
    if (!isWithin(on, { from, to })) continue;
    const span = spanOf(first, step);
    // A month has no place in a week, nor in a day.
    if (last > span.to) continue;
    const bar = bars.get(span.from);
    if (!bar) continue;
    bar.clearedNetM2 += clearedNetM2;
    bar.destroyed += destroyed;
  }
  return { step, bars: [...bars.values()] };
}

interface TrendEvent {
  readonly on: string;
  readonly clearedNetM2: number;
  readonly destroyed: number;
}

function eventsOf(
  views: Iterable<RecordView>,
  ledger: Pick<Ledger, 'netM2'>,
  series: Series,
): readonly TrendEvent[] {
  const events: TrendEvent[] = [];
  for (const view of views) {
    if (!countsIn(view, series)) continue;
    const figures = figuresOf(view);
    if (figures === 'uncounted') continue;
    const { land, items } = figures;
    if (land?.product === 'cleared') {
      events.push({ on: land.on, clearedNetM2: ledger.netM2(view.state.id, series) ?? 0, destroyed: 0 });
    }
    for (const item of items) {
      if (item.measure !== 'destroyed' || item.category === 'saa' || item.category === 'explosive-kg')
        continue;
      events.push({ on: item.on, clearedNetM2: 0, destroyed: item.count });
    }
  }
  return events;
}

function stepFor(days: number, precisions: readonly DatePrecision[]): TrendStep {
  if (days > 31 * mostBars) return 'year';
  if (precisions.length > 0 && !precisions.includes('day'))
    return precisions.includes('month') ? 'month' : 'year';
  if (days <= mostBars) return 'day';
  return days <= 7 * mostBars ? 'week' : 'month';
}

const spans = {
  day: (day: string) => ({ from: day, to: day }),
  week: weekOf,
  month: monthOf,
  year: yearOf,
} as const satisfies Record<TrendStep, (day: string) => { from: string; to: string }>;

function spanOf(day: string, step: TrendStep): { from: string; to: string } {
  return spans[step](day);
}

/** The trend in one sentence, for who does not see the bars. */
export function trendText({ step, bars }: Trend): string {
  const worked = bars.filter((bar) => bar.clearedNetM2 > 0 || bar.destroyed > 0);
  const [first] = bars;
  const last = bars.at(-1);
  if (!first || !last || worked.length === 0) return 'Nothing in these days.';
  const best = worked.reduce((a, b) => (b.clearedNetM2 > a.clearedNetM2 ? b : a));
  const ha = (best.clearedNetM2 / 10_000).toFixed(1);
  return `From ${first.from} to ${last.to}: work on ${worked.length} of ${bars.length} ${step}s; most land on ${best.from} with ${ha} ha.`;
}
