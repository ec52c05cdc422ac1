import { inverse } from './distance.ts';
import { localPlane, nearestOnStretch } from './local-metres.ts';
import type { LonLat } from './shape.ts';
import { limits } from './validity.ts';

/** What a device says of where it is. */
export interface WalkFix {
  readonly lon: number;
  readonly lat: number;
  /** Radius in metres, as the device gives it. */
  readonly accuracyM: number;
  /** In ms since 1970. */
  readonly takenAt: number;
}

interface WalkedCorner {
  readonly at: LonLat;
  readonly accuracyM: number;
  /** Whether fixes were missing along the side that begins here: it is no more than a guess. */
  readonly gap: boolean;
}

/** A perimeter in being walked, without pauses. */
export interface Walk {
  /** The last one goes ahead with the walker as long as the way is straight. */
  readonly corners: readonly WalkedCorner[];
  readonly last: WalkFix | null;
  readonly used: number;
  /** Fixes over the threshold of accuracy, and such as nobody can have walked to. Neither is in the trace. */
  readonly poor: number;
  readonly jumps: number;
  /** Where the latest of those were. */
  readonly unused: readonly LonLat[];
  /** Positions that the side to the last corner stands for. */
  readonly straight: readonly LonLat[];
  /** The page was hidden since the last fix. */
  readonly isBroken: boolean;
  /** As it was before the last fix, should that turn out to be a spike. */
  readonly before: Walk | null;
}

/** Without a usable fix for longer than this, where the walker went is not known. */
export const gapAfterMs = 10_000;
/** How far the trace may lie from a fix that was thinned out. */
const toleranceM = 0.5;
/** A fix nearer than this to the last is the same spot: a receiver that stands still wanders about. */
const stepM = 1;
/** Faster than anyone goes along a marked edge; the slack is the noise of two fixes. */
const fastest = { metresPerSecond: 2.5, slackM: 1.5 };
/** Out and back at more than this is a spike, though each way could be run. */
const brisk = { metresPerSecond: 2, slackM: 1 };
const maxUnused = 200;

export function beginWalk(): Walk {
  return {
    corners: [],
    last: null,
    used: 0,
    poor: 0,
    jumps: 0,
    unused: [],
    straight: [],
    isBroken: false,
    before: null,
  };
}

/** The page was hidden or the phone locked: what comes next does not follow on what came before. */
export function breakWalk(walk: Walk): Walk {
  return walk.last === null || walk.isBroken ? walk : { ...walk, isBroken: true, before: null };
}

/**
 * One more fix. A poor one is counted and left out. So is one that is too far off to have been walked to; as time goes
 * on more is in reach, so that a walker who was really elsewhere is found again, behind a gap. Of two first fixes that
 * do not agree the later is believed, since receivers settle.
 */
export function addWalkFix(walk: Walk, fix: WalkFix, worstAccuracyM: number = limits.accuracyM): Walk {
  const { last, before } = walk;
  if (last && fix.takenAt <= last.takenAt) return walk;
  if (fix.accuracyM > worstAccuracyM) return leaveOut({ ...walk, poor: walk.poor + 1 }, fix);
  if (!last) return take(walk, fix);
  if (before?.last && isSpike(before.last, last, fix)) {
    return addWalkFix(leaveOut({ ...before, jumps: walk.jumps + 1 }, last), fix, worstAccuracyM);
  }
  if (!isWithin(fastest, last, fix)) {
    const jumped = { ...walk, jumps: walk.jumps + 1 };
    return walk.used === 1
      ? take(leaveOut({ ...jumped, corners: [], used: 0 }, last), fix)
      : leaveOut(jumped, fix);
  }
  return take(walk, fix);
}

const positionOf = ({ lon, lat }: WalkFix): LonLat => [lon, lat];

function isWithin(pace: typeof fastest, from: WalkFix, to: WalkFix): boolean {
  const seconds = (to.takenAt - from.takenAt) / 1_000;
  return inverse(positionOf(from), positionOf(to)).distanceM <= pace.metresPerSecond * seconds + pace.slackM;
}

function isSpike(a: WalkFix, b: WalkFix, c: WalkFix): boolean {
  if (isWithin(brisk, a, b) || isWithin(brisk, b, c)) return false;
  const [out, back, across] = [[a, b] as const, [b, c] as const, [a, c] as const].map(
    ([from, to]) => inverse(positionOf(from), positionOf(to)).distanceM,
  ) as [number, number, number];
  return across < Math.min(out, back);
}

function leaveOut(walk: Walk, fix: WalkFix): Walk {
  return { ...walk, unused: [...walk.unused, positionOf(fix)].slice(-maxUnused) };
}

function take(walk: Walk, fix: WalkFix): Walk {
  const next = {
    ...walk,
    last: fix,
    used: walk.used + 1,
    isBroken: false,
    before: { ...walk, before: null },
  };
  const corner = { at: positionOf(fix), accuracyM: fix.accuracyM, gap: false };
  const { corners } = walk;
  const [head, from] = [corners.at(-1), corners.at(-2)];
  if (!head || !walk.last) return { ...next, corners: [corner], straight: [] };
  if (walk.isBroken || fix.takenAt - walk.last.takenAt > gapAfterMs) {
    return { ...next, corners: [...corners.slice(0, -1), { ...head, gap: true }, corner], straight: [] };
  }
  if (inverse(head.at, corner.at).distanceM < stepM) return next;
  const straight = [...walk.straight, head.at];
  if (from && !from.gap && isStraight(from.at, straight, corner.at)) {
    return { ...next, corners: [...corners.slice(0, -1), corner], straight };
  }
  return { ...next, corners: [...corners, corner], straight: [] };
}

/** Whether the stretch between two positions passes by all those between within the tolerance. */
function isStraight(from: LonLat, between: readonly LonLat[], to: LonLat): boolean {
  const plane = localPlane(from);
  const [a, b] = [plane.toMetres(from), plane.toMetres(to)];
  return between.every((at) => nearestOnStretch(plane.toMetres(at), a, b).offM <= toleranceM);
}
