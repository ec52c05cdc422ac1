import { nearestTurn } from './bounds.ts';
import type { LonLat, Ring } from './shape.ts';

interface Side {
  readonly index: number;
  readonly from: LonLat;
  readonly to: LonLat;
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
}

/** Two sides that meet where they should not, counted from 0 at the first corner. */
export interface Crossing {
  readonly sides: readonly [number, number];
}

/**
 * Two sides of a ring that cross or touch other than in the corner between them; null for a ring whose
 * geodesic area is the land it encloses. Sides are straight in longitude and latitude. Repeated points are passed over.
 */
export function crossingOf(ring: Ring): Crossing | null {
  const sides = sidesOf(ring);
  const [first] = sides;
  const last = sides.at(-1);
  const byWest = [...sides].sort((a, b) => a.minX - b.minX);
  for (let i = 0; i < byWest.length; i++) {
    const a = byWest[i] as Side;
    for (let j = i + 1; j < byWest.length; j++) {
      const b = byWest[j] as Side;
      if (b.minX > a.maxX) break;
      if (b.minY > a.maxY || b.maxY < a.minY) continue;
      const [early, late] = a.index < b.index ? [a, b] : [b, a];
      const follows = late.from === early.to || (early === first && late === last && late.to === early.from);
      if (follows ? foldsBack(early, late) : meet(early, late)) return { sides: [early.index, late.index] };
    }
  }
  return null;
}

/** Sides between distinct neighbours; the longitudes run on across the antimeridian. */
function sidesOf(ring: Ring): readonly Side[] {
  const corners: { index: number; at: LonLat }[] = [];
  ring.forEach(([rawLon, lat], index) => {
    const before = corners.at(-1);
    const lon = before ? nearestTurn(rawLon, before.at[0]) : rawLon;
    if (before?.at[0] === lon && before.at[1] === lat) return;
    corners.push({ index, at: [lon, lat] });
  });
  const first = corners[0];
  const last = corners.at(-1);
  if (first === undefined || last === undefined || corners.length < 2) return [];
  // A closed ring ends in the very corner it began with.
  if (first.at[0] === last.at[0] && first.at[1] === last.at[1]) corners.pop();
  return corners.map(({ index, at }, i) => {
    const to = (corners[i + 1] ?? first).at;
    return {
      index,
      from: at,
      to,
      minX: Math.min(at[0], to[0]),
      maxX: Math.max(at[0], to[0]),
      minY: Math.min(at[1], to[1]),
      maxY: Math.max(at[1], to[1]),
    };
  });
}

/** Twice the signed area of the triangle: on which side of a→b the position lies. */
function turn(a: LonLat, b: LonLat, c: LonLat): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

const isBetween = (a: LonLat, b: LonLat, c: LonLat) =>
  Math.min(a[0], b[0]) <= c[0] &&
  c[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= c[1] &&
  c[1] <= Math.max(a[1], b[1]);

/** Whether two straight sides have a point in common. */
export function meet(p: Pick<Side, 'from' | 'to'>, q: Pick<Side, 'from' | 'to'>): boolean {
  const a = turn(p.from, p.to, q.from);
  const b = turn(p.from, p.to, q.to);
  const c = turn(q.from, q.to, p.from);
  const d = turn(q.from, q.to, p.to);
  if (a * b < 0 && c * d < 0) return true;
  return (
    (a === 0 && isBetween(p.from, p.to, q.from)) ||
    (b === 0 && isBetween(p.from, p.to, q.to)) ||
    (c === 0 && isBetween(q.from, q.to, p.from)) ||
    (d === 0 && isBetween(q.from, q.to, p.to))
  );
}

/** Whether neighbouring sides run over each other: a spike that encloses nothing. */
function foldsBack(early: Side, late: Side): boolean {
  const joint = late.from === early.to ? early.to : early.from;
  const [a, b] = late.from === early.to ? [early.from, late.to] : [early.to, late.from];
  if (turn(a, joint, b) !== 0) return false;
  return (a[0] - joint[0]) * (b[0] - joint[0]) + (a[1] - joint[1]) * (b[1] - joint[1]) > 0;
}
