import type { FramePlace } from './canvas-layer.ts';
import { spritePx } from './symbols.ts';

/** Keeps symbols apart: who comes first has the room. */
export interface SymbolRoom<T> {
  /** @returns what has the room at x, y; undefined where the given one has it from now on */
  take(x: number, y: number, item: T): T | undefined;
}

/** @param apartPx between the middles of two symbols */
export function createSymbolRoom<T>({ widthPx, heightPx }: FramePlace, apartPx: number): SymbolRoom<T> {
  // Two in one cell would be too near, so that each cell has one place; neighbours reach two cells far.
  const cellPx = apartPx / Math.SQRT2;
  const beyond = Math.ceil(spritePx / cellPx) + 2;
  const columns = Math.ceil(widthPx / cellPx) + 2 * beyond + 1;
  const rows = Math.ceil(heightPx / cellPx) + 2 * beyond + 1;
  const places = new Float32Array(2 * columns * rows).fill(Number.NaN);
  const items = new Map<number, T>();
  const within = (at: number, count: number) => Math.max(2, Math.min(count - 3, at));
  return {
    take: (x, y, item) => {
      const column = within(Math.floor(x / cellPx) + beyond, columns);
      const row = within(Math.floor(y / cellPx) + beyond, rows);
      for (let r = row - 2; r <= row + 2; r += 1) {
        for (let c = column - 2; c <= column + 2; c += 1) {
          const cell = r * columns + c;
          const dx = (places[2 * cell] as number) - x;
          const dy = (places[2 * cell + 1] as number) - y;
          if (dx * dx + dy * dy < apartPx * apartPx) return items.get(cell);
        }
      }
      const cell = row * columns + column;
      places[2 * cell] = x;
      places[2 * cell + 1] = y;
      items.set(cell, item);
      return undefined;
    },
  };
}
