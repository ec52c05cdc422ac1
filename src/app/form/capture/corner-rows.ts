import type { Place } from '#domain/fields/place.ts';
import { roundPosition } from '#domain/fields/place.ts';
import { parsePosition, parsePositions } from '#domain/geo/notation.ts';
import { type LonLat, type Polygonal, polygonsOf } from '#domain/geo/shape.ts';

/** A corner of a polygon as a row of a list. */
export interface CornerRow {
  readonly at: LonLat;
  /** As it was typed; null where it was tapped, walked or computed. */
  readonly given: string | null;
  /** Fixes were missing along the side that begins here. */
  readonly gap: boolean;
}

/** Whether a polygon is one ring, which a list of corners can say. */
export function isOneRing({ shape }: Place<Polygonal>): boolean {
  return polygonsOf(shape).flat().length <= 1;
}

/**
 * The corners of a polygon's first ring, without the closing repeat, each with the text it was typed as. A corner that
 * was dragged since lies where no text says, and is not as it was typed.
 */
export function rowsOf(place: Place<Polygonal> | null): readonly CornerRow[] {
  const ring = place ? (polygonsOf(place.shape)[0]?.[0] ?? []) : [];
  const corners = ring.length > 1 ? ring.slice(0, -1) : ring;
  const texts = new Map(
    parsePositions(place?.asGiven ?? '').flatMap((line) =>
      line.ok ? [[String(roundPosition(line.position)), line.text]] : [],
    ),
  );
  const gaps = new Set(place?.gaps);
  return corners.map((at, index) => ({ at, given: texts.get(String(at)) ?? null, gap: gaps.has(index) }));
}

/** From the least trusted: a polygon is as good as the worst of its corners. */
const byTrust: readonly Place['source'][] = ['drawn', 'imported', 'typed', 'traverse', 'walked'];

/**
 * The rows as a place; null without any. Each typed corner has its line in `asGiven`; legs of a traverse are kept, though
 * the corners have been changed since.
 * @param before what the corners that were not typed are from
 */
export function placeOfRows(
  rows: readonly CornerRow[],
  before: Place<Polygonal> | null,
): Place<Polygonal> | null {
  const [first] = rows;
  if (!first) return null;
  const given = rows.flatMap((row) => (row.given === null ? [] : [row.given]));
  const others = before && given.length < rows.length ? before.source : 'typed';
  const gaps = rows.flatMap(({ gap }, index) => (gap ? [index] : []));
  return {
    shape: { type: 'Polygon', coordinates: [[...rows, first].map(({ at }) => at)] },
    source: given.length === 0 ? others : leastTrusted('typed', others),
    accuracyM: given.length === 0 && before ? before.accuracyM : null,
    ...(gaps.length > 0 && { gaps }),
    ...(given.length > 0 && { asGiven: given.join('\n') }),
    ...(before?.traverse && { traverse: before.traverse }),
  };
}

function leastTrusted(a: Place['source'], b: Place['source']): Place['source'] {
  return byTrust.indexOf(a) <= byTrust.indexOf(b) ? a : b;
}

/** A typed text with the position that was read from it, as a new row. */
function rowFrom(text: string, position: LonLat, gap = false): CornerRow {
  return { at: roundPosition(position), given: text.trim(), gap };
}

export interface Taken {
  readonly rows: readonly CornerRow[];
  /** The lines that could not be read, as they were typed. */
  readonly left: string;
}

/** Puts every position that the text holds after the last corner, and leaves what is none. */
export function takeTyped(rows: readonly CornerRow[], text: string): Taken {
  const lines = parsePositions(text);
  // A new corner on a side that nobody walked makes two such sides.
  const gap = rows.at(-1)?.gap ?? false;
  const added = lines.flatMap((line) => (line.ok ? [rowFrom(line.text, line.position, gap)] : []));
  const left = lines.filter(({ ok }) => !ok).map((line) => line.text);
  return { rows: [...rows, ...added], left: left.join('\n') };
}

/** The row with another position; the same rows where the text is no position. */
export function retypeRow(rows: readonly CornerRow[], index: number, text: string): readonly CornerRow[] {
  const read = parsePosition(text);
  const row = rows[index];
  return read.ok && row ? rows.with(index, rowFrom(text, read.position, row.gap)) : rows;
}

/** Without the row. The side that takes the place of its two has a gap where one of them had. */
export function removeRow(rows: readonly CornerRow[], index: number): readonly CornerRow[] {
  const removed = rows[index];
  if (!removed) return rows;
  const left = rows.toSpliced(index, 1);
  const previous = (index - 1 + left.length) % left.length;
  return left.map((row, n) => (n === previous && removed.gap ? { ...row, gap: true } : row));
}

/** The row one place up (-1) or down (1); at the ends nothing happens. */
export function shiftRow(rows: readonly CornerRow[], index: number, by: -1 | 1): readonly CornerRow[] {
  const row = rows[index];
  const other = rows[index + by];
  return row && other ? rows.with(index, other).with(index + by, row) : rows;
}
