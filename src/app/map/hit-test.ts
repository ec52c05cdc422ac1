import { around, createSeen, idOf, ringsOf, type Seen, type SeenRecords, type WorldBox } from './seen.ts';

/** What a touch may mean, the first of them before all others. */
const ranks = {
  point: 0,
  landUnder: 1,
  landBeside: 2,
  outlineEdge: 3,
  outlineAround: 4,
  nothing: 5,
} as const;

/**
 * Which of the records a touch means. The nearest point within reach; else the smallest land that lies under it; else the
 * nearest land within reach; a task's outline only where nothing else is meant, and then by its edge before its inside.
 * Corners are looked at only where the box leaves a chance: under a finger there may be tens of thousands.
 *
 * @param x touch in shares of the world, as `reach`
 * @returns its id
 */
export function nearestAt(
  near: (box: WorldBox) => Iterable<SeenRecords>,
  x: number,
  y: number,
  reach: number,
): string | undefined {
  // Where there is a crowd the nearest item is very near, and nothing further away is asked.
  const close = bestOf(near(around(x, y, reach / 4)), x, y, reach / 4);
  const best = close.rank === ranks.point ? close : bestOf(near(around(x, y, reach)), x, y, reach);
  return best.rank === ranks.nothing ? undefined : idOf(best);
}

function bestOf(found: Iterable<SeenRecords>, x: number, y: number, reach: number): Best {
  const seen = createSeen();
  const best: Best = { rank: ranks.nothing, distance: Infinity, of: seen.of, row: 0 };
  for (const records of found) {
    for (let at = 0; at < records.count; at += 1) {
      if (!records.read(at, seen)) continue;
      if (seen.look.layer === 'point') {
        const distance = Math.hypot(seen.minX - x, seen.minY - y);
        if (distance <= reach) keepBetter(best, seen, ranks.point, distance);
      } else if (canBeBetter(best, seen, x, y)) rankLand(best, seen, x, y, reach);
    }
  }
  return best;
}

interface Best extends Pick<Seen, 'of' | 'row'> {
  rank: number;
  /** Of land under the touch its size, of all others how far away they are. */
  distance: number;
}

function keepBetter(best: Best, seen: Seen, rank: number, distance: number): void {
  if (rank > best.rank || (rank === best.rank && distance >= best.distance)) return;
  best.rank = rank;
  best.distance = distance;
  best.of = seen.of;
  best.row = seen.row;
}

/** By the box alone. */
function canBeBetter({ rank, distance }: Best, seen: Seen, x: number, y: number): boolean {
  const isOver = seen.minX <= x && seen.maxX >= x && seen.minY <= y && seen.maxY >= y;
  if (seen.look.layer === 'outline') return rank > ranks.landBeside;
  if (rank === ranks.landUnder) return isOver && sizeOf(seen) < distance;
  if (rank === ranks.landBeside) return isOver || boxDistance(seen, x, y) < distance;
  return rank > ranks.point;
}

function rankLand(best: Best, seen: Seen, x: number, y: number, reach: number): void {
  const rings = ringsOf(seen);
  const isUnder = isInside(rings, x, y);
  const distance = Math.min(...rings.map((ring) => distanceToRing(ring, x, y)));
  if (seen.look.layer === 'outline') {
    if (distance <= reach) keepBetter(best, seen, ranks.outlineEdge, distance);
    else if (isUnder) keepBetter(best, seen, ranks.outlineAround, sizeOf(seen));
  } else if (isUnder) keepBetter(best, seen, ranks.landUnder, sizeOf(seen));
  else if (distance <= reach) keepBetter(best, seen, ranks.landBeside, distance);
}

const sizeOf = ({ minX, minY, maxX, maxY }: Seen) => (maxX - minX) * (maxY - minY);

const boxDistance = ({ minX, minY, maxX, maxY }: Seen, x: number, y: number) =>
  Math.hypot(Math.max(minX - x, 0, x - maxX), Math.max(minY - y, 0, y - maxY));

/** Even-odd over all rings, so that a hole is outside. */
function isInside(rings: readonly Float64Array[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    const n = ring.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const xi = ring[i] as number;
      const yi = ring[i + 1] as number;
      const xj = ring[j] as number;
      const yj = ring[j + 1] as number;
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

/** From a position to the nearest side of a closed ring. */
function distanceToRing(ring: Float64Array, x: number, y: number): number {
  let nearest = Infinity;
  const n = ring.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const ax = ring[j] as number;
    const ay = ring[j + 1] as number;
    const bx = ring[i] as number;
    const by = ring[i + 1] as number;
    const lengthSquared = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = lengthSquared === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / lengthSquared;
    const share = Math.max(0, Math.min(1, along));
    nearest = Math.min(nearest, Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y));
  }
  return nearest;
}
