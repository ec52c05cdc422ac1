import type { Pack } from '#protocol/pack.ts';
import { type LoadedPack, rowStates } from './loaded-pack.ts';
import { createNewest } from './newest.ts';
import type { Asked, ReadModel, RecordView } from './phone.ts';
import { valueOf } from './record-view.ts';

type Queries = Pick<ReadModel, 'all' | 'where' | 'within' | 'latest' | 'newest' | 'rowsWithin' | 'apart'>;

/**
 * Questions to all records, answered from the columns of the packs as far as that goes.
 * @param own views of the records that the phone has changes of its own to: their rows do not stand
 */
export function createQueries(
  packs: () => Iterable<LoadedPack>,
  own: ReadonlyMap<string, RecordView>,
): Queries {
  function* apart(): Generator<RecordView> {
    for (const loaded of packs()) for (const row of loaded.looseRows()) yield loaded.viewAt(row);
    yield* own.values();
  }
  return {
    *all() {
      for (const loaded of packs()) for (const row of standing(loaded)) yield loaded.viewAt(row);
      yield* own.values();
    },
    *where(asked) {
      for (const loaded of packs()) {
        for (const row of standing(loaded))
          if (isAskedRow(asked, loaded.pack, row)) yield loaded.glanceAt(row);
      }
      for (const view of own.values()) if (isAsked(asked, view)) yield view;
    },
    *within(box) {
      const rows: number[] = [];
      for (const loaded of packs()) {
        rows.length = 0;
        loaded.rowsWithin(box, rows);
        for (const row of rows) yield loaded.glanceAt(row);
      }
      yield* apart();
    },
    latest: (asked, having) => {
      const has = (view: RecordView) => having === undefined || typeof valueOf(view, having) === 'string';
      let last: (() => RecordView) | undefined;
      let lastMs = -Infinity;
      for (const view of own.values()) {
        const ms = Date.parse(view.state.recordedAt);
        if (ms > lastMs && isAsked(asked, view) && has(view)) [last, lastMs] = [() => view, ms];
      }
      // The later a pack came, the newer its records: nearly all others are passed over by their time alone.
      for (const loaded of [...packs()].toReversed()) {
        const { pack } = loaded;
        for (let row = pack.records - 1; row >= 0; row -= 1) {
          const ms = pack.recordedAtMs(row);
          if (ms <= lastMs || loaded.states[row] !== rowStates.stands) continue;
          if (isAskedRow(asked, pack, row) && has(loaded.glanceAt(row)))
            [last, lastMs] = [() => loaded.viewAt(row), ms];
        }
      }
      return last?.();
    },
    newest: (most, passes) => {
      const newest = createNewest<RecordView | readonly [LoadedPack, row: number]>(most);
      let total = 0;
      for (const loaded of packs()) {
        for (const row of standing(loaded)) {
          if (!passes(loaded.glanceAt(row))) continue;
          total += 1;
          const ms = loaded.pack.recordedAtMs(row);
          newest.offer(dayOf(loaded.pack.groupAt(row, 'date'), ms), ms, [loaded, row]);
        }
      }
      for (const view of own.values()) {
        if (!passes(view)) continue;
        total += 1;
        const ms = Date.parse(view.state.recordedAt);
        newest.offer(dayOf(view.values['date'], ms), ms, view);
      }
      const views = newest.items().map((item) => ('state' in item ? item : item[0].viewAt(item[1])));
      return { views, total };
    },
    *rowsWithin(box) {
      const rows: number[] = [];
      for (const loaded of packs()) {
        rows.length = 0;
        loaded.rowsWithin(box, rows);
        if (rows.length > 0) yield { pack: loaded.pack, rows };
      }
    },
    apart,
  };
}

function* standing({ pack, states }: LoadedPack): Generator<number> {
  for (let row = 0; row < pack.records; row += 1) if (states[row] === rowStates.stands) yield row;
}

const isAskedRow = ({ kind, author }: Asked, pack: Pack, row: number) =>
  (kind === undefined || pack.kindAt(row) === kind) &&
  (author === undefined || pack.authorAt(row) === author);

const isAsked = ({ kind, author }: Asked, { state }: RecordView) =>
  (kind === undefined || state.kind === kind) && (author === undefined || state.author === author);

/** The day of the work, which a record without one takes from when it was recorded. */
function dayOf(date: unknown, recordedAtMs: number): string {
  return typeof date === 'string' ? date : new Date(recordedAtMs).toISOString().slice(0, 10);
}
