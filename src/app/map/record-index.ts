import RBush from 'rbush';
import type { ReadModel, RecordView } from '#store/phone.ts';
import { drawnRecordOf } from './drawn-record.ts';
import type { DrawnRecord } from './record-look.ts';
import { nearestAt } from './hit-test.ts';
import { latOf, lonOf } from './mercator.ts';

/** A box in shares of the world. */
interface WorldBox {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** What the map draws and touches, by where it is. */
export interface RecordSource {
  get(id: string): DrawnRecord | undefined;
  /** Those whose box touches the given one, in no order. What is drawn of a record may be made only when it is come to. */
  near(box: WorldBox): Iterable<DrawnRecord>;
  /** The record meant by a touch at x, y. @param reach in shares of the world */
  at(x: number, y: number, reach: number): DrawnRecord | undefined;
}

/** Chosen records. */
export interface RecordIndex extends RecordSource {
  replaceAll(records: Iterable<DrawnRecord>): void;
}

/** All records of the phone, and what it is warned of, found by the model's own index; what is drawn of one is made when it first comes into sight. */
export function sourceOf(model: ReadModel, warnings?: ReadModel): RecordSource {
  function* viewsIn(box: Parameters<ReadModel['within']>[0]): Generator<RecordView> {
    yield* model.within(box);
    // A record that the phone has all of is not drawn a second time.
    for (const view of warnings?.within(box) ?? []) if (!model.get(view.state.id)) yield view;
  }
  function* near({ minX, minY, maxX, maxY }: WorldBox): Generator<DrawnRecord> {
    for (const view of viewsIn([lonOf(minX), latOf(maxY), lonOf(maxX), latOf(minY)])) {
      const drawn = drawnRecordOf(view);
      if (!drawn || drawn.maxX < minX || drawn.minX > maxX || drawn.maxY < minY || drawn.minY > maxY)
        continue;
      yield drawn;
    }
  }
  return {
    get: (id) => {
      const view = model.get(id) ?? warnings?.get(id);
      return view && drawnRecordOf(view);
    },
    near,
    at: (x, y, reach) =>
      nearestAt(
        [...near({ minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach })],
        x,
        y,
        reach,
      ),
  };
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
    near: search,
    at: (x, y, reach) =>
      nearestAt(search({ minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach }), x, y, reach),
  };
}

/** Task outlines, then land, then points; of these the southern over the northern, as maps do. */
export function inDrawingOrder(records: Iterable<DrawnRecord>): DrawnRecord[] {
  const outlines: DrawnRecord[] = [];
  const land: DrawnRecord[] = [];
  const points: DrawnRecord[] = [];
  for (const record of records) {
    if (record.isPoint) points.push(record);
    else if (record.symbol.shape === 'outline') outlines.push(record);
    else land.push(record);
  }
  // A crowd hides itself whatever its order, and sorting it takes longer than drawing it.
  if (points.length < 3_000) points.sort((a, b) => a.y - b.y);
  return [...outlines, ...land, ...points];
}
