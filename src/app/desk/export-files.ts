import type { Period } from '#domain/dates.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { recordsToCsv } from '#export/records-csv.ts';
import { tallyToCsv } from '#export/tally-csv.ts';
import { filterRows, rowOf } from './desk-rows.ts';
import { clockText } from '../shell/clock-text.ts';
import { tallySheet } from './tally-sheet.ts';
import type { Desk } from './use-desk.ts';

interface ExportFile {
  readonly name: string;
  readonly text: string;
}

/** The tally of the filter's period, task and team. */
export function tallyFile(desk: Desk, now: number): ExportFile {
  const { phone, filter, period = {} } = desk;
  const { programme } = phone.session.value;
  const { tally } = tallySheet(phone.model.ledger, filter, period);
  const only = [
    filter.task === undefined ? '' : desk.nameOf('task', filter.task),
    filter.team === undefined ? '' : desk.nameOf('team', filter.team),
  ].filter(Boolean);
  const text = tallyToCsv(tally, {
    programme: programme.name,
    period,
    series: filter.series,
    madeAt: `${clockText(new Date(now).toISOString(), programme.timeZone, 'with year')} (${programme.timeZone})`,
    synthetic: programme.synthetic,
    ...(only.length > 0 && { only: only.join(', ') }),
  });
  return { name: fileName('tally', programme, period), text };
}

/** The records of the list; on the tally's page those that have a figure on the sheet or belong to its days. */
export function recordsFile(desk: Desk, registry: Registry): ExportFile {
  const { phone, filter, period = {}, page } = desk;
  const { programme, teams, people } = phone.session.value;
  const rows =
    page === 'records' ? desk.rows : filterRows(phone.model.all(), { ...filter, figure: 'records' }, period);
  const names = {
    task: (id: string) => {
      const view = phone.model.get(id);
      return view && { code: view.code, name: rowOf(view).title };
    },
    team: (id: string) => teams.find((team) => team.id === id)?.name,
    person: (id: string) => people.find((person) => person.id === id)?.name,
  };
  const text = recordsToCsv(
    registry,
    rows.map(({ view: { state, code } }) => ({ ...state, body: { ...state.body, code } })),
    { names, areas: phone.model.ledger, series: filter.series },
  );
  return { name: fileName('records', programme, period), text };
}

/** `safelane-DEMO-tally-2021-05-31.csv`: made-up data says so wherever it goes. */
function fileName(
  what: string,
  programme: { readonly short: string; readonly synthetic: boolean },
  { from, to }: Period,
): string {
  const days = from === to ? from : [from, to].filter(Boolean).join('--');
  const parts = [programme.short || 'safelane', programme.synthetic ? 'DEMO-DATA' : '', what, days ?? 'all'];
  return `${parts
    .filter(Boolean)
    .join('-')
    .replaceAll(/[^\w.-]+/g, '-')}.csv`;
}
