import { boundsOf } from '#domain/geo/bounds.ts';
import type { Bounds } from '#domain/geo/shape.ts';
import { boxAround } from '../map/box-around.ts';
import type { FieldMap } from '../map/field-map-types.ts';
import type { HeldValue } from './held-question.ts';

/** Closer than for a record: two outlines of a day's work may differ by a metre. */
const maxZoom = 20;

/** Draws the places beside one another and goes to them; takes them off where there are none. */
export function showComparison(map: FieldMap, places: readonly HeldValue[]): void {
  map.setComparison(places.map(({ shape }) => shape));
  const around = boxAround(places.flatMap(({ shape }) => (shape ? [boundsOf(shape)] : [])));
  if (around) map.fitTo(withRoom(around), { maxZoom });
}

/** Room around for the letters, beside the map's buttons and credits. */
function withRoom([west, south, east, north]: Bounds): Bounds {
  const [lon, lat] = [(east - west) / 4, (north - south) / 4];
  return [west - lon, south - 1.5 * lat, east + lon, north + lat];
}

/** Changes when something else is to be drawn. */
export const comparisonKey = (places: readonly HeldValue[]): string =>
  places.map(({ hold, shape }) => `${hold?.id} ${JSON.stringify(shape)}`).join();
