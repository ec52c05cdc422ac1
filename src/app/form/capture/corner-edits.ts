import type { LonLat } from '#domain/geo/shape.ts';
import { type Corner, drawnCorner, type Given } from './corners.ts';

interface Step {
  readonly corners: readonly Corner[];
  readonly given: Given;
}

/** An area in work, and what it was before, over all ways of capture. */
export interface CornerEdits extends Step {
  readonly selected: number | null;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

/** Steps back that are kept. */
const maxPast = 200;

export function beginEdits(corners: readonly Corner[], given: Given = {}): CornerEdits {
  return { corners, given, selected: null, past: [], future: [] };
}

/** A new corner after the last. */
export function addCorner(edits: CornerEdits, corner: Corner): CornerEdits {
  return step(edits, [...edits.corners, corner]);
}

/** A corner tapped on the side that leads from corner `side` to the next; it is selected. A gap stays one on both parts. */
export function insertCorner(edits: CornerEdits, side: number, at: LonLat): CornerEdits {
  const gap = edits.corners[side]?.gap ?? false;
  return step(edits, edits.corners.toSpliced(side + 1, 0, { ...drawnCorner(at), gap }), side + 1);
}

/** Moved by hand, a corner is drawn, whatever had measured it. */
export function moveCorner(edits: CornerEdits, corner: number, at: LonLat): CornerEdits {
  const moved = edits.corners[corner];
  if (!moved) return edits;
  return step(edits, edits.corners.with(corner, { ...drawnCorner(at), gap: moved.gap }), corner);
}

/** Selects a corner; selecting it again lets go of it. */
export function selectCorner(edits: CornerEdits, corner: number | null): CornerEdits {
  return { ...edits, selected: corner === edits.selected ? null : corner };
}

/** Takes the selected corner away, or the last where none is selected. A gap on either side of it goes on. */
export function removeCorner(edits: CornerEdits): CornerEdits {
  const { corners } = edits;
  const which = edits.selected ?? corners.length - 1;
  const gone = corners[which];
  if (!gone) return edits;
  const before = (which + corners.length - 1) % corners.length;
  const joined = corners.map((corner, n) => (n === before && gone.gap ? { ...corner, gap: true } : corner));
  return step(edits, joined.toSpliced(which, 1));
}

/** All corners anew, as one step. */
export function replaceCorners(
  edits: CornerEdits,
  corners: readonly Corner[],
  given: Given = edits.given,
): CornerEdits {
  return step(edits, corners, null, given);
}

/** The last corner goes on with the walker: no step of its own as long as there is none more. */
export function followWalk(edits: CornerEdits, corners: readonly Corner[]): CornerEdits {
  if (corners.length > edits.corners.length) return step(edits, corners);
  return { ...edits, corners, selected: null, future: [] };
}

/** One step back; at the start nothing happens. */
export function undoEdit(edits: CornerEdits): CornerEdits {
  const back = edits.past.at(-1);
  if (!back) return edits;
  return { ...back, selected: null, past: edits.past.slice(0, -1), future: [...edits.future, stepOf(edits)] };
}

/** Takes the last step back again; what was done since leaves nothing to redo. */
export function redoEdit(edits: CornerEdits): CornerEdits {
  const ahead = edits.future.at(-1);
  if (!ahead) return edits;
  return {
    ...ahead,
    selected: null,
    past: [...edits.past, stepOf(edits)],
    future: edits.future.slice(0, -1),
  };
}

const stepOf = ({ corners, given }: CornerEdits): Step => ({ corners, given });

function step(
  edits: CornerEdits,
  corners: readonly Corner[],
  selected: number | null = null,
  given: Given = edits.given,
): CornerEdits {
  // Nothing that was typed outlives the corners that it gave.
  const kept = corners.length === 0 ? {} : given;
  return { corners, given: kept, selected, past: [...edits.past, stepOf(edits)].slice(-maxPast), future: [] };
}
