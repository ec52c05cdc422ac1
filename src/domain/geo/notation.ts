import { toMgrs } from './mgrs.ts';
import { plainText } from './plain-text.ts';
import { readDegrees } from './read-degrees.ts';
import { readMgrs, readUtm } from './read-grid.ts';
import { type Reading, refuse } from './reading.ts';
import type { LonLat } from './shape.ts';
import { bandOf, toUtm } from './utm.ts';
import { type Fineness, trimZeros, writeDegrees } from './write-degrees.ts';

export const notations = ['dd', 'ddm', 'dms', 'utm', 'mgrs'] as const;
export type Notation = (typeof notations)[number];

/** Of a position with labels and words. Longer texts are something else, and not worth the time. */
const longest = 200;

/** Reads one position as people type or paste it, whatever of the five notations it is in. The message is a sentence for people. */
export function parsePosition(text: string): Reading {
  const written = plainText(text).replace(/^geo:/i, '');
  if (written === '') return refuse('There is nothing to read.');
  if (written.length > longest) return refuse('This is too long for one position.');
  return readMgrs(written) ?? readUtm(written) ?? readDegrees(written);
}

/** Several positions pasted at once, one a line (or separated by ; ): each with the text it came from. */
export function parsePositions(text: string): readonly ({ readonly text: string } & Reading)[] {
  return text.split(/\r\n|[\r\n]/).flatMap((line) => {
    const pieces = line
      .split(';')
      .map(readPiece)
      .filter(({ text: piece }) => piece !== '');
    // `39,99; 46,93` is one position: its pieces say nothing by themselves.
    return pieces.length > 1 && !pieces.some(({ ok }) => ok) ? [readPiece(line)] : pieces;
  });
}

function readPiece(text: string): { readonly text: string } & Reading {
  return { text: text.trim(), ...parsePosition(text) };
}

/**
 * A position in one of the notations, latitude before longitude; `null` where the notation does not reach (UTM and MGRS
 * near the poles). Exact, it reads back within a millimetre, or for MGRS within its metre.
 */
export function formatPosition(
  position: LonLat,
  notation: Notation,
  fineness: Fineness = 'exact',
): string | null {
  if (notation === 'mgrs') {
    const mgrs = toMgrs(position);
    return mgrs && `${mgrs.zone}${mgrs.band} ${mgrs.square} ${mgrs.digits.join(' ')}`;
  }
  if (notation !== 'utm') return writeDegrees(position, notation, fineness);
  const utm = toUtm(position);
  const band = bandOf(position[1]);
  if (utm === null || band === null) return null;
  const metres = (value: number) => trimZeros(value.toFixed(fineness === 'exact' ? 3 : 0), 0);
  return `${utm.zone}${band} ${metres(utm.eastingM)} ${metres(utm.northingM)}`;
}
