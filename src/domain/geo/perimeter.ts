import { type Place, roundPosition } from '../fields/place.ts';
import type { LonLat } from './shape.ts';
import { adjustTraverse, runTraverse } from './traverse.ts';

type Traverse = NonNullable<Place['traverse']>;

/** What a perimeter measured by bearing and distance comes to. */
export interface Perimeter {
  /** The start point, then the turning and intermediate points; the start is not repeated. */
  readonly corners: readonly LonLat[];
  /** Where each leg ends as it was measured, that from the benchmark included. */
  readonly ends: readonly LonLat[];
  /** How far the leg back to the start point misses it; null where there is no such leg. */
  readonly closure: {
    readonly misclosureM: number;
    /** n of 1:n; null where it closes exactly. */
    readonly ratio: number | null;
    readonly lengthM: number;
  } | null;
}

/**
 * A perimeter from its legs. A first leg to the start point leads there from the benchmark and is no side of the
 * polygon; a last one closes it, and is shared out by the compass rule where the traverse says so.
 */
export function perimeterOf({ start, legs, declinationDeg, adjusted }: Traverse): Perimeter {
  const leads = legs[0]?.to === 'start-point';
  const [lead, round] = leads ? [legs.slice(0, 1), legs.slice(1)] : [[], legs];
  const arrival = runTraverse({ start: start.at, legs: lead, declinationDeg }).points;
  const input = { start: arrival[0] ?? start.at, legs: round, declinationDeg };
  const { points, misclosureM, ratio, lengthM } = runTraverse(input);
  const closes = round.at(-1)?.to === 'start-point';
  const turns = closes && adjusted ? adjustTraverse(input) : points;
  return {
    corners: [input.start, ...(closes ? turns.slice(0, -1) : turns)].map(roundPosition),
    ends: [...arrival, ...points],
    closure: closes ? { misclosureM, ratio, lengthM } : null,
  };
}
