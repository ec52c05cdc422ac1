import RBush from 'rbush';
import type { Pack } from '#protocol/pack.ts';
import type { ReadModel } from '#store/phone.ts';
import { type DrawnRecord, drawnRecordOf } from './drawn-record.ts';
import { nearestAt } from './hit-test.ts';
import { latOf, lonOf } from './mercator.ts';
import { drawingOf, shareOf } from './pack-drawing.ts';
import { type SeenRecords, touches, type WorldBox } from './seen.ts';

/** What the map draws and touches, by where it is. */
export interface RecordSource {
  get(id: string): DrawnRecord | undefined;
  /** Those whose box touches the given one, in no order. What is drawn of a record may be made only when it is come to. */
  near(box: WorldBox): Iterable<SeenRecords>;
  /** The record meant by a touch at x, y. @param reach in shares of the world */
  at(x: number, y: number, reach: number): string | undefined;
}

/** Chosen records. */
export interface RecordIndex extends RecordSource {
  replaceAll(records: Iterable<DrawnRecord>): void;
}

/** All records of the phone, and what it is warned of, found by the model's own index and drawn from its packs. */
export function sourceOf(model: ReadModel, warnings?: ReadModel): RecordSource {
  function* near(box: WorldBox): Generator<SeenRecords> {
    const degrees = [lonOf(box.minX), latOf(box.maxY), lonOf(box.maxX), latOf(box.minY)] as const;
    for (const { pack, rows } of model.rowsWithin(degrees)) yield rowsSeen(pack, rows, model, box);
    // A record that the phone has all of is not drawn a second time.
    for (const { pack, rows } of warnings?.rowsWithin(degrees) ?? []) {
      yield rowsSeen(
        pack,
        rows.filter((row) => !model.hasRow(pack, row)),
        model,
        box,
      );
    }
    const apart = [...model.apart()];
    for (const view of warnings?.apart() ?? []) if (!model.get(view.state.id)) apart.push(view);
    yield recordsSeen(
      apart.flatMap((view) => drawnRecordOf(view) ?? []).filter((each) => touches(each, box)),
    );
  }
  return {
    get: (id) => {
      const view = model.get(id) ?? warnings?.get(id);
      return view && drawnRecordOf(view);
    },
    near,
    at: (x, y, reach) => nearestAt(near, x, y, reach),
  };
}

function rowsSeen(pack: Pack, rows: readonly number[], { registry }: ReadModel, box: WorldBox): SeenRecords {
  const drawing = drawingOf(pack, registry);
  const { boxes } = drawing;
  return {
    count: rows.length,
    read: (at, into) => {
      const row = rows[at] ?? 0;
      const look = drawing.lookAt(row);
      if (!look) return false;
      into.look = look;
      into.minX = shareOf(boxes[4 * row]);
      into.minY = shareOf(boxes[4 * row + 1]);
      into.maxX = shareOf(boxes[4 * row + 2]);
      into.maxY = shareOf(boxes[4 * row + 3]);
      into.of = pack;
      into.row = row;
      return touches(into, box);
    },
  };
}

function recordsSeen(records: readonly DrawnRecord[]): SeenRecords {
  return {
    count: records.length,
    read: (at, into) => {
      const record = records[at];
      if (!record) return false;
      ({ look: into.look, minX: into.minX, minY: into.minY, maxX: into.maxX, maxY: into.maxY } = record);
      into.of = record;
      return true;
    },
  };
}

export function createRecordIndex(): RecordIndex {
  const tree = new RBush<DrawnRecord>();
  const byId = new Map<string, DrawnRecord>();
  const near = (box: WorldBox) => [recordsSeen(tree.search(box))];
  return {
    get: (id) => byId.get(id),
    replaceAll: (records) => {
      byId.clear();
      tree.clear();
      for (const record of records) byId.set(record.id, record);
      tree.load([...byId.values()]);
    },
    near,
    at: (x, y, reach) => nearestAt(near, x, y, reach),
  };
}
