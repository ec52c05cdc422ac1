import type { LonLat } from '#domain/geo/shape.ts';

/**
 * A line with fewer positions that is nowhere further than the tolerance from the given one; its ends stay.
 * Source: Douglas & Peucker 1973.
 */
export function simplifyLine(line: readonly LonLat[], toleranceDeg: number): LonLat[] {
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const stretches: [number, number][] = [[0, line.length - 1]];
  for (let stretch = stretches.pop(); stretch !== undefined; stretch = stretches.pop()) {
    const [first, last] = stretch;
    let furthest = -1;
    let furthestDeg = toleranceDeg;
    for (let i = first + 1; i < last; i++) {
      const distance = distanceDeg(line[i] as LonLat, line[first] as LonLat, line[last] as LonLat);
      if (distance <= furthestDeg) continue;
      furthest = i;
      furthestDeg = distance;
    }
    if (furthest === -1) continue;
    keep[furthest] = 1;
    stretches.push([first, furthest], [furthest, last]);
  }
  return line.filter((_, i) => keep[i] === 1);
}

/** Planar distance of a position from a segment. */
function distanceDeg(position: LonLat, from: LonLat, to: LonLat): number {
  const [stepX, stepY] = [to[0] - from[0], to[1] - from[1]];
  const lengthSquared = stepX * stepX + stepY * stepY;
  const dot = (position[0] - from[0]) * stepX + (position[1] - from[1]) * stepY;
  const share = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, dot / lengthSquared));
  return Math.hypot(position[0] - from[0] - share * stepX, position[1] - from[1] - share * stepY);
}
