import type { Place } from '#domain/fields/place.ts';

export type Traverse = NonNullable<Place['traverse']>;
export type LegEnd = Traverse['legs'][number]['to'];

/** A leg as its fields hold it. */
export interface TypedLeg {
  readonly bearing: string;
  readonly distance: string;
  readonly to: LegEnd;
}

/** A perimeter by bearing and distance as it stands in its fields, finished or not. */
export interface TypedTraverse {
  readonly landmark: string;
  /** Whether the first leg leads from the benchmark to the start point, or from the start point on. */
  readonly from: 'benchmark' | 'start-point';
  /** The position of where it begins, in any notation. */
  readonly start: string;
  /** How that position was obtained, where it was not typed. */
  readonly startNote: string;
  readonly north: Traverse['north'];
  /** The team's own declination; empty for that of the model. */
  readonly declination: string;
  readonly legs: readonly TypedLeg[];
  readonly adjusted: boolean;
}

/** As it is kept with the draft. */
export interface KeptTraverse {
  readonly fields: TypedTraverse;
  /** Whether nothing is missing and all can be read. */
  readonly isWhole: boolean;
}

const blankLeg: TypedLeg = { bearing: '', distance: '', to: 'turning-point' };

export const blankTraverse: TypedTraverse = {
  landmark: '',
  from: 'start-point',
  start: '',
  startNote: '',
  north: 'magnetic',
  declination: '',
  legs: [blankLeg],
  adjusted: false,
};

export const isBlankLeg = ({ bearing, distance }: TypedLeg) =>
  bearing.trim() === '' && distance.trim() === '';

/** Whether nothing was typed at all. */
export function isBlankTraverse(typed: TypedTraverse): boolean {
  const { landmark, start, declination, legs } = typed;
  return [landmark, start, declination].every((text) => text.trim() === '') && legs.every(isBlankLeg);
}

const noteOf = /^(.*\S)\s*\((.*)\)$/s;

/** The fields for a traverse that was read before. */
export function typedFrom(traverse: Traverse): TypedTraverse {
  const [, start = traverse.start.asGiven, startNote = ''] = noteOf.exec(traverse.start.asGiven) ?? [];
  return {
    landmark: traverse.landmark ?? '',
    from: traverse.legs[0]?.to === 'start-point' ? 'benchmark' : 'start-point',
    start,
    startNote,
    north: traverse.north,
    declination: traverse.declinationFrom === 'typed' ? String(traverse.declinationDeg) : '',
    legs: traverse.legs.map(({ bearingDeg, distanceM, to }) => ({
      bearing: String(bearingDeg),
      distance: String(distanceM),
      to,
    })),
    adjusted: traverse.adjusted,
  };
}

/** Where the first leg begins. A leg from the benchmark that was not there is put first; an empty one is taken away. */
export function beginAt(typed: TypedTraverse, from: TypedTraverse['from']): TypedTraverse {
  if (from === typed.from) return typed;
  const [first, ...rest] = typed.legs;
  const toStart: TypedLeg = { ...blankLeg, to: 'start-point' };
  if (from === 'benchmark') {
    const legs = first && isBlankLeg(first) ? rest : typed.legs;
    return { ...typed, from, legs: [toStart, ...legs] };
  }
  const legs = first && !isBlankLeg(first) ? [{ ...first, to: 'turning-point' as const }, ...rest] : rest;
  return { ...typed, from, legs: legs.length > 0 ? legs : [blankLeg] };
}

export function changeLeg(typed: TypedTraverse, index: number, to: Partial<TypedLeg>): TypedTraverse {
  return { ...typed, legs: typed.legs.map((leg, n) => (n === index ? { ...leg, ...to } : leg)) };
}

export function removeLeg(typed: TypedTraverse, index: number): TypedTraverse {
  const [first = blankLeg, ...rest] = typed.legs.toSpliced(index, 1);
  if (index > 0) return { ...typed, legs: [first, ...rest] };
  // Without a leg from the benchmark the position is that of the start point, and the first leg leads away from it.
  const to = first.to === 'start-point' ? 'turning-point' : first.to;
  return { ...typed, from: 'start-point', legs: [{ ...first, to }, ...rest] };
}

/** An empty leg before the one at `index`, or after the last. */
export function insertLeg(typed: TypedTraverse, index: number, to: LegEnd = 'turning-point'): TypedTraverse {
  return { ...typed, legs: typed.legs.toSpliced(index, 0, { ...blankLeg, to }) };
}

/** The leg in equal parts to the centimetre, with an intermediate point between each two. @param points how many */
export function splitLeg(
  typed: TypedTraverse,
  index: number,
  points: number,
  distanceM: number,
): TypedTraverse {
  const leg = typed.legs[index];
  if (!leg || points < 1) return typed;
  const partM = Math.round((distanceM * 100) / (points + 1)) / 100;
  const restM = Math.round((distanceM - partM * points) * 1_000) / 1_000;
  const part: TypedLeg = { ...leg, distance: String(partM), to: 'intermediate-point' };
  const parts = [...Array.from({ length: points }, () => part), { ...leg, distance: String(restM) }];
  return { ...typed, legs: typed.legs.toSpliced(index, 1, ...parts) };
}
