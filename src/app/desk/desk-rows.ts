import { isReducedDate, isWithin, type Period } from '#domain/dates.ts';
import type { MapSymbol } from '#domain/kinds/declaration.ts';
import { type Standing, standingOf } from '../shell/record-symbol.tsx';
import type { RecordView } from '#store/phone.ts';
import type { DeskFilter } from './desk-filter.ts';
import { isBehind } from './figures.ts';

/** A line of the list. */
export interface DeskRow {
  readonly id: string;
  readonly view: RecordView;
  readonly code: string;
  readonly title: string;
  readonly kindLabel: string;
  readonly date: string;
  readonly team: string;
  readonly task: string;
  readonly standing: Standing;
  readonly symbol: MapSymbol;
  readonly flags: number;
  readonly holds: number;
}

// A view is made anew when its record changes; until then its line stays the same.
const known = new WeakMap<RecordView, DeskRow>();

export function rowOf(view: RecordView): DeskRow {
  const row = known.get(view) ?? makeRow(view);
  known.set(view, row);
  return row;
}

function makeRow(view: RecordView): DeskRow {
  const { state, kind, values, code } = view;
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    id: state.id,
    view,
    code,
    title: readable(() => kind?.title(values), kind?.label ?? `Unknown kind "${state.kind}"`),
    kindLabel: kind?.label ?? state.kind,
    date: isReducedDate(values['date']) ? values['date'] : '',
    team: text('team'),
    // A task is the record of its own worksite.
    task: state.kind === 'task' ? state.id : text('task'),
    standing: standingOf(view),
    symbol: readable(() => kind?.symbol(values), { shape: 'cross', colour: 'ink' }),
    flags: state.flags.length,
    holds: state.holds.length,
  };
}

/** What a kind says of values that anybody may have sent: it may not be able to read them. */
function readable<T>(read: () => T | undefined, otherwise: T): T {
  try {
    return read() ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** The lines that pass the filter, the newest day first and by code within a day. @param period what the filter's period came to */
export function filterRows(
  views: Iterable<RecordView>,
  filter: DeskFilter,
  period: Period | undefined,
): readonly DeskRow[] {
  const rows: DeskRow[] = [];
  for (const view of views) {
    const row = rowOf(view);
    if (filter.kind !== undefined && view.state.kind !== filter.kind) continue;
    if (filter.team !== undefined && row.team !== filter.team) continue;
    if (filter.task !== undefined && row.task !== filter.task) continue;
    if (filter.status !== undefined && row.standing !== filter.status) continue;
    if (filter.held !== undefined && row.holds === 0) continue;
    if (filter.figure !== undefined) {
      // A figure belongs to the day of its event: an item found in March may be destroyed in April.
      if (!isBehind(view, filter.figure, period ?? {}, filter.series)) continue;
    } else if (period && !isInPeriod(row.date, period)) continue;
    rows.push(row);
  }
  return rows.sort((a, b) => (a.date === b.date ? compare(a.code, b.code) : compare(b.date, a.date)));
}

/** A record without a date that can be read shows only where every day is asked for. */
function isInPeriod(date: string, period: Period): boolean {
  if (period.from === undefined && period.to === undefined) return true;
  return date !== '' && isWithin(date, period);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** What can be chosen as task, by code. */
export function taskChoices(views: Iterable<RecordView>): readonly Choice[] {
  const tasks: Choice[] = [];
  for (const view of views) {
    if (view.state.kind !== 'task') continue;
    const { title } = rowOf(view);
    tasks.push({ id: view.state.id, name: title === view.code ? view.code : `${view.code} ${title}` });
  }
  return tasks.sort((a, b) => compare(a.name, b.name));
}
