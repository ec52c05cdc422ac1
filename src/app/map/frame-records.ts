import type { FramePlace } from './canvas-layer.ts';
import type { RecordSource } from './record-index.ts';
import type { Look } from './record-look.ts';
import { createSeen, type Seen, type WorldBox } from './seen.ts';
import { spritePx } from './symbols.ts';
import { createThinning } from './thinning.ts';

/** Below this many pixels a shape is drawn as a spot: its corners could not be told apart. */
export const spotPx = 5;
/** Below this many there is no room for a hatching, and a few shapes of one look fill their cell. */
export const hatchedPx = 16;
const small = { cellPx: 8, most: 3 };
const spots = { cellPx: 4, most: 1 };
const points = { cellPx: 3, most: 1 };
/** Of so many symbols most lie under others. */
const crowd = 3_000;
const crowded = { cellPx: 9, most: 1 };
/** Records between two pauses. */
const stepRows = 16;

/** A record that will be drawn on a frame; lives as long as the drawing. */
export interface FrameRecord {
  readonly look: Look;
  /** The middle of its box on the canvas. */
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly of: Seen['of'];
  readonly row: number;
}

export interface FrameRecords {
  readonly outlines: readonly FrameRecord[];
  /** Too small to have a shape. */
  readonly spots: readonly FrameRecord[];
  readonly land: readonly FrameRecord[];
  /** What is there to be warned of comes last, and lies over all others. */
  readonly points: readonly FrameRecord[];
}

/** What is drawn of the records in sight, in order. Of what would hide itself only as much as can be seen is kept. */
export function* recordsOn(frame: FramePlace, source: RecordSource): Generator<void, FrameRecords> {
  const { worldPx, originX, originY } = frame;
  const found = { outlines: [], spots: [], land: [], points: [] } as Record<
    keyof FrameRecords,
    FrameRecord[]
  >;
  const thinning = {
    small: createThinning(frame, small.cellPx, small.most),
    spots: createThinning(frame, spots.cellPx, spots.most),
    points: createThinning(frame, points.cellPx, points.most),
  };
  const seen = createSeen();
  for (const records of source.near(boxOf(frame))) {
    for (let at = 0; at < records.count; at += 1) {
      if (at % stepRows === 0) yield;
      if (!records.read(at, seen)) continue;
      const { look, of, row } = seen;
      const x = ((seen.minX + seen.maxX) / 2) * worldPx - originX;
      const y = ((seen.minY + seen.maxY) / 2) * worldPx - originY;
      const widthPx = (seen.maxX - seen.minX) * worldPx;
      const heightPx = (seen.maxY - seen.minY) * worldPx;
      const sidePx = Math.max(widthPx, heightPx);
      const isSpot = look.layer !== 'point' && sidePx < spotPx;
      const list =
        look.layer === 'point' ? 'points' : isSpot ? 'spots' : look.layer === 'land' ? 'land' : 'outlines';
      if (list === 'points' || list === 'spots') {
        if (!thinning[list].take(look, x, y)) continue;
      } else if (list === 'land' && sidePx < hatchedPx && !thinning.small.take(look, x, y)) continue;
      found[list].push({ look, x, y, widthPx, heightPx, of, row });
    }
  }
  return { ...found, points: inOrder(frame, found.points) };
}

function inOrder(frame: FramePlace, all: readonly FrameRecord[]): FrameRecord[] {
  const isCrowd = all.length >= crowd;
  const cover = createThinning(frame, crowded.cellPx, crowded.most);
  const drawn = isCrowd ? all.filter(({ look, x, y }) => cover.take(look, x, y)) : [...all];
  // The southern over the northern, as maps do; in a crowd nobody sees it.
  if (!isCrowd) drawn.sort((a, b) => a.y - b.y);
  return [...drawn.filter(({ look }) => !look.isDanger), ...drawn.filter(({ look }) => look.isDanger)];
}

/** What the canvas shows, and a symbol's half more on each side. */
function boxOf({ originX, originY, widthPx, heightPx, worldPx }: FramePlace): WorldBox {
  return {
    minX: (originX - spritePx) / worldPx,
    minY: (originY - spritePx) / worldPx,
    maxX: (originX + widthPx + spritePx) / worldPx,
    maxY: (originY + heightPx + spritePx) / worldPx,
  };
}
