import Flatbush from 'flatbush';
import type { Registry } from '#domain/kinds/registry.ts';
import type { Pack } from '#protocol/pack.ts';
import type { RecordView, WorldDegrees } from './phone.ts';
import { packedView } from './record-view.ts';

/** What has come of a row: another says something newer, it stands, or it stands under the phone's own changes. */
export const rowStates = { past: 0, stands: 1, covered: 2 } as const;

/** A pack in the model: which of its rows stand, and where they are. */
export interface LoadedPack {
  readonly pack: Pack;
  /** By row, of `rowStates`. */
  readonly states: Uint8Array;
  /** The same view for as long as somebody holds it, or another one of the pack. */
  viewAt(row: number): RecordView;
  /** A view for whoever looks at many and keeps none. */
  glanceAt(row: number): RecordView;
  /** Adds the standing rows whose box touches the given one. */
  rowsWithin(box: WorldDegrees, into: number[]): void;
  /** Standing rows whose box is not known without reading them. */
  looseRows(): readonly number[];
}

const step = 1e7;

export function loadPack(pack: Pack, registry: Registry): LoadedPack {
  const states = new Uint8Array(pack.size);
  // A hundred thousand views weigh more than their records: they go when nobody looks at them any more.
  let views: WeakRef<(RecordView | undefined)[]> | undefined;
  let places: ReturnType<typeof placesOf> | undefined;
  return {
    pack,
    states,
    viewAt: (row) => {
      let known = views?.deref();
      if (!known) {
        known = Array.from({ length: pack.records });
        views = new WeakRef(known);
      }
      return (known[row] ??= packedView(pack, row, registry, known));
    },
    glanceAt: (row) => packedView(pack, row, registry),
    rowsWithin: ([west, south, east, north], into) => {
      places ??= placesOf(pack);
      places.search(west * step - 1, south * step - 1, east * step + 1, north * step + 1, (row) => {
        if (states[row] === rowStates.stands) into.push(row);
      });
    },
    looseRows: () => {
      places ??= placesOf(pack);
      return places.loose.filter((row) => states[row] === rowStates.stands);
    },
  };
}

/** So often the boxes are looked through one by one: a map that comes into view asks once, and is drawn before an index is. */
const searchesBeforeIndex = 2;

/** loose: rows with a place that is no run of whole steps, as one of more decimals: whoever asks reads where it is. */
function placesOf(pack: Pack) {
  const { rows, sides } = pack.boxes();
  const loose: number[] = [];
  for (let row = 0, at = 0; row < pack.records; row += 1) {
    if (rows[at] === row) at += 1;
    else if (hasPlace(pack, row)) loose.push(row);
  }
  let index: Flatbush | undefined;
  let searches = 0;
  const build = () => {
    const built = new Flatbush(rows.length);
    for (let at = 0; at < sides.length; at += 4) {
      built.add(sides[at] ?? 0, sides[at + 1] ?? 0, sides[at + 2] ?? 0, sides[at + 3] ?? 0);
    }
    built.finish();
    return built;
  };
  const scan = (west: number, south: number, east: number, north: number, found: (row: number) => void) => {
    for (let at = 0; at < rows.length; at += 1) {
      const side = 4 * at;
      const isOutside =
        (sides[side] as number) > east ||
        (sides[side + 2] as number) < west ||
        (sides[side + 1] as number) > north ||
        (sides[side + 3] as number) < south;
      if (!isOutside) found(rows[at] as number);
    }
  };
  return {
    loose,
    search: (west: number, south: number, east: number, north: number, found: (row: number) => void) => {
      searches += 1;
      if (searches <= searchesBeforeIndex || rows.length === 0) {
        scan(west, south, east, north, found);
        return;
      }
      index ??= build();
      index.search(west, south, east, north, (at) => {
        found(rows[at] as number);
        return false;
      });
    },
  };
}

const hasPlace = (pack: Pack, row: number) =>
  Object.values(pack.stateAt(row).body).some(
    (value) => typeof value === 'object' && value !== null && 'shape' in value,
  );
