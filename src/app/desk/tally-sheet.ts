import type { Period } from '#domain/dates.ts';
import { toHectares } from '#domain/hectares.ts';
import { landProducts } from '#domain/land-product.ts';
import type { Ledger, LedgerRecord, Tally } from '#domain/ledger.ts';
import { officialColumnLabels } from '#domain/official-columns.ts';
import { ordnanceCategories } from '#domain/ordnance-category.ts';
import type { DeskFilter } from './desk-filter.ts';

interface CountLine {
  readonly name: string;
  readonly label: string;
  readonly found: number;
  readonly destroyed: number;
}

interface LandLine {
  readonly product: string;
  readonly label: string;
  readonly netM2: number;
  readonly grossM2: number;
  readonly unmappedM2: number;
}

/** The tally as it stands on the sheet. */
export interface TallySheet {
  readonly tally: Tally;
  readonly columns: readonly CountLine[];
  readonly categories: readonly CountLine[];
  readonly land: readonly LandLine[];
}

/** What of the filter narrows a tally; kind, status and figure belong to the list. */
function onlyOf({ task, team }: DeskFilter): ((record: LedgerRecord) => boolean) | undefined {
  if (task === undefined && team === undefined) return undefined;
  return ({ body }) =>
    (task === undefined || body['task'] === task) && (team === undefined || body['team'] === team);
}

export function tallySheet(ledger: Ledger, filter: DeskFilter, period: Period): TallySheet {
  const only = onlyOf(filter);
  const tally = ledger.tally({ period, series: filter.series, ...(only && { only }) });
  return {
    tally,
    columns: linesOf(tally.columns, officialColumnLabels),
    categories: linesOf(tally.categories, ordnanceCategories),
    land: Object.entries(tally.land).map(([product, sum]) => ({
      product,
      label: wordOf(landProducts, product),
      ...sum,
    })),
  };
}

function linesOf(counts: Tally['columns'], words: Readonly<Record<string, string>>): readonly CountLine[] {
  return Object.entries(counts).map(([name, sum]) => ({ name, label: wordOf(words, name), ...sum }));
}

function wordOf(words: Readonly<Record<string, string>>, name: string): string {
  return words[name] ?? name;
}

export interface TeamLine {
  readonly team: string;
  readonly tally: Tally;
}

/** The figures of each team that has one in the period, by name. */
export function teamLines(
  ledger: Ledger,
  filter: DeskFilter,
  period: Period,
  whole: Tally,
  teamOf: (id: string) => string,
): readonly TeamLine[] {
  const teams = new Set([...whole.ids, ...whole.inCorrection.ids].map(teamOf));
  return [...teams].sort().map((team) => ({
    team,
    tally: ledger.tally({
      period,
      series: filter.series,
      only: ({ body }) =>
        (typeof body['team'] === 'string' ? body['team'] : '') === team &&
        (filter.task === undefined || body['task'] === filter.task),
    }),
  }));
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Whole numbers with thousands apart. */
export function countText(count: number): string {
  return whole.format(count);
}

const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Hectares to 0.1, as the official form has them. */
export function hectaresText(areaM2: number): string {
  return tenths.format(toHectares(areaM2));
}
