import * as v from 'valibot';
import { polygonSchema } from '#domain/fields/place.ts';
import { boundsOf } from '#domain/geo/bounds.ts';
import type { ReadModel, RecordView, WorldDegrees } from './phone.ts';
import { idOf } from './record-view.ts';

/** These records, and those whose land may lie under theirs: all that their own figures depend on. @returns ids, each once */
export function withLandUnder(
  ids: Iterable<string>,
  get: ReadModel['get'],
  within: ReadModel['within'],
): ReadonlySet<string> {
  const all = new Set<string>();
  for (const id of ids) {
    all.add(id);
    const view = get(id);
    for (const box of view ? boxesOf(view) : []) {
      for (const other of within(box)) if (other.kind?.land) all.add(idOf(other));
    }
  }
  return all;
}

/** Near the antimeridian a neighbour's box may lie a turn of the globe further. */
const nearEdgeDeg = 170;

/** Around the land that the record claims; none where there is none that can be read. */
function boxesOf({ kind, values }: RecordView): readonly WorldDegrees[] {
  if (!kind?.land) return [];
  return Object.entries(kind.fields).flatMap(([name, { type }]) => {
    const place = values[name];
    if (type !== 'polygon' || !v.is(polygonSchema, place)) return [];
    const [west, south, end, north] = boundsOf(place.shape);
    const east = end < west ? end + 360 : end;
    const turns = Math.max(Math.abs(west), Math.abs(east)) < nearEdgeDeg ? [0] : [-360, 0, 360];
    return turns.map((turn) => [west + turn, south, east + turn, north] as const);
  });
}
