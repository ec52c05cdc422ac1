import type { DrawnRecord } from './record-look.ts';

/**
 * Which of the records a touch means. The nearest point within reach; else the smallest land that lies under it; else the
 * nearest land within reach; a task's outline only where nothing else is meant, and then by its edge before its inside.
 *
 * @param x touch in shares of the world, as `reach`
 */
export function nearestAt(
  records: readonly DrawnRecord[],
  x: number,
  y: number,
  reach: number,
): DrawnRecord | undefined {
  let best: DrawnRecord | undefined;
  let bestRank: readonly [class_: number, distance: number] = [Infinity, Infinity];
  for (const record of records) {
    const rank = rankOf(record, x, y, reach);
    if (rank && (rank[0] < bestRank[0] || (rank[0] === bestRank[0] && rank[1] < bestRank[1]))) {
      best = record;
      bestRank = rank;
    }
  }
  return best;
}

function rankOf(
  record: DrawnRecord,
  x: number,
  y: number,
  reach: number,
): readonly [number, number] | undefined {
  const { rings, symbol } = record;
  if (rings === null) {
    const distance = Math.hypot(record.x - x, record.y - y);
    return distance <= reach ? [0, distance] : undefined;
  }
  const size = (record.maxX - record.minX) * (record.maxY - record.minY);
  const inside = isInside(rings, x, y);
  const distance = Math.min(...rings.map((ring) => distanceToRing(ring, x, y)));
  if (symbol.shape === 'outline') {
    if (distance <= reach) return [3, distance];
    return inside ? [4, size] : undefined;
  }
  if (inside) return [1, size];
  return distance <= reach ? [2, distance] : undefined;
}

/** Even-odd over all rings, so that a hole is outside. */
function isInside(rings: readonly Float64Array[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    const n = ring.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const [xi = 0, yi = 0, xj = 0, yj = 0] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
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
    const [ax = 0, ay = 0, bx = 0, by = 0] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
    const lengthSquared = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = lengthSquared === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / lengthSquared;
    const share = Math.max(0, Math.min(1, along));
    nearest = Math.min(nearest, Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y));
  }
  return nearest;
}
