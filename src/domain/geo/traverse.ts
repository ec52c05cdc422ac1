import { destination, inverse } from './distance.ts';
import type { LonLat } from './shape.ts';

export interface Leg {
  readonly bearingDeg: number;
  readonly distanceM: number;
}

export interface TraverseInput {
  readonly start: LonLat;
  readonly legs: readonly Leg[];
  /** Added to each bearing; 0 where they are from true north. */
  readonly declinationDeg: number;
}

export interface TraverseResult {
  /** After each leg; the start is not repeated. */
  readonly points: readonly LonLat[];
  /** From the last point back to the start. */
  readonly misclosureM: number;
  /** The n of 1:n; `null` when it closes to the millimetre or has no legs. */
  readonly ratio: number | null;
  readonly lengthM: number;
}

/** Two turning points farther apart than this want an intermediate point. */
const longestLegM = 50;
/** Nothing that is measured by tape closes better. */
const exactM = 0.001;

/** Where the legs lead, each along the geodesic that leaves at its bearing. */
export function runTraverse({ start, legs, declinationDeg }: TraverseInput): TraverseResult {
  const points: LonLat[] = [];
  let at = start;
  let lengthM = 0;
  for (const { bearingDeg, distanceM } of legs) {
    at = destination(at, bearingDeg + declinationDeg, distanceM);
    lengthM += distanceM;
    points.push(at);
  }
  const misclosureM = inverse(at, start).distanceM;
  return { points, misclosureM, ratio: misclosureM < exactM ? null : lengthM / misclosureM, lengthM };
}

/**
 * Compass rule (Bowditch): the misclosure is shared out along the legs in proportion to their length; the last point
 * is the start.
 */
export function adjustTraverse(input: TraverseInput): readonly LonLat[] {
  const { points, lengthM } = runTraverse(input);
  const last = points.at(-1);
  if (last === undefined) return [];
  const home = inverse(last, input.start);
  let walkedM = 0;
  return points.map((point, i) => {
    if (i === points.length - 1) return input.start;
    walkedM += input.legs[i]?.distanceM ?? 0;
    const share = lengthM > 0 ? walkedM / lengthM : 0;
    return destination(point, home.bearingDeg, home.distanceM * share);
  });
}

/** How many intermediate points a leg wants, so that no two points are more than 50 m apart; 0 for one that short. */
export function intermediatePoints({ distanceM }: Leg): number {
  return Math.max(0, Math.ceil(distanceM / longestLegM) - 1);
}
