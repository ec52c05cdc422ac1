import type { FramePlace } from './canvas-layer.ts';
import type { RecordSource } from './record-index.ts';
import type { Look } from './record-look.ts';
import { createSeen, type Seen, type WorldBox } from './seen.ts';
import { createSymbolRoom } from './symbol-room.ts';
import { spritePx } from './symbols.ts';
import { createStandIns, createThinning } from './thinning.ts';

/** Below this many pixels a shape is drawn as a spot: its corners could not be told apart. */
export const spotPx = 5;
/** Below this many there is no room for a hatching, and a few shapes of one look fill their cell. */
export const hatchedPx = 16;
const small = { cellPx: 8, most: 3 };
const spots = { cellPx: 4, most: 1 };
const pointCellPx = 4;
/** An item nearer to another than this is left to the other's symbol: under it, its own could not be told apart. */
const apartPx = 10;
/** In such a crowd nobody sees what lies over what, and sorting it takes longer than drawing it. */
const crowd = 3_000;
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
  /** Its symbol stands for others too. */
  isSeveral: boolean;
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

/**
 * What is drawn of the records in sight, in order. Of what would hide itself only as much as can be seen is kept. Room for
 * its symbol has first what people are warned of, then what is theirs to look after; a symbol that stands for others says so.
 */
export function* recordsOn(frame: FramePlace, source: RecordSource): Generator<void, FrameRecords> {
  const { worldPx, originX, originY } = frame;
  const found: Record<'outlines' | 'spots' | 'land' | 'points', FrameRecord[]> = {
    outlines: [],
    spots: [],
    land: [],
    points: [],
  };
  const thinning = {
    small: createThinning(frame, small.cellPx, small.most),
    spots: createThinning(frame, spots.cellPx, spots.most),
  };
  const standIns = createStandIns(frame, pointCellPx);
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
      const list = listOf(look, sidePx);
      if (list === 'points') {
        const standIn = standIns.take(look, x, y, found.points.length);
        const known = standIn === undefined ? undefined : found.points[standIn];
        if (known) {
          known.isSeveral = true;
          continue;
        }
      } else if (list === 'spots' && !thinning.spots.take(spotGroupOf(look), x, y)) continue;
      else if (list === 'land' && sidePx < hatchedPx && !thinning.small.take(look.number, x, y)) continue;
      found[list].push({ look, x, y, widthPx, heightPx, isSeveral: false, of, row });
    }
  }
  if (found.points.length < crowd) found.points.sort((a, b) => a.y - b.y);
  return {
    outlines: found.outlines,
    spots: dangerLast(found.spots),
    land: dangerLast(found.land),
    points: yield* withRoom(frame, found.points),
  };
}

function listOf({ layer }: Look, sidePx: number): keyof FrameRecords {
  if (layer === 'point') return 'points';
  if (sidePx < spotPx) return 'spots';
  return layer === 'land' ? 'land' : 'outlines';
}

const dangerLast = (records: readonly FrameRecord[]) => [
  ...records.filter(({ look }) => !look.isDanger),
  ...records.filter(({ look }) => look.isDanger),
];

/** Spots of which one in a cell is enough: of land that is done with, the first has it, so that colours keep their shares. */
const doneLand = 0;

function spotGroupOf(look: Look): number {
  const isDone = look.layer === 'land' && rankOf(look) === 2;
  return isDone ? doneLand : look.number + 1;
}

function* withRoom(frame: FramePlace, all: readonly FrameRecord[]): Generator<void, FrameRecord[]> {
  const room = createSymbolRoom<FrameRecord>(frame, apartPx);
  const byRank: FrameRecord[][] = [];
  for (const rank of [0, 1, 2]) {
    const points: FrameRecord[] = [];
    for (const [at, record] of all.entries()) {
      if (at % stepRows === 0) yield;
      if (rankOf(record.look) !== rank) continue;
      const before = room.take(record.x, record.y, record);
      if (before) before.isSeveral = true;
      else points.push(record);
    }
    byRank.unshift(points);
  }
  return byRank.flat();
}

function rankOf({ isDanger, standing }: Look): number {
  if (isDanger) return 0;
  return standing === 'unsent' || standing === 'returned' ? 1 : 2;
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
