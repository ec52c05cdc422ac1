import { type Place, roundPosition } from '#domain/fields/place.ts';
import { inverse } from '#domain/geo/distance.ts';
import { type LonLat, polygonsOf, type Polygonal } from '#domain/geo/shape.ts';
import type { Walk } from '#domain/geo/walk.ts';

/** A corner of an area in work, with where it came from: the ways of capture share one list of these. */
export interface Corner {
  readonly at: LonLat;
  readonly from: Place['source'];
  /** Null where no device measured it. */
  readonly accuracyM: number | null;
  /** Whether fixes were missing along the side that begins here. */
  readonly gap: boolean;
}

/** What was given for an area as a whole, kept as it was typed. */
export type Given = Omit<Place<Polygonal>, 'shape' | 'source' | 'accuracyM' | 'gaps' | 'fixes'>;

/** From the least to the most trusted: an area is no better than the worst of its corners. */
const trust: readonly Place['source'][] = ['drawn', 'imported', 'typed', 'traverse', 'gps', 'walked'];

/** Nearer than this to its start a walk has come round, whatever the accuracy. */
const closedM = 5;

/** Whether these are several areas, or one with holes: such a place is shown and cannot be changed corner by corner. */
export function isInParts(place: Place<Polygonal> | null): boolean {
  return place !== null && polygonsOf(place.shape).flat().length > 1;
}

/** The corners of a kept place, without the closing repeat. What one of them was is no longer known: all are the worst. */
export function cornersOf(place: Place<Polygonal> | null): readonly Corner[] {
  if (!place || isInParts(place)) return [];
  const ring = polygonsOf(place.shape)[0]?.[0] ?? [];
  const open = ring.length > 1 ? ring.slice(0, -1) : ring;
  const { source, accuracyM, gaps = [] } = place;
  return open.map((at, n) => ({ at, from: source, accuracyM, gap: gaps.includes(n) }));
}

export function givenOf(place: Place<Polygonal> | null): Given {
  if (!place) return {};
  const { shape: _, source: __, accuracyM: ___, gaps: ____, fixes: _____, ...given } = place;
  return given;
}

/** Corners as a place: of the least trusted source, and as good as the worst corner. Null without any. */
export function placeOf(corners: readonly Corner[], given: Given): Place<Polygonal> | null {
  const [first] = corners;
  if (!first) return null;
  const accuracies = corners.flatMap(({ accuracyM }) => (accuracyM === null ? [] : [accuracyM]));
  const gaps = corners.flatMap(({ gap }, n) => (gap && corners.length > 1 ? [n] : []));
  return {
    ...given,
    shape: { type: 'Polygon', coordinates: [[...corners, first].map(({ at }) => at)] },
    source: trust.find((source) => corners.some(({ from }) => from === source)) ?? 'drawn',
    accuracyM: accuracies.length === corners.length ? Math.max(...accuracies) : null,
    ...(gaps.length > 0 && { gaps }),
  };
}

export function drawnCorner(at: LonLat): Corner {
  return { at: roundPosition(at), from: 'drawn', accuracyM: null, gap: false };
}

/** A corner that was measured: by walking to it, or standing at it. */
export function measuredCorner(at: LonLat, accuracyM: number, gap = false): Corner {
  return {
    at: roundPosition(at),
    from: 'walked',
    accuracyM: Math.max(0.1, Math.round(accuracyM * 10) / 10),
    gap,
  };
}

/**
 * A walk put behind the corners that were there. Where the walker paused and went on elsewhere, or has not come back
 * to the start, nobody walked along the side: it is a gap.
 */
export function withWalk(before: readonly Corner[], { corners }: Walk): readonly Corner[] {
  const walked = corners.map(({ at, accuracyM, gap }) => measuredCorner(at, accuracyM, gap));
  const [first] = walked;
  if (!first) return before;
  const last = before.at(-1);
  const joined = last ? [...before.slice(0, -1), { ...last, gap: areApart(last, first) }, ...walked] : walked;
  const [start, end] = [joined[0], joined.at(-1)];
  return start && end && joined.length > 2
    ? [...joined.slice(0, -1), { ...end, gap: areApart(end, start) }]
    : joined;
}

/** Whether the walker was at both, and they are further apart than their accuracy can explain. */
function areApart(a: Corner, b: Corner): boolean {
  if (a.accuracyM === null || b.accuracyM === null) return false;
  return inverse(a.at, b.at).distanceM > Math.max(closedM, a.accuracyM + b.accuracyM);
}

/** Corners that came as a whole, from a panel: those that were there before stay what they were. */
export function takenOver(place: Place<Polygonal> | null, before: readonly Corner[]): readonly Corner[] {
  const known = new Map(before.map((corner) => [String(corner.at), corner]));
  return cornersOf(place).map((corner) => ({ ...(known.get(String(corner.at)) ?? corner), gap: corner.gap }));
}
