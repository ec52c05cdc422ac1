import Flatbush from 'flatbush';
import type { Registry } from '#domain/kinds/registry.ts';
import type { Pack } from '#protocol/pack.ts';
import type { RecordView, WorldDegrees } from './phone.ts';
import { packedView } from './record-view.ts';

/** What has come of a row: another says something newer, it stands, or it stands under the phone's own changes. */
export const rowStates = { past: 0, stands: 1, covered: 2 } as const;

/** A pack in the model: which of its rows stand, their views as far as anybody asked, and where they are. */
export interface LoadedPack {
  readonly pack: Pack;
  /** By row, of `rowStates`. */
  readonly states: Uint8Array;
  viewAt(row: number): RecordView;
  /** Standing rows whose box touches the given one, and those whose box is not known without reading them. */
  within(box: WorldDegrees): readonly RecordView[];
}

const step = 1e7;

export function loadPack(pack: Pack, registry: Registry): LoadedPack {
  const states = new Uint8Array(pack.size);
  const views: (RecordView | undefined)[] = [];
  let places: ReturnType<typeof placesOf> | undefined;
  const viewAt = (row: number): RecordView => (views[row] ??= packedView(pack, row, registry));
  return {
    pack,
    states,
    viewAt,
    within: (box) => {
      places ??= placesOf(pack);
      const { index, rows, loose } = places;
      const [west, south, east, north] = box;
      const found: RecordView[] = [];
      for (const row of loose) if (states[row] === rowStates.stands) found.push(viewAt(row));
      if (!index) return found;
      // Asked one by one: nobody needs a list of row numbers.
      index.search(west * step - 1, south * step - 1, east * step + 1, north * step + 1, (at) => {
        const row = rows[at] as number;
        if (states[row] === rowStates.stands) found.push(viewAt(row));
        return false;
      });
      return found;
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
    const [west = 0, south = 0, east = 0, north = 0] = boxes.slice(at, at + 4);
    index.add(west, south, east, north);
  }
  index.finish();
  return { index, rows: Uint16Array.from(rows), loose };
}

const hasPlace = (pack: Pack, row: number) =>
  Object.values(pack.stateAt(row).body).some(
    (value) => typeof value === 'object' && value !== null && 'shape' in value,
  );
