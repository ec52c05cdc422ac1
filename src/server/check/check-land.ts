import type { Registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { series } from '#domain/ledger.ts';
import type { RecordState } from '#protocol/record.ts';

/** What is rounded away where outlines are clipped: of the area, and in m². */
const [SHARE, FLOOR_M2] = [1e-5, 0.5];

/**
 * Net areas add up to the land under the polygons, in whatever order they count: counted in the opposite order, each
 * record's is another, and the sum is the same. @returns what is wrong, in a sentence
 */
export function landProblem(registry: Registry, records: readonly RecordState[]): string | undefined {
  const count = (rank: (firstSeq: number) => number) => {
    const ledger = createLedger(registry);
    for (const { id, kind, status, body, firstSeq } of records) {
      ledger.upsert({ id, kind, status, body, firstSeq: rank(firstSeq) });
    }
    return ledger;
  };
  const forward = count((seq) => seq);
  const backward = count((seq) => Number.MAX_SAFE_INTEGER - seq);
  for (const one of series) {
    const query = { period: {}, series: one };
    const other = backward.tally(query).land;
    for (const [product, { netM2 }] of Object.entries(forward.tally(query).land)) {
      const otherM2 = other[product]?.netM2 ?? 0;
      if (Math.abs(netM2 - otherM2) > FLOOR_M2 + SHARE * netM2) {
        return `The land ${product} (${one}) is ${netM2} m² in one order and ${otherM2} m² in the other.`;
      }
    }
  }
  return undefined;
}
