import type { Frame } from './canvas-layer.ts';

interface LabelStyle {
  readonly font: string;
  readonly fill: string;
  readonly halo: string;
  readonly align?: CanvasTextAlign;
}

/** Writes labels that do not cover one another: who comes first has the room. */
export interface LabelWriter {
  /** @returns whether there was room */
  write(text: string, x: number, y: number, style: LabelStyle): boolean;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const lineHeightPx = 16;
const cellPx = 128;

export function createLabelWriter({ context, widthPx, heightPx }: Frame): LabelWriter {
  // Boxes by coarse cell: a label is compared with its neighbours only.
  const taken = new Map<string, Box[]>();
  const cellsOf = ({ left, top, right, bottom }: Box) => {
    const cells: string[] = [];
    for (let cx = Math.floor(left / cellPx); cx <= Math.floor(right / cellPx); cx++)
      for (let cy = Math.floor(top / cellPx); cy <= Math.floor(bottom / cellPx); cy++)
        cells.push(`${cx}/${cy}`);
    return cells;
  };
  return {
    write(text, x, y, { font, fill, halo, align = 'center' }) {
      if (x < 0 || y < 0 || x > widthPx || y > heightPx) return false;
      context.font = font;
      const width = context.measureText(text).width;
      const left = align === 'center' ? x - width / 2 : align === 'right' ? x - width : x;
      const box = { left, top: y - lineHeightPx / 2, right: left + width, bottom: y + lineHeightPx / 2 };
      const cells = cellsOf(box);
      if (cells.some((cell) => taken.get(cell)?.some((other) => overlap(box, other)))) return false;
      for (const cell of cells) taken.set(cell, [...(taken.get(cell) ?? []), box]);
      context.textAlign = 'left';
      context.textBaseline = 'middle';
      context.lineJoin = 'round';
      context.lineWidth = 3;
      context.strokeStyle = halo;
      context.strokeText(text, left, y);
      context.fillStyle = fill;
      context.fillText(text, left, y);
      return true;
    },
  };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom && b.top < a.bottom;
}
