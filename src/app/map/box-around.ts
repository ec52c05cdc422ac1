import type { Bounds } from '#domain/geo/shape.ts';

/** The box around boxes; undefined for none. */
export function boxAround(boxes: readonly Bounds[]): Bounds | undefined {
  const [first, ...others] = boxes;
  if (!first) return undefined;
  let [west, south, east, north] = first;
  for (const [w, s, e, n] of others) {
    west = Math.min(west, w);
    south = Math.min(south, s);
    east = Math.max(east, e);
    north = Math.max(north, n);
  }
  return [west, south, east, north];
}
