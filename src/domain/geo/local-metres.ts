import type { LonLat } from './shape.ts';

const semiMajorM = 6_378_137;
const eccentricity2 = 0.006_694_379_990_14;
const radians = Math.PI / 180;

/** Metres east and north of an origin. */
export interface Metres {
  readonly x: number;
  readonly y: number;
}

/** A plane that touches WGS 84 at an origin: right to 1 mm within some 300 m of it, to 1 % within 50 km. */
export interface LocalPlane {
  toMetres(at: LonLat): Metres;
  toLonLat(at: Metres): LonLat;
}

/** Longitudes are taken the short way, so that the plane may lie over the antimeridian. */
export function localPlane(origin: LonLat): LocalPlane {
  const [lon0, lat0] = origin;
  const w2 = 1 - eccentricity2 * Math.sin(lat0 * radians) ** 2;
  // Radii of curvature along the meridian and across it.
  const northM = ((semiMajorM * (1 - eccentricity2)) / w2 ** 1.5) * radians;
  const eastM = (semiMajorM / Math.sqrt(w2)) * Math.cos(lat0 * radians) * radians;
  return {
    toMetres: ([lon, lat]) => ({ x: (((lon - lon0 + 540) % 360) - 180) * eastM, y: (lat - lat0) * northM }),
    toLonLat: ({ x, y }) => [lon0 + x / eastM, lat0 + y / northM],
  };
}

/** Where on the stretch from `a` to `b` the point nearest to `p` lies, and how far off `p` is. */
export function nearestOnStretch(
  p: Metres,
  a: Metres,
  b: Metres,
): { readonly at: Metres; readonly offM: number } {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2));
  const at = { x: a.x + share * dx, y: a.y + share * dy };
  return { at, offM: Math.hypot(p.x - at.x, p.y - at.y) };
}
