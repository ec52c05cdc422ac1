import type { Frame } from './canvas-layer.ts';
import type { Colours } from './colours.ts';
import type { DrawnRecord } from './record-look.ts';
import { createLabelWriter } from './labels.ts';
import { drawMark, spritePx, type SymbolPictures } from './symbols.ts';

/** Below this many pixels a shape is drawn as a spot: its corners could not be told apart. */
const spotPx = 5;
/** From this size there is room for a mark inside. */
const markPx = 34;
const labelPx = 40;
/** Symbols of one look whose middles fall into one such cell hide one another; the first stands for all. */
const cellPx = 3;

/**
 * Draws records over one another in the order given, and pauses after each, so that a hundred thousand do not hold up the
 * screen. What tells them apart without colour: the symbol's form, the
 * hatching of land by product, dashes for what is unsent, a tick and an exclamation mark for what was decided.
 */
export function* paintRecords(
  frame: Frame,
  records: readonly DrawnRecord[],
  pictures: SymbolPictures,
  colours: Colours,
): Generator<void> {
  const { context, worldPx, originX, originY } = frame;
  const patterns = new Map<string, CanvasPattern | null>();
  const fill = (record: DrawnRecord) => {
    const key = record.symbol.colour;
    if (!patterns.has(key)) {
      const pattern = context.createPattern(pictures.fillOf(record.symbol), 'repeat');
      // The picture has the screen's density, and its lines stay with the land when the map is moved.
      const scale = 12 / pictures.fillOf(record.symbol).width;
      pattern?.setTransform(new DOMMatrix([scale, 0, 0, scale, -(originX % 12), -(originY % 12)]));
      patterns.set(key, pattern);
    }
    return patterns.get(key) ?? colours[key];
  };
  const points: DrawnRecord[] = [];
  for (const record of records) {
    if (record.isPoint) points.push(record);
    else paintLand(frame, record, colours, () => fill(record));
    yield;
  }
  yield* paintMarksAndLabels(frame, records, colours);
  const half = spritePx / 2;
  const looks = new Map<HTMLCanvasElement, number>();
  const isHidden = createCover(frame);
  for (const record of points) {
    yield;
    const x = record.x * worldPx - originX;
    const y = record.y * worldPx - originY;
    const picture = pictures.pictureOf(record.symbol, record.standing);
    const look = looks.get(picture) ?? looks.size;
    looks.set(picture, look);
    if (isHidden(x, y, look)) continue;
    context.drawImage(picture, Math.round(x - half), Math.round(y - half), spritePx, spritePx);
  }
}

/** Tells whether a symbol of this look was drawn at this spot already, and notes that it is now. */
function createCover({ widthPx, heightPx }: Frame): (x: number, y: number, look: number) => boolean {
  // Symbols stand up to their own size outside the canvas.
  const columns = Math.ceil((widthPx + 2 * spritePx) / cellPx) + 1;
  const rows = Math.ceil((heightPx + 2 * spritePx) / cellPx) + 1;
  // One bit a look; there are fewer than 32 of them.
  const drawn = new Uint32Array(columns * rows);
  return (x, y, look) => {
    const cell = Math.floor((y + spritePx) / cellPx) * columns + Math.floor((x + spritePx) / cellPx);
    const before = drawn[cell] ?? 0;
    drawn[cell] = before | (1 << (look & 31));
    return (before & (1 << (look & 31))) !== 0;
  };
}

function paintLand(
  { context, worldPx, originX, originY }: Frame,
  record: DrawnRecord,
  colours: Colours,
  fill: () => string | CanvasPattern,
): void {
  const colour = colours[record.symbol.colour];
  const outline = record.symbol.shape === 'outline';
  const sidePx = Math.max(record.maxX - record.minX, record.maxY - record.minY) * worldPx;
  if (sidePx < spotPx) {
    const x = record.x * worldPx - originX;
    const y = record.y * worldPx - originY;
    context.fillStyle = colour;
    if (outline || record.standing === 'unsent') {
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.setLineDash([]);
      context.strokeRect(x - 2.5, y - 2.5, 5, 5);
    } else context.fillRect(x - 2.5, y - 2.5, 5, 5);
    return;
  }
  trace(context, record, worldPx, originX, originY);
  const hollow = record.standing === 'unsent';
  if (!outline && !hollow) {
    context.fillStyle = fill();
    context.fill('evenodd');
  }
  context.strokeStyle = colour;
  context.lineWidth = outline ? 2 : 2.5;
  context.lineJoin = 'round';
  context.setLineDash(outline ? [10, 4, 2, 4] : hollow ? [6, 5] : []);
  context.stroke();
  context.setLineDash([]);
}

function trace(
  context: CanvasRenderingContext2D,
  record: DrawnRecord,
  worldPx: number,
  originX: number,
  originY: number,
): void {
  context.beginPath();
  for (const ring of record.rings ?? []) {
    for (let i = 0; i < ring.length; i += 2) {
      const x = (ring[i] ?? 0) * worldPx - originX;
      const y = (ring[i + 1] ?? 0) * worldPx - originY;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }
}

function* paintMarksAndLabels(
  frame: Frame,
  records: readonly DrawnRecord[],
  colours: Colours,
): Generator<void> {
  const { context, worldPx, originX, originY } = frame;
  const labels = createLabelWriter(frame);
  const style = {
    font: '600 13px system-ui, "Noto Sans", sans-serif',
    fill: colours.task,
    halo: colours['map-halo'],
  };
  for (const record of records) {
    yield;
    if (record.isPoint) continue;
    const sidePx = Math.min(record.maxX - record.minX, record.maxY - record.minY) * worldPx;
    const x = record.x * worldPx - originX;
    if (record.label && sidePx >= labelPx)
      labels.write(record.label, x, record.minY * worldPx - originY - 9, style);
    if (sidePx < markPx) continue;
    if (record.standing === 'approved' || record.standing === 'returned') {
      if (record.symbol.shape !== 'outline') {
        drawMark(context, record.standing, x, record.y * worldPx - originY, colours);
      }
    }
  }
}

/** The chosen record over all others, on a canvas of its own: choosing another draws nothing else anew. */
export function paintHighlight(
  frame: Frame,
  record: DrawnRecord,
  pictures: SymbolPictures,
  colours: Colours,
): void {
  const { context, worldPx, originX, originY } = frame;
  const x = record.x * worldPx - originX;
  const y = record.y * worldPx - originY;
  const sidePx = Math.max(record.maxX - record.minX, record.maxY - record.minY) * worldPx;
  context.lineJoin = 'round';
  for (const [width, colour] of [
    [9, colours.card],
    [5, colours.info],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    if (record.rings && sidePx >= spotPx) {
      trace(context, record, worldPx, originX, originY);
      context.stroke();
    }
    if (sidePx < markPx) {
      context.beginPath();
      context.arc(x, y, 19, 0, 2 * Math.PI);
      context.stroke();
    }
  }
  if (record.rings !== null) return;
  const half = spritePx / 2;
  const picture = pictures.pictureOf(record.symbol, record.standing);
  context.drawImage(picture, Math.round(x - half), Math.round(y - half), spritePx, spritePx);
}
