import { nearestTurn, wrapLon } from './bounds.ts';
import { type Course, inverse } from './distance.ts';
import { contains } from './same-shape.ts';
import { type LonLat, polygonsOf, type Shape } from './shape.ts';

/** First eccentricity squared of WGS 84. */
const e2 = 0.00669437999014;

/**
 * The way from a position to the nearest part of a shape: 0 m within a polygon, and to its edge otherwise. Sides are
 * straight in longitude and latitude, which over the few hundred metres that matter is the geodesic.
 *
 * @returns null when the shape has no position
 */
export function courseTo(shape: Shape, from: LonLat): Course | null {
  if (shape.type === 'Point') return inverse(from, shape.coordinates);
  if (contains(shape, from)) return { distanceM: 0, bearingDeg: 0 };
  let nearest: LonLat | undefined;
  let least = Infinity;
  for (const ring of polygonsOf(shape).flat()) {
    for (const [i, corner] of ring.entries()) {
      const [x, y, squared] = nearestOnSide(from, ring[i - 1] ?? corner, corner);
      if (squared >= least) continue;
      least = squared;
      nearest = [wrapLon(x), y];
    }
  }
  return nearest ? inverse(from, nearest) : null;
}

/** The nearest position of a side, and how far it is in squared degrees of latitude. */
function nearestOnSide(
  from: LonLat,
  a: LonLat,
  b: LonLat,
): readonly [lon: number, lat: number, squared: number] {
  const [lon, lat] = from;
  const aLon = nearestTurn(a[0], lon);
  const bLon = nearestTurn(b[0], aLon);
  const sin = Math.sin((lat * Math.PI) / 180);
  // A degree of longitude in degrees of latitude.
  const scale = (Math.cos((lat * Math.PI) / 180) * (1 - e2 * sin * sin)) / (1 - e2);
  const [ax, ay] = [(aLon - lon) * scale, a[1] - lat];
  const [dx, dy] = [(bLon - aLon) * scale, b[1] - a[1]];
  const length2 = dx * dx + dy * dy;
  const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2));
  const [x, y] = [ax + share * dx, ay + share * dy];
  return [aLon + share * (bLon - aLon), a[1] + share * (b[1] - a[1]), x * x + y * y];
}
