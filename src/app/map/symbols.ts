import type { MapSymbol } from '#domain/kinds/declaration.ts';
import type { Colours } from './colours.ts';
import type { Standing } from './record-look.ts';

/** Side of a symbol's picture with room for its mark, in CSS pixels. */
export const spritePx = 30;

/** A symbol that stands for several has a second one behind it, so far below and beside. */
export const severalPx = 3;

/** Ready pictures of the symbols, made when first asked for. Drawing a picture is far quicker than its path. */
export interface SymbolPictures {
  pictureOf(symbol: MapSymbol, standing: Standing): HTMLCanvasElement;
  /** The fill of land by its product: lines that differ, and not by their colour alone. */
  fillOf(symbol: MapSymbol): HTMLCanvasElement;
}

export function createSymbolPictures(colours: Colours, density: number): SymbolPictures {
  const pictures = new Map<string, HTMLCanvasElement>();
  const make = (key: string, sidePx: number, draw: (context: CanvasRenderingContext2D) => void) => {
    const known = pictures.get(key);
    if (known) return known;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.round(sidePx * density);
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(density, density);
      draw(context);
    }
    pictures.set(key, canvas);
    return canvas;
  };
  return {
    pictureOf: (symbol, standing) =>
      make(`${symbol.shape}/${symbol.colour}/${standing}`, spritePx, (context) => {
        drawSymbol(context, symbol, standing, colours);
      }),
    fillOf: (symbol) =>
      make(`fill/${symbol.colour}`, hatchPx, (context) => {
        drawHatch(context, symbol.colour, colours);
      }),
  };
}

/** The symbol in the middle of a picture of `spritePx`, with the mark of its standing at the upper end. */
export function drawSymbol(
  context: CanvasRenderingContext2D,
  { shape, colour }: MapSymbol,
  standing: Standing,
  colours: Colours,
): void {
  const middle = spritePx / 2;
  context.save();
  context.translate(middle, middle);
  context.lineJoin = 'round';
  context.beginPath();
  tracePath(context, shape);
  const hollow = standing === 'unsent';
  context.lineWidth = hollow ? 6 : 5;
  context.strokeStyle = colours.card;
  context.stroke();
  context.fillStyle = hollow ? colours.card : colours[colour];
  context.fill();
  context.lineWidth = 2.5;
  context.strokeStyle = colours[colour];
  context.stroke();
  context.restore();
  if (standing === 'approved' || standing === 'returned') {
    drawMark(context, standing, middle + 7, middle - 7, colours);
  }
}

function tracePath(context: CanvasRenderingContext2D, shape: MapSymbol['shape']): void {
  switch (shape) {
    case 'triangle':
      polygon(context, [0, -8, 8, 6, -8, 6]);
      break;
    case 'square':
      polygon(context, [-6.5, -6.5, 6.5, -6.5, 6.5, 6.5, -6.5, 6.5]);
      break;
    case 'diamond':
      polygon(context, [0, -8.5, 8.5, 0, 0, 8.5, -8.5, 0]);
      break;
    case 'cross':
      polygon(context, [-3, -8, 3, -8, 3, -3, 8, -3, 8, 3, 3, 3, 3, 8, -3, 8, -3, 3, -8, 3, -8, -3, -3, -3]);
      break;
    case 'area':
    case 'outline':
      polygon(context, [-8, -5, 6, -7, 8, 5, -6, 7]);
      break;
    case 'circle':
      context.arc(0, 0, 7, 0, 2 * Math.PI);
      break;
  }
}

function polygon(context: CanvasRenderingContext2D, corners: readonly number[]): void {
  for (let i = 0; i < corners.length; i += 2) {
    const [x = 0, y = 0] = [corners[i], corners[i + 1]];
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}

/** A tick or an exclamation mark on a small disc. */
export function drawMark(
  context: CanvasRenderingContext2D,
  standing: 'approved' | 'returned',
  x: number,
  y: number,
  colours: Colours,
): void {
  context.beginPath();
  context.arc(x, y, 6.5, 0, 2 * Math.PI);
  context.fillStyle = standing === 'approved' ? colours.ok : colours.unsent;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = colours.card;
  context.stroke();
  context.beginPath();
  context.lineWidth = 2;
  context.lineCap = 'round';
  if (standing === 'approved') {
    context.moveTo(x - 3, y);
    context.lineTo(x - 0.8, y + 2.4);
    context.lineTo(x + 3.2, y - 2.4);
  } else {
    context.moveTo(x, y - 3.4);
    context.lineTo(x, y + 0.4);
    context.moveTo(x, y + 3.4);
    context.lineTo(x, y + 3.4);
  }
  context.stroke();
}

const hatchPx = 12;

/** Cleared /, reduced \, cancelled dots. The lines run on from one tile of the pattern to the next. */
function drawHatch(context: CanvasRenderingContext2D, colour: MapSymbol['colour'], colours: Colours): void {
  const side = hatchPx;
  context.fillStyle = colours[colour];
  context.globalAlpha = 0.22;
  context.fillRect(0, 0, side, side);
  context.globalAlpha = 0.75;
  context.strokeStyle = colours[colour];
  context.lineWidth = 1.2;
  context.beginPath();
  if (colour === 'cancelled') {
    context.arc(side / 4, side / 4, 1.2, 0, 2 * Math.PI);
    context.arc((3 * side) / 4, (3 * side) / 4, 1.2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  const falling = colour === 'reduced';
  for (const shift of [-side, 0, side]) {
    context.moveTo(shift - 1, falling ? -1 : side + 1);
    context.lineTo(shift + side + 1, falling ? side + 1 : -1);
  }
  context.stroke();
}
