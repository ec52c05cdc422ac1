import { isWithin, type Period } from '#domain/dates.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import { createFigureReader, type FigureReader, type Figures } from '#domain/ledger/read-figures.ts';
import type { Series } from '#domain/ledger.ts';
import { officialColumnLabels, officialColumns } from '#domain/official-columns.ts';
import { landProducts } from '#domain/land-product.ts';
import { ordnanceCategories } from '#domain/ordnance-category.ts';
import type { RecordView } from '#store/phone.ts';

/**
 * Which figure of the tally a list shows the records of: `found.apMines` (an official column), `destroyed.ied` (a
 * category), `land.cleared` (a product), `records`, `correction`, `uncounted`.
 */
export type FigureName = string;

const readers = new WeakMap<KindDeclaration, FigureReader>();
const known = new WeakMap<RecordView, Figures | 'uncounted'>();
const nothing: Figures = { items: [], land: null };

/** What the record counts for, read as the ledger reads it. */
export function figuresOf(view: RecordView): Figures | 'uncounted' {
  const { kind, state } = view;
  if (kind === undefined) return nothing;
  const before = known.get(view);
  if (before !== undefined) return before;
  const reader = readers.get(kind) ?? createFigureReader({ kinds: [kind], get: () => kind });
  readers.set(kind, reader);
  const figures = reader(state);
  known.set(view, figures);
  return figures;
}

/** Whether the record counts in the series; what the server never took counts nowhere. */
export function countsIn({ state, delivery }: RecordView, series: Series): boolean {
  if (delivery === 'refused' && state.seq === 0) return false;
  return state.status === 'approved' || (series === 'approved+submitted' && state.status === 'submitted');
}

/** Whether the record is one of those behind a figure of the tally of the period. */
export function isBehind(view: RecordView, figure: FigureName, period: Period, series: Series): boolean {
  const figures = figuresOf(view);
  const counts = countsIn(view, series);
  const returned = view.state.status === 'returned';
  if (figure === 'uncounted') return figures === 'uncounted' && (counts || returned);
  if (figures === 'uncounted') return false;
  const { items, land } = figures;
  const hasLand = land !== null && isWithin(land.on, period);
  const inPeriod = items.filter((item) => isWithin(item.on, period));
  if (figure === 'correction') return returned && (hasLand || inPeriod.length > 0);
  if (!counts) return false;
  if (figure === 'records') return hasLand || inPeriod.length > 0;
  const [measure, name = ''] = figure.split('.');
  if (measure === 'land') return hasLand && land.product === name;
  const categories = columnCategories(name) ?? [name];
  return inPeriod.some((item) => item.measure === measure && categories.includes(item.category));
}

function columnCategories(name: string): readonly string[] | undefined {
  return Object.entries(officialColumns).find(([column]) => column === name)?.[1];
}

/** The figure as people say it, where a list says what it shows. */
export function figureText(figure: FigureName): string {
  const special: Readonly<Record<string, string>> = {
    records: 'all records that count',
    correction: 'in correction',
    uncounted: 'not counted: a value cannot be read',
  };
  const [measure = '', name = ''] = figure.split('.');
  const words: Readonly<Record<string, string>> = {
    ...ordnanceCategories,
    ...officialColumnLabels,
    ...(measure === 'land' ? landProducts : {}),
  };
  return special[figure] ?? `${words[name] ?? name}${measure === 'land' ? '' : ` ${measure}`}`;
}
