import type { LonLat } from '#domain/geo/shape.ts';

/** The corners of a ring in work, which is selected, and what they were before. */
export interface RingEdits {
  readonly corners: readonly LonLat[];
  readonly selected: number | null;
  readonly past: readonly (readonly LonLat[])[];
}

/** Steps back that are kept. */
const maxPast = 200;

export function beginRing(ring: readonly LonLat[]): RingEdits {
  return { corners: openRing(ring), selected: null, past: [] };
}

/** Without a closing repeat of the first corner. */
function openRing(ring: readonly LonLat[]): readonly LonLat[] {
  const first = ring[0];
  const last = ring.at(-1);
  const closed = ring.length > 1 && first && last && first[0] === last[0] && first[1] === last[1];
  return closed ? ring.slice(0, -1) : [...ring];
}

/** A new corner after the last. */
export function addCorner(edits: RingEdits, at: LonLat): RingEdits {
  return step(edits, [...edits.corners, at], null);
}

/** A new corner on the side that leads from corner `side` to the next; it is selected. */
export function insertCorner(edits: RingEdits, side: number, at: LonLat): RingEdits {
  return step(edits, edits.corners.toSpliced(side + 1, 0, at), side + 1);
}

export function moveCorner(edits: RingEdits, corner: number, at: LonLat): RingEdits {
  if (corner < 0 || corner >= edits.corners.length) return edits;
  return step(edits, edits.corners.with(corner, at), corner);
}

/** Selects a corner; selecting it again lets go of it. */
export function selectCorner(edits: RingEdits, corner: number | null): RingEdits {
  return { ...edits, selected: corner === edits.selected ? null : corner };
}

/** Takes the selected corner away, or the last where none is selected. */
export function removeCorner(edits: RingEdits): RingEdits {
  if (edits.corners.length === 0) return edits;
  return step(edits, edits.corners.toSpliced(edits.selected ?? edits.corners.length - 1, 1), null);
}

export function replaceRing(edits: RingEdits, ring: readonly LonLat[]): RingEdits {
  return step(edits, openRing(ring), null);
}

/** One step back; at the start nothing happens. */
export function undoEdit(edits: RingEdits): RingEdits {
  const corners = edits.past.at(-1);
  if (corners === undefined) return edits;
  return { corners, selected: null, past: edits.past.slice(0, -1) };
}

/** The sides that a new corner can be put on: of two corners the one between them, of more also the closing one. */
export function sidesOf(corners: readonly LonLat[]): readonly (readonly [from: number, to: number])[] {
  if (corners.length < 2) return [];
  const closing = corners.length > 2 ? corners.length : corners.length - 1;
  return Array.from({ length: closing }, (_, side) => [side, (side + 1) % corners.length] as const);
}

function step(edits: RingEdits, corners: readonly LonLat[], selected: number | null): RingEdits {
  return { corners, selected, past: [...edits.past, edits.corners].slice(-maxPast) };
}
