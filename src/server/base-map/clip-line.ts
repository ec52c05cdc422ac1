import type { Bounds, LonLat } from '#domain/geo/shape.ts';

/**
 * The parts of a line inside a box, in the line's order. A line that only touches the box gives nothing.
 * @param line positions in degrees
 * @returns lines of at least two positions. Source: Liang & Barsky 1984, segment by segment.
 */
export function clipLine(line: readonly LonLat[], bounds: Bounds): LonLat[][] {
  const parts: LonLat[][] = [];
  let part: LonLat[] = [];
  for (let i = 1; i < line.length; i++) {
    const from = line[i - 1] as LonLat;
    const to = line[i] as LonLat;
    const inside = clipSegment(from, to, bounds);
    if (inside === undefined) continue;
    const [enter, leave] = inside;
    const start = part.at(-1);
    if (start === undefined || enter > 0) {
      if (part.length > 1) parts.push(part);
      part = [along(from, to, enter)];
    }
    part.push(along(from, to, leave));
    if (leave < 1) {
      parts.push(part);
      part = [];
    }
  }
  if (part.length > 1) parts.push(part);
  return parts;
}

/** Where a segment enters and leaves the box, as shares of its length; undefined when no stretch of it is inside. */
function clipSegment(from: LonLat, to: LonLat, bounds: Bounds): readonly [number, number] | undefined {
  let enter = 0;
  let leave = 1;
  for (const axis of [0, 1] as const) {
    const step = to[axis] - from[axis];
    const low = bounds[axis] - from[axis];
    const high = bounds[axis === 0 ? 2 : 3] - from[axis];
    if (step === 0) {
      if (low > 0 || high < 0) return undefined;
      continue;
    }
    enter = Math.max(enter, Math.min(low / step, high / step));
    leave = Math.min(leave, Math.max(low / step, high / step));
  }
  return enter < leave ? [enter, leave] : undefined;
}

function along(from: LonLat, to: LonLat, share: number): LonLat {
  if (share === 0) return from;
  if (share === 1) return to;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}
