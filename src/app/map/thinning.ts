import type { FramePlace } from './canvas-layer.ts';
import type { Look } from './record-look.ts';
import { spritePx } from './symbols.ts';

/**
 * The cell of a frame that a place on it is in. Cells lie on the ground and not on the screen, so that the same records are
 * drawn wherever the map is moved to.
 */
function createCells({ widthPx, heightPx, originX, originY }: FramePlace, cellPx: number) {
  // What stands half outside is drawn too; all that is further out falls into the cells along the edge.
  const beyond = Math.ceil(spritePx / cellPx) + 1;
  const firstColumn = Math.floor(originX / cellPx) - beyond;
  const firstRow = Math.floor(originY / cellPx) - beyond;
  const columns = Math.ceil(widthPx / cellPx) + 2 * beyond + 1;
  const rows = Math.ceil(heightPx / cellPx) + 2 * beyond + 1;
  const within = (cell: number, count: number) => Math.max(0, Math.min(count - 1, cell));
  return {
    count: columns * rows,
    at: (x: number, y: number) =>
      within(Math.floor((y + originY) / cellPx) - firstRow, rows) * columns +
      within(Math.floor((x + originX) / cellPx) - firstColumn, columns),
  };
}

/** Tells what is hidden by what was drawn already. One group never hides another. */
export interface Thinning {
  /**
   * Notes that a record of this group, a small number, is drawn at x, y, unless its cell is full of that group.
   * @returns whether it is to be drawn
   */
  take(group: number, x: number, y: number): boolean;
}

/** @param most records of a group in each cell, up to 255 */
export function createThinning(frame: FramePlace, cellPx: number, most: number): Thinning {
  const cells = createCells(frame, cellPx);
  const byGroup: (Uint8Array | undefined)[] = [];
  return {
    take: (group, x, y) => {
      const taken = (byGroup[group] ??= new Uint8Array(cells.count));
      const cell = cells.at(x, y);
      const count = taken[cell] ?? 0;
      if (count >= most) return false;
      taken[cell] = count + 1;
      return true;
    },
  };
}

/** One record of a look in each cell, which stands for the others. */
export interface StandIns {
  /** @returns what stands for records of this look there; undefined where this one does from now on */
  take(look: Look, x: number, y: number, number: number): number | undefined;
}

export function createStandIns(frame: FramePlace, cellPx: number): StandIns {
  const cells = createCells(frame, cellPx);
  /** One more than the number. */
  const byLook: (Uint32Array | undefined)[] = [];
  return {
    take: (look, x, y, number) => {
      const taken = (byLook[look.number] ??= new Uint32Array(cells.count));
      const cell = cells.at(x, y);
      const standIn = taken[cell] ?? 0;
      if (standIn > 0) return standIn - 1;
      taken[cell] = number + 1;
      return undefined;
    },
  };
}
