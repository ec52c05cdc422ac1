import type { Frame } from './canvas-layer.ts';
import type { Colours } from './colours.ts';
import type { DrawnRecord } from './drawn-record.ts';
import { type FrameRecord, type FrameRecords, hatchedPx, spotPx } from './frame-records.ts';
import { createLabelWriter } from './labels.ts';
import { labelOf, ringsOf } from './seen.ts';
import { drawMark, severalPx, spritePx, type SymbolPictures } from './symbols.ts';

/** From this size there is room for a mark inside. */
const markPx = 34;
const labelPx = 40;

/**
 * Draws records over one another: worksites, land, its marks, items, and what is there to be warned of over all. Pauses
 * after each. What tells them apart without colour: the symbol's form, the hatching of land by product, dashes for what is
 * unsent, a tick and an exclamation mark for what was decided.
 */
export function* paintRecords(
  frame: Frame,
  { outlines, spots, land, points }: FrameRecords,
  pictures: SymbolPictures,
  colours: Colours,
): Generator<void> {
  const { context } = frame;
  for (const record of spots) {
    paintSpot(frame, record, colours);
    yield;
  }
  const fillOf = createFills(frame, pictures, colours);
  for (const record of outlines) {
    paintLand(frame, record, colours, fillOf);
    yield;
  }
  for (const record of land) {
    paintLand(frame, record, colours, fillOf);
    yield;
  }
  const labels = createLabelWriter(frame);
  for (const record of outlines) {
    paintLabel(record, labels, colours);
    yield;
  }
  for (const record of land) {
    paintMark(frame, record, colours);
    yield;
  }
  for (const { look, x, y, isSeveral } of points) {
    const picture = pictures.pictureOf(look.symbol, look.standing);
    const [left, top] = [Math.round(x - spritePx / 2), Math.round(y - spritePx / 2)];
    if (isSeveral) {
      const behind = pictures.pictureOf(look.symbol, look.standing === 'unsent' ? 'unsent' : 'sent');
      context.drawImage(behind, left + severalPx, top + severalPx, spritePx, spritePx);
    }
    context.drawImage(picture, left, top, spritePx, spritePx);
    yield;
  }
}

type Fills = (record: FrameRecord) => string | CanvasPattern;

function createFills(
  { context, originX, originY }: Frame,
  pictures: SymbolPictures,
  colours: Colours,
): Fills {
  const patterns = new Map<string, CanvasPattern | null>();
  return ({ look: { symbol } }) => {
    const key = symbol.colour;
    if (!patterns.has(key)) {
      const picture = pictures.fillOf(symbol);
      const pattern = context.createPattern(picture, 'repeat');
      // The picture has the screen's density, and its lines stay with the land when the map is moved.
      const scale = 12 / picture.width;
      pattern?.setTransform(new DOMMatrix([scale, 0, 0, scale, -(originX % 12), -(originY % 12)]));
      patterns.set(key, pattern);
    }
    return patterns.get(key) ?? colours[key];
  };
}

function paintSpot({ context }: Frame, { look, x, y }: FrameRecord, colours: Colours): void {
  const colour = colours[look.symbol.colour];
  const [left, top] = [Math.round(x - spotPx / 2), Math.round(y - spotPx / 2)];
  if (look.layer === 'outline' || look.standing === 'unsent') {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, spotPx - 1, spotPx - 1);
  } else {
    context.fillStyle = colour;
    context.fillRect(left, top, spotPx, spotPx);
  }
}

function paintLand(frame: Frame, record: FrameRecord, colours: Colours, fillOf: Fills): void {
  const { context } = frame;
  const { look, widthPx, heightPx } = record;
  const isOutline = look.layer === 'outline';
  const isHollow = look.standing === 'unsent';
  const isSmall = Math.max(widthPx, heightPx) < hatchedPx;
  trace(frame, ringsOf(record));
  if (!isOutline && !isHollow) {
    context.globalAlpha = isSmall ? 0.4 : 1;
    context.fillStyle = isSmall ? colours[look.symbol.colour] : fillOf(record);
    context.fill('evenodd');
    context.globalAlpha = 1;
  }
  context.strokeStyle = colours[look.symbol.colour];
  context.lineWidth = isOutline ? 2 : isSmall ? 1.5 : 2.5;
  context.lineJoin = 'round';
  if (isOutline || isHollow) context.setLineDash(isOutline ? [10, 4, 2, 4] : isSmall ? [3, 2] : [6, 5]);
  context.stroke();
  if (isOutline || isHollow) context.setLineDash([]);
}

function trace({ context, worldPx, originX, originY }: Frame, rings: readonly Float64Array[]): void {
  context.beginPath();
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const x = (ring[i] ?? 0) * worldPx - originX;
      const y = (ring[i + 1] ?? 0) * worldPx - originY;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }
}

function paintLabel(
  record: FrameRecord,
  labels: ReturnType<typeof createLabelWriter>,
  colours: Colours,
): void {
  const { x, y, widthPx, heightPx } = record;
  if (Math.min(widthPx, heightPx) < labelPx) return;
  labels.write(labelOf(record), x, y - heightPx / 2 - 9, {
    font: '600 13px system-ui, "Noto Sans", sans-serif',
    fill: colours.task,
    halo: colours['map-halo'],
  });
}

function paintMark(frame: Frame, record: FrameRecord, colours: Colours): void {
  const { context, worldPx, originX, originY } = frame;
  const { standing } = record.look;
  if (Math.min(record.widthPx, record.heightPx) < markPx) return;
  if (standing !== 'approved' && standing !== 'returned') return;
  const { x, y } = middleOf(ringsOf(record)[0] ?? new Float64Array(0));
  drawMark(context, standing, x * worldPx - originX, y * worldPx - originY, colours);
}

/** Mean of the corners: inside of what teams draw, and good enough for a mark where it is not. */
function middleOf(ring: Float64Array): { x: number; y: number } {
  let [x, y] = [0, 0];
  for (let i = 0; i < ring.length; i += 2) {
    x += ring[i] ?? 0;
    y += ring[i + 1] ?? 0;
  }
  const corners = Math.max(1, ring.length / 2);
  return { x: x / corners, y: y / corners };
}

/** The chosen record over all others, on a canvas of its own: choosing another draws nothing else anew. */
export function paintHighlight(
  frame: Frame,
  record: DrawnRecord,
  pictures: SymbolPictures,
  colours: Colours,
): void {
  const { context, worldPx, originX, originY } = frame;
  const x = ((record.minX + record.maxX) / 2) * worldPx - originX;
  const y = ((record.minY + record.maxY) / 2) * worldPx - originY;
  const sidePx = Math.max(record.maxX - record.minX, record.maxY - record.minY) * worldPx;
  const rings = record.rings ?? [];
  context.lineJoin = 'round';
  for (const [width, colour] of [
    [9, colours.card],
    [5, colours.info],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    if (sidePx >= spotPx) {
      trace(frame, rings);
      context.stroke();
    }
    if (sidePx < markPx) {
      context.beginPath();
      context.arc(x, y, 19, 0, 2 * Math.PI);
      context.stroke();
    }
  }
  if (record.look.layer !== 'point') return;
  const half = spritePx / 2;
  const picture = pictures.pictureOf(record.look.symbol, record.look.standing);
  context.drawImage(picture, Math.round(x - half), Math.round(y - half), spritePx, spritePx);
}
