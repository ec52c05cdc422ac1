import type { FramePlace } from './canvas-layer.ts';
import { spritePx } from './symbols.ts';

/** Keeps symbols apart: who comes first has the room. */
export interface SymbolRoom<T> {
  /** @returns what has the room at x, y; undefined where the given one has it from now on */
  take(x: number, y: number, item: T): T | undefined;
}

/** The ground is divided so finely: many more ask for room than get it, and are answered by one look. */
const cellPx = 2;

/** @param apartPx between the middles of two symbols, give or take a cell */
export function createSymbolRoom<T>(
  { widthPx, heightPx, originX, originY }: FramePlace,
  apartPx: number,
): SymbolRoom<T> {
  const reach = Math.ceil(apartPx / cellPx);
  const beyond = Math.ceil(spritePx / cellPx) + reach;
  // On the ground, as all thinning is.
  const firstColumn = Math.floor(originX / cellPx) - beyond;
  const firstRow = Math.floor(originY / cellPx) - beyond;
  const columns = Math.ceil(widthPx / cellPx) + 2 * beyond + 1;
  const rows = Math.ceil(heightPx / cellPx) + 2 * beyond + 1;
  /** One more than the number of what has the room. */
  const holders = new Uint32Array(columns * rows);
  const items: T[] = [];
  const within = (at: number, count: number) => Math.max(reach, Math.min(count - 1 - reach, at));
  return {
    take: (x, y, item) => {
      const column = within(Math.floor((x + originX) / cellPx) - firstColumn, columns);
      const row = within(Math.floor((y + originY) / cellPx) - firstRow, rows);
      const holder = holders[row * columns + column] ?? 0;
      if (holder > 0) return items[holder - 1];
      items.push(item);
      for (let r = -reach; r <= reach; r += 1) {
        for (let c = -reach; c <= reach; c += 1) {
          const cell = (row + r) * columns + column + c;
          if ((r * r + c * c) * cellPx * cellPx < apartPx * apartPx && holders[cell] === 0)
            holders[cell] = items.length;
        }
      }
      return undefined;
    },
  };
}
