import { meet } from './crossing.ts';
import { contains } from './same-shape.ts';
import { type Polygonal, polygonsOf, type Ring } from './shape.ts';

/**
 * Whether `inner` lies within `outer` and nowhere near its edge: asked before clipping, which costs twenty times as
 * much. False where it cannot tell (they touch, or lie at the antimeridian), so that only a true answer says anything.
 */
export function liesPlainlyWithin(inner: Polygonal, outer: Polygonal): boolean {
  const [rings, edges] = [polygonsOf(inner).flat(), polygonsOf(outer).flat()];
  return (
    rings.every((ring) => ring.every((corner) => contains(outer, corner))) &&
    !rings.some((ring) => edges.some((edge) => ringsMeet(ring, edge))) &&
    // A hole of the outer one may lie wholly inside the inner one.
    !edges.some((edge) => edge[0] !== undefined && contains(inner, edge[0]))
  );
}

function ringsMeet(a: Ring, b: Ring): boolean {
  return sidesOf(a).some((side) => sidesOf(b).some((other) => meet(side, other)));
}

function sidesOf(ring: Ring) {
  return ring.slice(1).map((to, i) => ({ from: ring[i] ?? to, to }));
}
