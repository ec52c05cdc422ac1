import type { LonLat } from './shape.ts';
import { distanceAndAzimuth, wgs84 } from './wgs84.ts';

/** Where one position lies from another. The bearing is from true north, clockwise, 0 ≤ bearingDeg < 360. */
export interface Course {
  readonly distanceM: number;
  readonly bearingDeg: number;
}

/** Shortest way from `a` to `b` on WGS 84, with the bearing on leaving `a`. */
export function inverse(a: LonLat, b: LonLat): Course {
  const { s12 = 0, azi1 = 0 } = wgs84.Inverse(a[1], a[0], b[1], b[0], distanceAndAzimuth);
  if (s12 === 0) return { distanceM: 0, bearingDeg: 0 };
  // Adding 360 to a tiny negative azimuth rounds to 360 itself: the second remainder makes that 0.
  return { distanceM: s12, bearingDeg: ((azi1 % 360) + 360) % 360 };
}

/** The position reached from `from` after `distanceM` metres on the geodesic that leaves at true bearing `bearingDeg`. */
export function destination(from: LonLat, bearingDeg: number, distanceM: number): LonLat {
  const { lon2 = from[0], lat2 = from[1] } = wgs84.Direct(from[1], from[0], bearingDeg, distanceM);
  return [lon2, lat2];
}
