import { type Bounds, type LonLat, polygonsOf, type Shape } from './shape.ts';

/**
 * The box around the corners of a shape. As in RFC 7946, 5.2, west is greater than east where the shape crosses the
 * antimeridian, and a side is taken to go the short way round.
 *
 * @throws RangeError when the shape has no position
 */
export function boundsOf(shape: Shape): Bounds {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  let reference: number | undefined;
  for (const ring of ringsOf(shape)) {
    let previous: number | undefined;
    for (const [rawLon, lat] of ring) {
      // Unrolled, so that the positions of one ring are continuous and the rings lie on the same turn of the globe.
      const lon = nearestTurn(rawLon, previous ?? reference ?? rawLon);
      previous = lon;
      reference ??= lon;
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  if (reference === undefined) throw new RangeError('A shape without positions has no bounds');
  if (east - west >= 360) return [-180, south, 180, north];
  return [wrapLon(west), south, wrapLon(east), north];
}

/** Whether a position lies in the box or on its edge. */
export function boundsContain(bounds: Bounds, [lon, lat]: LonLat): boolean {
  const [west, south, east, north] = bounds;
  if (lat < south || lat > north) return false;
  return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
}

/** Whether two boxes share at least a point; touching counts. */
export function boundsIntersect(a: Bounds, b: Bounds): boolean {
  if (a[1] > b[3] || b[1] > a[3]) return false;
  return spansOf(a).some(([west, east]) => spansOf(b).some(([w, e]) => west <= e && w <= east));
}

/** The longitude that is the same place as `lon` and at most 180° from `reference`. */
export function nearestTurn(lon: number, reference: number): number {
  if (lon - reference > 180) return lon - 360;
  if (lon - reference < -180) return lon + 360;
  return lon;
}

/** A longitude brought into −180…180, untouched if it lies there. */
export function wrapLon(lon: number): number {
  if (lon > 180) return lon - 360;
  if (lon < -180) return lon + 360;
  return lon;
}

function spansOf([west, , east]: Bounds): readonly (readonly [number, number])[] {
  if (west <= east) return [[west, east]];
  return [
    [west, 180],
    [-180, east],
  ];
}

function ringsOf(shape: Shape): readonly (readonly LonLat[])[] {
  return shape.type === 'Point' ? [[shape.coordinates]] : polygonsOf(shape).flat();
}
