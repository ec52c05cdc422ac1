import { type Place, roundPosition } from '#domain/fields/place.ts';
import { inverse } from '#domain/geo/distance.ts';
import type { Point } from '#domain/geo/shape.ts';
import { limits } from '#domain/geo/validity.ts';
import type { Fix } from '../shell/locator.ts';

/** Enough to even out the noise of one place; what comes later may come from another. */
const enoughFixes = 20;
const enoughMs = 30_000;
/** With nothing better after this time the best of the poor fixes is offered, with its true accuracy. */
const patienceMs = 5_000;
/** Of the dropped ones so many are kept for the picture. */
const droppedKept = 40;

export interface StandingFix {
  readonly startedAt: number;
  readonly used: readonly Fix[];
  /** How many were dropped: over the threshold, or too far from the others. */
  readonly poor: number;
  readonly jumps: number;
  /** The last of them. */
  readonly dropped: readonly Fix[];
  readonly bestPoor: Fix | null;
}

export function startStandingFix(now: number): StandingFix {
  return { startedAt: now, used: [], poor: 0, jumps: 0, dropped: [], bestPoor: null };
}

/** Whether no further fix is taken: enough of them, or enough time since the first good one. */
export function isDone({ used }: StandingFix): boolean {
  const first = used[0];
  const last = used.at(-1);
  return used.length >= enoughFixes || (!!first && !!last && last.takenAt - first.takenAt >= enoughMs);
}

/**
 * One more fix. A poor one is dropped and the average goes on; one from before the start is another place's; one that
 * lies further from the average than both accuracies together is a jump, or the phone was moved, and is dropped too.
 */
export function addFix(standing: StandingFix, fix: Fix): StandingFix {
  const { used, poor, jumps, bestPoor } = standing;
  const isKnown = ({ takenAt }: Fix) => takenAt === fix.takenAt;
  if (isDone(standing) || used.some(isKnown) || standing.dropped.some(isKnown)) return standing;
  const dropped = [...standing.dropped, fix].slice(-droppedKept);
  if (fix.accuracyM > limits.accuracyM) {
    const better = !bestPoor || fix.accuracyM < bestPoor.accuracyM;
    return { ...standing, poor: poor + 1, dropped, bestPoor: better ? fix : bestPoor };
  }
  const mean = meanOf(used);
  if (mean) {
    const { distanceM } = inverse(mean.at, [fix.lon, fix.lat]);
    if (distanceM > mean.accuracyM + fix.accuracyM) return { ...standing, jumps: jumps + 1, dropped };
  }
  return { ...standing, used: [...used, fix] };
}

/** The position so far; null while there is nothing to offer yet. Its accuracy is what the device claims, no better. */
export function placeOf(standing: StandingFix, now: number): Place<Point> | null {
  const mean = meanOf(standing.used);
  if (mean) return gpsPlace(mean.at, mean.accuracyM, standing.used.length);
  const poor = standing.bestPoor;
  if (!poor || now - standing.startedAt < patienceMs) return null;
  return gpsPlace([poor.lon, poor.lat], poor.accuracyM, 1);
}

function gpsPlace(at: readonly [number, number], accuracyM: number, fixes: number): Place<Point> {
  return {
    shape: { type: 'Point', coordinates: roundPosition(at) },
    source: 'gps',
    accuracyM: Math.max(0.1, Math.round(accuracyM * 10) / 10),
    fixes,
  };
}

/** Mean weighted by 1/accuracy². Fixes of one place are a few metres apart, so that degrees may be averaged as such. */
function meanOf(fixes: readonly Fix[]): { at: readonly [number, number]; accuracyM: number } | null {
  const [first] = fixes;
  if (!first) return null;
  let [lon, lat, weight, accuracy] = [0, 0, 0, 0];
  for (const fix of fixes) {
    const share = 1 / Math.max(0.5, fix.accuracyM) ** 2;
    lon += (fix.lon - first.lon) * share;
    lat += (fix.lat - first.lat) * share;
    accuracy += fix.accuracyM;
    weight += share;
  }
  return { at: [first.lon + lon / weight, first.lat + lat / weight], accuracyM: accuracy / fixes.length };
}
