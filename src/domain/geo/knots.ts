import { crossingOf } from './crossing.ts';
import { inverse } from './distance.ts';
import { localPlane } from './local-metres.ts';
import type { LonLat } from './shape.ts';

/** A corner of a ring as far as knots are concerned. */
interface KnotCorner {
  readonly at: LonLat;
  /** Null for a corner that was not measured: a person put it there, and it stays. */
  readonly accuracyM: number | null;
  readonly gap: boolean;
}

/** Longest knot that is taken out, in times the worst accuracy of its corners. */
const longest = 4;

/**
 * A walked ring without its knots: the little loops where the noise of the receiver or the last steps past the start
 * make the line cross itself. Each becomes the one corner in which it closes. A loop longer than the accuracy explains is
 * left for the person to look at.
 *
 * @param corners in order, without a closing repeat
 */
export function withoutKnots<Corner extends KnotCorner>(corners: readonly Corner[]): readonly Corner[] {
  let ring = corners;
  for (;;) {
    const next = withoutOneKnot(ring);
    if (next === ring) return ring;
    ring = next;
  }
}

function withoutOneKnot<Corner extends KnotCorner>(ring: readonly Corner[]): readonly Corner[] {
  const crossing = ring.length > 3 ? crossingOf(ring.map(({ at }) => at)) : null;
  if (!crossing) return ring;
  const [a, b] = crossing.sides;
  const inner = ring.slice(a + 1, b + 1);
  const outer = [...ring.slice(b + 1), ...ring.slice(0, a + 1)];
  const knot = lengthM(inner) <= lengthM(outer) ? inner : outer;
  const [first] = knot;
  const measured = knot.flatMap(({ accuracyM }) => (accuracyM === null ? [] : [accuracyM]));
  const accuracyM = Math.max(...measured);
  if (!first || measured.length < knot.length || lengthM(knot) > longest * accuracyM) return ring;
  const at = meetingOf(ring, a, b);
  const gap = knot.some((corner) => corner.gap) || (ring[knot === inner ? a : b]?.gap ?? false);
  const joint: readonly Corner[] = at ? [{ ...first, at, accuracyM, gap }] : [];
  const next =
    knot === inner ? [...ring.slice(0, a + 1), ...joint, ...ring.slice(b + 1)] : [...joint, ...inner];
  return next.length < 3 ? ring : next;
}

/** Where two sides cross; null where they run along one another. */
function meetingOf(ring: readonly KnotCorner[], a: number, b: number): LonLat | null {
  const ends = [a, a + 1, b, b + 1].map((i) => ring[i % ring.length]?.at);
  const [origin] = ends;
  if (!origin) return null;
  const plane = localPlane(origin);
  const [p, q, r, s] = ends.map((end) => plane.toMetres(end ?? origin));
  if (!p || !q || !r || !s) return null;
  const [d, e] = [
    { x: q.x - p.x, y: q.y - p.y },
    { x: s.x - r.x, y: s.y - r.y },
  ];
  const parallel = d.x * e.y - d.y * e.x;
  if (parallel === 0) return null;
  const share = ((r.x - p.x) * e.y - (r.y - p.y) * e.x) / parallel;
  return plane.toLonLat({ x: p.x + share * d.x, y: p.y + share * d.y });
}

/** Along the corners, and from the last back to the first. */
function lengthM(corners: readonly KnotCorner[]): number {
  return corners.reduce((sum, { at }, i) => {
    const next = corners[(i + 1) % corners.length];
    return next ? sum + inverse(at, next.at).distanceM : sum;
  }, 0);
}
