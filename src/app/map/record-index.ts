import RBush from 'rbush';
import type { DrawnRecord } from './drawn-record.ts';
import { nearestAt } from './hit-test.ts';

/** A box in shares of the world. */
interface WorldBox {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** The drawn records by where they are. */
export interface RecordIndex {
  get(id: string): DrawnRecord | undefined;
  replaceAll(records: Iterable<DrawnRecord>): void;
  put(record: DrawnRecord): void;
  remove(id: string): void;
  /** Those whose box touches the given one, areas first and points last, so that points stay on top. */
  within(box: WorldBox): readonly DrawnRecord[];
  /** The record meant by a touch at x, y. @param reach in shares of the world */
  at(x: number, y: number, reach: number): DrawnRecord | undefined;
}

export function createRecordIndex(): RecordIndex {
  const tree = new RBush<DrawnRecord>();
  const byId = new Map<string, DrawnRecord>();
  const search = (box: WorldBox) => tree.search(box);
  return {
    get: (id) => byId.get(id),
    replaceAll: (records) => {
      byId.clear();
      tree.clear();
      for (const record of records) byId.set(record.id, record);
      tree.load([...byId.values()]);
    },
    put: (record) => {
      const before = byId.get(record.id);
      if (before) tree.remove(before);
      byId.set(record.id, record);
      tree.insert(record);
    },
    remove: (id) => {
      const before = byId.get(id);
      if (before) tree.remove(before);
      byId.delete(id);
    },
    within: (box) => inDrawingOrder(search(box)),
    at: (x, y, reach) =>
      nearestAt(search({ minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach }), x, y, reach),
  };
}

/** Task outlines, then land, then points; of these the southern over the northern, as maps do. */
function inDrawingOrder(records: readonly DrawnRecord[]): DrawnRecord[] {
  const outlines: DrawnRecord[] = [];
  const land: DrawnRecord[] = [];
  const points: DrawnRecord[] = [];
  for (const record of records) {
    if (record.rings === null) points.push(record);
    else if (record.symbol.shape === 'outline') outlines.push(record);
    else land.push(record);
  }
  // A crowd hides itself whatever its order, and sorting it takes longer than drawing it.
  if (points.length < 3_000) points.sort((a, b) => a.y - b.y);
  return [...outlines, ...land, ...points];
}
