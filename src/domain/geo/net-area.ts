import RBush from 'rbush';
import { boxOf, type CoveredLand, coveredLandOf, coveredM2, uncoveredM2 } from './covered-land.ts';
import { type Polygonal, polygonsOf } from './shape.ts';

/** A counted record with a polygon, as the index of net areas wants it. */
export interface CountedLand {
  readonly id: string;
  /** The server's first sequence of the record: earlier counts first. Infinity where the server has none yet. */
  readonly rank: number;
  /** Records of one key share land: task, product and search class. */
  readonly key: string;
  readonly shape: Polygonal;
}

export interface Overlap {
  /** The earlier record that covers the same land. */
  readonly id: string;
  readonly areaM2: number;
}

/** Land counted once, over the records of one series. What is not in the index (a record without polygon) is undefined. */
export interface NetAreas {
  /** Puts a record in, or in the place of its earlier version. */
  upsert(record: CountedLand): void;
  /** Takes a record out (withdrawn, or no longer of this series). @returns whether it was there */
  remove(id: string): boolean;
  /** m² of the record that no earlier record of its key covers. */
  netM2(id: string): number | undefined;
  /** m² that the record covers: `areaM2`, and for a shape that crosses or overlaps itself the land under it, once. */
  grossM2(id: string): number | undefined;
  /** The earlier records of its key that cover part of its land, in the order in which they count. */
  overlaps(id: string): readonly Overlap[];
  /** Sum of the net areas, of one key or of all; the same to the last bit however the index came to be. */
  totalNetM2(key?: string): number;
  /** Sum of the gross areas, likewise. */
  totalGrossM2(key?: string): number;
}

interface Entry extends CountedLand {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  covered: CoveredLand | undefined;
  netM2: number | undefined;
  overlaps: readonly Overlap[] | undefined;
}

/**
 * An empty index. The net area of a record is the area of its polygon less the union of the earlier-ranked ones of
 * the same key that touch it; equal ranks count in the order of their ids. Net areas of a key add up to the geodesic
 * area of the union of its polygons, to 1e-6 of it plus 0.1 mm × the perimeters.
 *
 * A change makes stale only the record and the later ones whose boxes touch it, and a stale one is computed when it
 * is read: never a union of a whole task. A record that nothing overlaps has exactly its gross area as its net.
 */
export function createNetAreas(): NetAreas {
  const entries = new Map<string, Entry>();
  const trees = new Map<string, RBush<Entry>>();

  function touching(entry: Entry): Entry[] {
    return (trees.get(entry.key)?.search(entry) ?? []).filter((other) => other.id !== entry.id);
  }

  function earlierTouching(entry: Entry): Entry[] {
    return touching(entry)
      .filter((other) => countsBefore(other, entry))
      .sort((a, b) => (countsBefore(a, b) ? -1 : 1));
  }

  function makeLaterStale(entry: Entry): void {
    for (const other of touching(entry)) {
      if (!countsBefore(entry, other)) continue;
      other.netM2 = undefined;
      other.overlaps = undefined;
    }
  }

  function remove(id: string): boolean {
    const entry = entries.get(id);
    if (entry === undefined) return false;
    makeLaterStale(entry);
    entries.delete(id);
    trees.get(entry.key)?.remove(entry);
    return true;
  }

  function netOf(entry: Entry): number {
    if (entry.netM2 === undefined) {
      const earlier = earlierTouching(entry);
      // Most records touch no other; theirs is not even clipped.
      entry.netM2 =
        earlier.length === 0 ? grossOf(entry) : uncoveredM2(coveredBy(entry), earlier.map(coveredBy));
    }
    return entry.netM2;
  }

  function overlapsOf(entry: Entry): readonly Overlap[] {
    entry.overlaps ??= earlierTouching(entry)
      .map((other) => ({ id: other.id, areaM2: coveredM2(coveredBy(entry), [coveredBy(other)]) }))
      .filter((overlap) => overlap.areaM2 > 0);
    return entry.overlaps;
  }

  function total(measure: (entry: Entry) => number, key: string | undefined): number {
    const counted = key === undefined ? [...entries.values()] : (trees.get(key)?.all() ?? []);
    // In a fixed order, for floating-point sums depend on it.
    counted.sort((a, b) => (countsBefore(a, b) ? -1 : 1));
    return counted.reduce((sum, entry) => sum + measure(entry), 0);
  }

  return {
    upsert(record) {
      const before = entries.get(record.id);
      if (before !== undefined && isSame(before, record)) return;
      remove(record.id);
      const entry = createEntry(record);
      entries.set(entry.id, entry);
      const tree = trees.get(entry.key) ?? new RBush<Entry>();
      trees.set(entry.key, tree.insert(entry));
      makeLaterStale(entry);
    },
    remove,
    netM2(id) {
      const entry = entries.get(id);
      return entry && netOf(entry);
    },
    grossM2(id) {
      const entry = entries.get(id);
      return entry && grossOf(entry);
    },
    overlaps(id) {
      const entry = entries.get(id);
      return entry === undefined ? [] : overlapsOf(entry);
    },
    totalNetM2: (key) => total(netOf, key),
    totalGrossM2: (key) => total(grossOf, key),
  };
}

function countsBefore(a: CountedLand, b: CountedLand): boolean {
  return a.rank === b.rank ? a.id < b.id : a.rank < b.rank;
}

function coveredBy(entry: Entry): CoveredLand {
  entry.covered ??= coveredLandOf(entry.shape);
  return entry.covered;
}

function grossOf(entry: Entry): number {
  return coveredBy(entry).grossM2;
}

function createEntry({ id, rank, key, shape }: CountedLand): Entry {
  return { id, rank, key, shape, ...boxOf(shape), covered: undefined, netM2: undefined, overlaps: undefined };
}

/** Whether nothing changed that areas depend on: an edit of a note must move nothing. */
function isSame(a: CountedLand, b: CountedLand): boolean {
  return a.rank === b.rank && a.key === b.key && isSameShape(a.shape, b.shape);
}

function isSameShape(a: Polygonal, b: Polygonal): boolean {
  if (a === b) return true;
  return JSON.stringify(polygonsOf(a)) === JSON.stringify(polygonsOf(b));
}
