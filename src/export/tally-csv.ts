import type { Period } from '#domain/dates.ts';
import { toHectares } from '#domain/hectares.ts';
import { landProducts } from '#domain/land-product.ts';
import type { FoundDestroyed, Series, Tally } from '#domain/ledger.ts';
import { officialColumnLabels } from '#domain/official-columns.ts';
import { ordnanceCategories } from '#domain/ordnance-category.ts';
import { type Cell, toCsv } from './csv.ts';

export interface TallyHeading {
  readonly programme: string;
  readonly period: Period;
  readonly series: Series;
  /** When the sheet was made, as it is to be read on it. */
  readonly madeAt: string;
  /** Made-up records: the sheet says so. */
  readonly synthetic: boolean;
  /** Team or task where the tally is of one only. */
  readonly only?: string;
}

const labelOf = (labels: Readonly<Record<string, string>>, name: string) => labels[name] ?? name;
const m2 = (area: number) => Math.round(area * 10) / 10;

/** A tally as the sheet that is handed on. Hectares to 0.1; cleared, reduced and cancelled land are never summed. */
export function tallyToCsv(tally: Tally, heading: TallyHeading): string {
  return toCsv([
    ...headRows(heading),
    ['Ordnance', 'Found', 'Destroyed'],
    ...countRows(officialColumnLabels, tally.columns),
    [],
    ['Land', 'Net m²', 'Gross m²', 'Net ha', 'Gross ha', 'Not mapped m²'],
    ...Object.entries(tally.land).map(([product, { netM2, grossM2, unmappedM2 }]) => [
      labelOf(landProducts, product),
      m2(netM2),
      m2(grossM2),
      hectares(netM2),
      hectares(grossM2),
      m2(unmappedM2),
    ]),
    [],
    ['Records', tally.records],
    ['Records that cannot be counted', tally.uncounted.length],
    [],
    ['In correction (not counted above)', 'Found', 'Destroyed', 'Gross m²'],
    ['Records', tally.inCorrection.records],
    ...countRows(officialColumnLabels, tally.inCorrection.columns),
    ...Object.entries(tally.inCorrection.land).map(([product, grossM2]) => [
      labelOf(landProducts, product),
      null,
      null,
      m2(grossM2),
    ]),
    [],
    ['All categories', 'Found', 'Destroyed'],
    ...countRows(ordnanceCategories, tally.categories),
  ]);
}

function headRows({ programme, period, series, madeAt, synthetic, only }: TallyHeading): Cell[][] {
  return [
    ['Programme', programme],
    ...(synthetic ? [['Note', 'Synthetic demo data: no real record is behind these figures']] : []),
    ['From', period.from ?? 'the first record'],
    ['To', period.to ?? 'the last record'],
    ...(only === undefined ? [] : [['Only', only]]),
    ['Counts', series === 'approved' ? 'approved records' : 'approved and submitted records'],
    ['Made at', madeAt],
    [],
  ];
}

const hectares = (area: number) => toHectares(area).toFixed(1);

function countRows(
  labels: Readonly<Record<string, string>>,
  counts: Readonly<Record<string, FoundDestroyed>>,
): Cell[][] {
  return Object.entries(counts).map(([name, { found, destroyed }]) => [
    labelOf(labels, name),
    found,
    destroyed,
  ]);
}
