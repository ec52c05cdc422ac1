import type { FramePlace } from './canvas-layer.ts';
import type { Look } from './record-look.ts';
import { spritePx } from './symbols.ts';

/** Tells what is hidden by what was drawn already. */
export interface Thinning {
  /**
   * Notes that a record of this look is drawn at x, y, unless its cell is full of that look.
   * @returns whether it is to be drawn
   */
  take(look: Look, x: number, y: number): boolean;
}

/**
 * At most so many records of a look in each cell. One look never hides another: an item that is there to be warned of is
 * left out only beside one that is drawn just the same. Cells lie on the ground and not on the screen, so that the same
 * records are drawn wherever the map is moved to.
 */
export function createThinning(
  { widthPx, heightPx, originX, originY }: FramePlace,
  cellPx: number,
  most: number,
): Thinning {
  // What stands half outside is drawn too; all that is further out falls into the cells along the edge.
  const beyond = Math.ceil(spritePx / cellPx) + 1;
  const firstColumn = Math.floor(originX / cellPx) - beyond;
  const firstRow = Math.floor(originY / cellPx) - beyond;
  const columns = Math.ceil(widthPx / cellPx) + 2 * beyond + 1;
  const rows = Math.ceil(heightPx / cellPx) + 2 * beyond + 1;
  const byLook: (Uint8Array | undefined)[] = [];
  const within = (cell: number, count: number) => Math.max(0, Math.min(count - 1, cell));
  return {
    take: ({ number }, x, y) => {
      const taken = (byLook[number] ??= new Uint8Array(columns * rows));
      const column = within(Math.floor((x + originX) / cellPx) - firstColumn, columns);
      const cell = within(Math.floor((y + originY) / cellPx) - firstRow, rows) * columns + column;
      const count = taken[cell] ?? 0;
      if (count >= most) return false;
      taken[cell] = count + 1;
      return true;
    },
  };
}
