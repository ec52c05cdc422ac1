import { parsePositions } from '#domain/geo/notation.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { notationNames } from '../../shell/notation-switch.ts';

/** What stands in the fields of the list of corners. */
export interface TypedCorners {
  /** For new corners. */
  readonly field: string;
  /** A corner that is typed anew, and what the field began with. */
  readonly editing: {
    readonly corner: number;
    /** Where it lies: an undo may have put another in its place. */
    readonly at: LonLat;
    readonly text: string;
    readonly was: string;
  } | null;
}

export const noCorners: TypedCorners = { field: '', editing: null };

/**
 * The fields for these corners: of one that is typed anew and is gone, or is another by now, the text goes into the
 * field for new corners, if anything was changed in it.
 */
export function fittedTo(corners: readonly { readonly at: LonLat }[], typed: TypedCorners): TypedCorners {
  const { editing, field } = typed;
  if (!editing || String(corners[editing.corner]?.at) === String(editing.at)) return typed;
  const isChanged = editing.text.trim() !== editing.was;
  const lines = [field, isChanged ? editing.text : ''].filter((text) => text.trim() !== '');
  return { field: lines.join('\n'), editing: null };
}

/** `Read as UTM 38N`, of several lines how many; null where nothing can be read yet. */
export function readingWords(text: string): string | null {
  const lines = parsePositions(text);
  const read = lines.filter(({ ok }) => ok);
  if (read.length === 0) return null;
  const names = new Set(read.map((line) => (line.ok ? nameOf(line.notation, line.text) : '')));
  const as = `Read as ${[...names].join(', ')}`;
  return lines.length === 1 ? as : `${as}, ${read.length} of ${lines.length} lines`;
}

function nameOf(notation: keyof typeof notationNames, text: string): string {
  const zone = /(\d{1,2})\s*([A-Z])(?![A-Z])/i.exec(text);
  return notation === 'utm' && zone ? `UTM ${zone[1]}${zone[2]?.toUpperCase()}` : notationNames[notation];
}

export interface LineProblem {
  readonly text: string;
  readonly message: string;
}

/** The lines that are no position, each with a sentence about why. */
export function lineProblems(text: string): readonly LineProblem[] {
  return parsePositions(text).flatMap((line) =>
    line.ok ? [] : [{ text: line.text, message: line.message }],
  );
}
