import { isReducedDate, type Period } from '#domain/dates.ts';
import { type Series, series } from '#domain/ledger.ts';

/** What the desk shows. Everything of it stands in the address, so that a view can be sent to somebody. */
export interface DeskFilter {
  /** Not given: the last day with records, and with it the next one as soon as there is one. */
  readonly period?: Period;
  readonly task?: string;
  readonly team?: string;
  readonly kind?: string;
  readonly status?: string;
  /** The records behind one figure of the tally, as `destroyed.apMines`, `cleared` or `correction`. */
  readonly figure?: string;
  /** `yes`: only records on which a value waits for somebody to choose. */
  readonly held?: string;
  readonly series: Series;
  /** The record whose detail is open. */
  readonly record?: string;
}

const names = ['task', 'team', 'kind', 'status', 'figure', 'held', 'record'] as const;
/** Reviews come later; until then whatever was submitted counts. */
const usualSeries: Series = 'approved+submitted';

/** @param query as `?from=2021-03-14&to=2021-03-14&team=t1`; what cannot be read in it is left out */
export function readFilter(query: string): DeskFilter {
  const given = new URLSearchParams(query);
  const day = (name: string) => {
    const text = given.get(name);
    return isReducedDate(text) && text.length === 10 ? text : undefined;
  };
  const [from, to] = [day('from'), day('to')];
  const period =
    given.get('days') === 'all' ? {} : from !== undefined || to !== undefined ? { from, to } : undefined;
  const rest = names.flatMap((name) => {
    const value = given.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return {
    series: series.find((one) => one === given.get('series')) ?? usualSeries,
    ...(period && { period }),
    ...Object.fromEntries(rest),
  };
}

/** The query of an address, with its question mark; empty for the desk as it opens. */
export function writeFilter(filter: DeskFilter): string {
  const query = new URLSearchParams();
  const { period } = filter;
  if (period) {
    if (period.from === undefined && period.to === undefined) query.set('days', 'all');
    if (period.from !== undefined) query.set('from', period.from);
    if (period.to !== undefined) query.set('to', period.to);
  }
  for (const name of names) {
    const value = filter[name];
    if (value !== undefined && value !== '') query.set(name, value);
  }
  if (filter.series !== usualSeries) query.set('series', filter.series);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** A change of some parts; `undefined` or an empty text takes a part out. */
export function changeFilter(
  filter: DeskFilter,
  change: { readonly [Name in keyof DeskFilter]?: DeskFilter[Name] | undefined },
): DeskFilter {
  const entries = Object.entries({ ...filter, ...change });
  return {
    series: usualSeries,
    ...Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '')),
  };
}

/** Whether anything but the period narrows what is shown. */
export function isNarrowed({ task, team, kind, status, figure, held }: DeskFilter): boolean {
  return [task, team, kind, status, figure, held].some((part) => part !== undefined);
}

/** What takes everything away that narrows the view, but for the period. */
export const nothingNarrowed = {
  task: undefined,
  team: undefined,
  kind: undefined,
  status: undefined,
  figure: undefined,
  held: undefined,
} as const;
