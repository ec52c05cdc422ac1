import geographic from 'geographiclib-geodesic';
import { nearestTurn, wrapLon } from './bounds.ts';
import { type LonLat, type Polygonal, polygonsOf, type Ring } from './shape.ts';
import { wgs84 } from './wgs84.ts';

/**
 * Longitude between points put in on a side. A geodesic bulges from the straight line in longitude and latitude by
 * Δλ² sin φ cos φ / 8, at most 0.03 mm over this step, which is less than the grid on which polygons are clipped.
 */
const stepDeg = 0.0005;

/** Bounds the work for absurd shapes; reached by sides of about 8 km, and one over 5 km is flagged as it is. */
const maxSteps = 200;

const position = geographic.Geodesic.LATITUDE | geographic.Geodesic.LONGITUDE;

/**
 * The same shape with points put in on its longer sides, so that straight lines between them follow the geodesics
 * that areas are measured by. Without this, clipping a 200 m record would misplace up to 0.1 m² of it, and net areas
 * would add up to the union to 1e-5 only.
 */
export function followGeodesics(shape: Polygonal): Polygonal {
  const polygons = polygonsOf(shape).map((rings) => rings.map(followRing));
  return { type: 'MultiPolygon', coordinates: polygons };
}

/** How far, in degrees of latitude, a side of `widthDeg` degrees of longitude may reach beyond its two corners. */
export function bulgeDeg(widthDeg: number): number {
  return (widthDeg * widthDeg * (Math.PI / 180)) / 16;
}

function followRing(ring: Ring): Ring {
  const result: LonLat[] = [];
  ring.forEach((corner, i) => {
    result.push(corner);
    const next = ring[i + 1];
    if (next !== undefined) result.push(...pointsBetween(corner, next));
  });
  return result;
}

function pointsBetween(a: LonLat, b: LonLat): LonLat[] {
  const widthDeg = Math.abs(nearestTurn(b[0], a[0]) - a[0]);
  const steps = Math.min(Math.ceil(widthDeg / stepDeg), maxSteps);
  if (steps < 2) return [];
  // Two records that share a side run along it in opposite ways and must get the very same points.
  const forward = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
  const [from, to] = forward ? [a, b] : [b, a];
  const line = wgs84.InverseLine(from[1], from[0], to[1], to[0]);
  const points: LonLat[] = [];
  for (let i = 1; i < steps; i++) {
    const { lon2 = 0, lat2 = 0 } = line.Position((line.s13 * i) / steps, position);
    points.push([wrapLon(lon2), lat2]);
  }
  return forward ? points : points.reverse();
}
