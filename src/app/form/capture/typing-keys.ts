import type { Notation } from '#domain/geo/notation.ts';
import type { Bounds } from '#domain/geo/shape.ts';

/** A key beside the phone's keyboard. */
export interface TypingKey {
  readonly text: string;
  readonly name: string;
}

const marks: Readonly<Record<'dd' | 'ddm' | 'dms', readonly TypingKey[]>> = {
  dd: [],
  ddm: [
    { text: '°', name: 'degrees' },
    { text: '′', name: 'minutes' },
  ],
  dms: [
    { text: '°', name: 'degrees' },
    { text: '′', name: 'minutes' },
    { text: '″', name: 'seconds' },
  ],
};
const hemispheres: Readonly<Record<'N' | 'S' | 'E' | 'W', TypingKey>> = {
  N: { text: 'N', name: 'north' },
  S: { text: 'S', name: 'south' },
  E: { text: 'E', name: 'east' },
  W: { text: 'W', name: 'west' },
};
const space: TypingKey = { text: ' ', name: 'space' };

/**
 * What a position needs and a number pad lacks; of the hemispheres only those in which the programme works. None where
 * the notation is typed on the letters anyway.
 */
export function typingKeys(notation: Notation, area: Bounds): readonly TypingKey[] {
  if (notation === 'utm' || notation === 'mgrs') return [];
  const [west, south, east, north] = area;
  return [
    ...marks[notation],
    ...(north > 0 ? [hemispheres.N] : []),
    ...(south < 0 ? [hemispheres.S] : []),
    ...(east > 0 || west > east ? [hemispheres.E] : []),
    ...(west < 0 || west > east ? [hemispheres.W] : []),
    space,
  ];
}
