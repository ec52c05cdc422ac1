import type { Period } from '#domain/dates.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import type { FoundDestroyed, Series, Tally } from '#domain/ledger.ts';
import type { Storage } from '../storage/port.ts';

/** The figures of a period, as the command line and other programs want them. Areas in m². */
export interface TallyFigures {
  readonly apMines: FoundDestroyed;
  readonly atMines: FoundDestroyed;
  readonly uxo: FoundDestroyed;
  readonly saa: FoundDestroyed;
  readonly netAreaM2: number;
  readonly grossAreaM2: number;
  /** Net, to 0.1 ha as the official form gives it. */
  readonly netAreaHa: number;
  readonly reducedNetAreaM2: number;
  readonly cancelledNetAreaM2: number;
  readonly records: number;
}

/** Adds up a programme's records, reading them one by one. */
export async function tallyProgramme(
  storage: Storage,
  registry: Registry,
  query: { readonly programme: string; readonly period: Period; readonly series: Series },
): Promise<TallyFigures> {
  const ledger = createLedger(registry);
  for await (const { id, kind, firstSeq, status, body } of storage.records(query.programme)) {
    ledger.upsert({ id, kind, firstSeq, status, body });
  }
  return figuresOf(ledger.tally({ period: query.period, series: query.series }));
}

function figuresOf({ columns, land, records }: Tally): TallyFigures {
  const none = { found: 0, destroyed: 0 };
  const areaM2 = (product: string, which: 'netM2' | 'grossM2') => rounded(land[product]?.[which] ?? 0);
  const netAreaM2 = areaM2('cleared', 'netM2');
  return {
    apMines: columns.apMines ?? none,
    atMines: columns.atMines ?? none,
    uxo: columns.uxo ?? none,
    saa: columns.saa ?? none,
    netAreaM2,
    grossAreaM2: areaM2('cleared', 'grossM2'),
    netAreaHa: Math.round(netAreaM2 / 1_000) / 10,
    reducedNetAreaM2: areaM2('reduced', 'netM2'),
    cancelledNetAreaM2: areaM2('cancelled', 'netM2'),
    records,
  };
}

/** To 0.01 m²: digits beyond that are rounding of sums, and a stated area stays as it was stated. */
const rounded = (area: number) => Math.round(area * 100) / 100;
