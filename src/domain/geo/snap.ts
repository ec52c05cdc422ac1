import type { LonLat, Ring } from './shape.ts';

/** Metres of a degree of latitude: near enough for a few metres of reach. */
const metresPerDegree = 111_320;

/**
 * Where a finger means that comes near a line: a corner within reach, the nearest first; else the nearest point of a side.
 * @param rings closed or not
 * @param reachM how near is near enough
 * @returns null where nothing is within reach
 */
export function snapTo([lon, lat]: LonLat, rings: readonly Ring[], reachM: number): LonLat | null {
  const northM = metresPerDegree;
  const eastM = metresPerDegree * Math.cos((lat * Math.PI) / 180);
  let corner: LonLat | null = null;
  let cornerM = reachM;
  let side: LonLat | null = null;
  let sideM = reachM;
  for (const ring of rings) {
    let [beforeX, beforeY] = [Number.NaN, Number.NaN];
    for (const at of ring) {
      const x = (at[0] - lon) * eastM;
      const y = (at[1] - lat) * northM;
      const distanceM = Math.hypot(x, y);
      if (distanceM <= cornerM) [corner, cornerM] = [at, distanceM];
      const [dx, dy] = [x - beforeX, y - beforeY];
      const lengthM2 = dx * dx + dy * dy;
      // The share of the side at which it passes nearest; no number before the first corner, and where a corner repeats.
      const share = -(beforeX * dx + beforeY * dy) / lengthM2;
      if (share > 0 && share < 1) {
        const [nearX, nearY] = [beforeX + share * dx, beforeY + share * dy];
        const awayM = Math.hypot(nearX, nearY);
        if (awayM <= sideM) [side, sideM] = [[lon + nearX / eastM, lat + nearY / northM], awayM];
      }
      [beforeX, beforeY] = [x, y];
    }
  }
  return corner ?? side;
}
