import { useMemo } from 'preact/hooks';
import { dayIn, type Period } from '#domain/dates.ts';
import type { Phone, RecordView } from '#store/phone.ts';
import type { Names } from '../held/held-question.ts';
import { useApp } from '../shell/app-context.ts';
import { changeFilter, type DeskFilter, readFilter, writeFilter } from './desk-filter.ts';
import { lastDayWithRecords } from './desk-period.ts';
import { type Choice, type DeskRow, filterRows, rowOf, taskChoices } from './desk-rows.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';

type Change = Parameters<typeof changeFilter>[1];

/** What every part of the desk works with. */
export interface Desk {
  readonly phone: Phone;
  readonly page: keyof typeof paths;
  readonly filter: DeskFilter;
  /** The filter's period, or the last day with records; undefined as long as there is no record with a date. */
  readonly period: Period | undefined;
  readonly lastDay: Period | undefined;
  readonly rows: readonly DeskRow[];
  readonly tasks: readonly Choice[];
  readonly teams: readonly Choice[];
  readonly snapshot: Snapshot;
  readonly nameOf: (to: 'task' | 'team', id: string) => string;
  readonly personName: (id: string) => string;
  /** Changes the filter in place: "back" leaves the desk, and not through every filter that was tried. */
  readonly change: (change: Change) => void;
  /** The address of a page with the filter changed so. */
  readonly addressOf: (page: Desk['page'], change: Change) => string;
}

const paths = { records: '/desk', tally: '/desk/tally', phones: '/desk/phones' } as const;

export function useDesk(phone: Phone): Desk {
  const { router, now } = useApp();
  // The route says when the address changed; what stands in its query is the desk's own.
  void router.route.value;
  const { pathname, search } = globalThis.location;
  const snapshot = snapshotOf(phone.model).value;
  const page = (['tally', 'phones'] as const).find((name) => pathname.startsWith(paths[name])) ?? 'records';
  const filter = useMemo(() => readFilter(search), [search]);
  const { programme, teams, people } = phone.session.value;
  const { timeZone } = programme;

  const lastDay = useMemo(() => {
    const dates = snapshot.views.filter(isReported).map((view) => rowOf(view).date);
    return lastDayWithRecords(dates, dayIn(timeZone, now()));
  }, [snapshot, timeZone, now]);
  const period = useSamePeriod(filter.period ?? lastDay);
  const tasks = useMemo(() => taskChoices(snapshot.views), [snapshot]);
  const rows = useMemo(
    () => (page === 'records' ? filterRows(snapshot.views, filter, period) : []),
    [snapshot, filter, page, period],
  );
  const addressOf: Desk['addressOf'] = (to, change) => paths[to] + writeFilter(changeFilter(filter, change));
  return {
    phone,
    page,
    filter,
    period,
    lastDay,
    rows,
    tasks,
    teams,
    snapshot,
    nameOf: (to, id) => {
      if (to === 'team') return teams.find((team) => team.id === id)?.name ?? id;
      return phone.model.get(id)?.code ?? id;
    },
    personName: (id) => people.find((person) => person.id === id)?.name ?? id,
    change: (change) => router.replace(addressOf(page, change)),
    addressOf,
  };
}

/** Names behind ids, as a question about values wants them. */
export const deskNames = ({ nameOf, personName }: Desk): Names => ({ nameOf, personOf: personName });

/** One object for as long as the days are the same. */
function useSamePeriod(period: Period | undefined): Period | undefined {
  const isThere = period !== undefined;
  const { from, to } = period ?? {};
  return useMemo(() => (isThere ? { from, to } : undefined), [isThere, from, to]);
}

/** Records of work done; a task's own date says when it was opened. */
function isReported({ kind, state }: RecordView): boolean {
  return kind !== undefined && ('items' in kind || 'land' in kind) && state.status !== 'withdrawn';
}
