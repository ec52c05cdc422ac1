import { isWithin, type Period } from '../dates.ts';
import { createNetAreas, type NetAreas } from '../geo/net-area.ts';
import { landProducts } from '../land-product.ts';
import type {
  CreateLedger,
  FoundDestroyed,
  InCorrection,
  LandSum,
  LedgerRecord,
  Series,
  Tally,
} from '../ledger.ts';
import { type OfficialColumns, officialColumns } from '../official-columns.ts';
import { createFigureReader, type Figures } from './read-figures.ts';

/** What a status lets a record count in. Withdrawn records, and those of a status never heard of, count in nothing. */
const countsIn: Readonly<Record<string, readonly Index[]>> = {
  approved: ['approved', 'approved+submitted'],
  submitted: ['approved+submitted'],
  returned: ['in correction'],
};
type Index = Series | 'in correction';

interface Entry {
  readonly record: LedgerRecord;
  readonly figures: Figures | 'uncounted';
  readonly counts: readonly Index[];
}

/** An empty ledger. Land is measured when it is first asked for, and again only where something touching it changed. */
export const createLedger: CreateLedger = (registry, columns = officialColumns) => {
  const read = createFigureReader(registry);
  const entries = new Map<string, Entry>();
  const areas: Readonly<Record<Index, NetAreas>> = {
    approved: createNetAreas(),
    'approved+submitted': createNetAreas(),
    'in correction': createNetAreas(),
  };
  /** In the order in which records count: sums of areas depend on it in their last bits. */
  let inOrder: readonly Entry[] | undefined;

  function landOf(id: string, index: Index): { net: number; gross: number; unmapped: number } | undefined {
    const entry = entries.get(id);
    if (!entry?.counts.includes(index) || entry.figures === 'uncounted') return undefined;
    const { land } = entry.figures;
    if (land === null) return undefined;
    const grossM2 = areas[index].grossM2(id) ?? 0;
    const netM2 = areas[index].netM2(id) ?? 0;
    if (land.areaM2 === undefined) return { net: netM2, gross: grossM2, unmapped: 0 };
    if (grossM2 === 0) return { net: land.areaM2, gross: land.areaM2, unmapped: land.areaM2 };
    // The polygon says how much of the work is new land, the record's own basis how much work it was.
    return { net: land.areaM2 * (netM2 / grossM2), gross: land.areaM2, unmapped: 0 };
  }

  return {
    upsert(record) {
      const entry: Entry = { record, figures: read(record), counts: countsIn[record.status] ?? [] };
      entries.set(record.id, entry);
      inOrder = undefined;
      const land = entry.figures === 'uncounted' ? null : entry.figures.land;
      for (const [index, area] of Object.entries(areas)) {
        if (land?.shape && entry.counts.includes(index as Index)) {
          area.upsert({ id: record.id, rank: record.firstSeq, key: land.key, shape: land.shape });
        } else area.remove(record.id);
      }
    },
    remove(id) {
      if (!entries.delete(id)) return;
      inOrder = undefined;
      for (const area of Object.values(areas)) area.remove(id);
    },
    tally({ period, series, only = () => true }) {
      inOrder ??= [...entries.values()].sort((a, b) => (countsBefore(a.record, b.record) ? -1 : 1));
      const asked = inOrder.filter((entry) => only(entry.record));
      const counted = asked.filter((entry) => entry.counts.includes(series));
      const corrected = asked.filter((entry) => entry.counts.includes('in correction'));
      const sums = summed(counted, period, columns, (id) => landOf(id, series));
      return {
        ...sums,
        inCorrection: correctionOf(summed(corrected, period, columns, (id) => landOf(id, 'in correction'))),
        uncounted: [...counted, ...corrected]
          .filter((entry) => entry.figures === 'uncounted')
          .map((entry) => entry.record.id),
      };
    },
    netM2: (id, series) => landOf(id, series)?.net,
    grossM2(id) {
      const index = entries.get(id)?.counts.at(-1);
      return index && landOf(id, index)?.gross;
    },
    overlaps: (id) => areas['approved+submitted'].overlaps(id),
  };
};

function countsBefore(a: LedgerRecord, b: LedgerRecord): boolean {
  return a.firstSeq === b.firstSeq ? a.id < b.id : a.firstSeq < b.firstSeq;
}

type Sums = Omit<Tally, 'inCorrection' | 'uncounted'>;
type MeasureLand = (id: string) => { net: number; gross: number; unmapped: number } | undefined;

function summed(
  counted: readonly Entry[],
  period: Period,
  columns: OfficialColumns,
  measure: MeasureLand,
): Sums {
  const categories = new Map<string, { found: number; destroyed: number }>();
  const land = new Map<string, LandSum>(Object.keys(landProducts).map((product) => [product, noLand]));
  const ids: string[] = [];
  for (const { record, figures } of counted) {
    if (figures === 'uncounted') continue;
    const items = figures.items.filter((item) => isWithin(item.on, period));
    for (const { category, measure: what, count } of items) {
      const sum = categories.get(category) ?? { found: 0, destroyed: 0 };
      sum[what] += count;
      categories.set(category, sum);
    }
    const claim = figures.land && isWithin(figures.land.on, period) ? figures.land : null;
    const own = claim && measure(record.id);
    if (claim && own) {
      const { netM2, grossM2, unmappedM2 } = land.get(claim.product) ?? noLand;
      land.set(claim.product, {
        netM2: netM2 + own.net,
        grossM2: grossM2 + own.gross,
        unmappedM2: unmappedM2 + own.unmapped,
      });
    }
    if (claim || items.length > 0) ids.push(record.id);
  }
  return {
    categories: Object.fromEntries([...categories].sort(([a], [b]) => (a < b ? -1 : 1))),
    columns: Object.fromEntries(
      Object.entries(columns).map(([column, names]) => [column, addUp(names, categories)]),
    ),
    land: Object.fromEntries(land),
    records: ids.length,
    ids,
  };
}

const noLand: LandSum = { netM2: 0, grossM2: 0, unmappedM2: 0 };

function addUp(names: readonly string[], of: ReadonlyMap<string, FoundDestroyed>): FoundDestroyed {
  return names.reduce(
    (sum, name) => ({
      found: sum.found + (of.get(name)?.found ?? 0),
      destroyed: sum.destroyed + (of.get(name)?.destroyed ?? 0),
    }),
    { found: 0, destroyed: 0 },
  );
}

function correctionOf({ records, ids, columns, land }: Sums): InCorrection {
  const gross = Object.entries(land).map(([product, sum]) => [product, sum.grossM2] as const);
  return { records, ids, columns, land: Object.fromEntries(gross) };
}
