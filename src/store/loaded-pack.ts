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
      const { index, rows } = places;
      // Asked one by one: nobody needs a list of row numbers.
      index?.search(west * step - 1, south * step - 1, east * step + 1, north * step + 1, (at) => {
        const row = rows[at] as number;
        if (states[row] === rowStates.stands) into.push(row);
        return false;
      });
    },
    looseRows: () => {
      places ??= placesOf(pack);
      return places.loose.filter((row) => states[row] === rowStates.stands);
    },
  };
}

/**
 * Boxes in steps of 1e-7°; a ring that goes over the antimeridian is unrolled from its first vertex.
 * loose: rows with a place that is no run of whole steps, as one of more decimals: whoever asks reads where it is.
 */
function placesOf(pack: Pack) {
  const rows: number[] = [];
  const loose: number[] = [];
  const boxes: number[] = [];
  for (let row = 0; row < pack.records; row += 1) {
    const run = pack.outlineAt(row)?.run;
    if (run === undefined || run.length === 0) {
      if (hasPlace(pack, row)) loose.push(row);
      continue;
    }
    const first = run[0] as number;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < run.length; at += 2) {
      let lon = run[at] as number;
      if (lon - first > 180 * step) lon -= 360 * step;
      else if (lon - first < -180 * step) lon += 360 * step;
      const lat = run[at + 1] as number;
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
    rows.push(row);
    boxes.push(west, south, east, north);
  }
  if (rows.length === 0) return { index: undefined, rows: new Uint16Array(), loose };
  const index = new Flatbush(rows.length);
  for (let at = 0; at < boxes.length; at += 4) {
    index.add(boxes[at] ?? 0, boxes[at + 1] ?? 0, boxes[at + 2] ?? 0, boxes[at + 3] ?? 0);
  }
  index.finish();
  return { index, rows: Uint16Array.from(rows), loose };
}

const hasPlace = (pack: Pack, row: number) =>
  Object.values(pack.stateAt(row).body).some(
    (value) => typeof value === 'object' && value !== null && 'shape' in value,
  );
