import { measureRing } from './area.ts';
import { boxOf, type CoveredLand, coveredLandOf } from './covered-land.ts';
import { type GridLand, intersectLand, ringsOfLand, subtractLand } from './grid.ts';
import type { Polygonal, Ring } from './shape.ts';

/** Land as it is drawn and measured. */
export interface LandPart {
  readonly areaM2: number;
  /** Outer rings run counter-clockwise, holes clockwise. */
  readonly rings: readonly Ring[];
}

/** Narrower than this it is the width of a pencil: not worth a line on the map, and not left out of any figure. */
const narrowestM = 0.05;

/** What of a shape others cover already. They may overlap one another; each spot is taken once. */
export function overlapWith(shape: Polygonal, others: readonly Polygonal[]): LandPart {
  const own = boxOf(shape);
  let rest = coveredLandOf(shape).land();
  const rings: Ring[] = [];
  for (const other of others) {
    if (!boxesTouch(own, boxOf(other))) continue;
    const land = coveredLandOf(other).land();
    rings.push(...ringsOfLand(intersectLand(rest, land)));
    rest = subtractLand(rest, land);
  }
  return partOf(rings);
}

/**
 * What of a shape none of the others covers, in steps between which the caller may do something else: a task of a thousand
 * records takes a while.
 */
export function* leftOf(shape: Polygonal, others: readonly Polygonal[]): Generator<void, LandPart> {
  const own = boxOf(shape);
  const whole: CoveredLand = coveredLandOf(shape);
  let rest: GridLand = whole.land();
  for (const other of others) {
    if (!boxesTouch(own, boxOf(other))) continue;
    rest = subtractLand(rest, coveredLandOf(other).land());
    yield;
  }
  return partOf(ringsOfLand(rest));
}

type Box = ReturnType<typeof boxOf>;
const boxesTouch = (a: Box, b: Box) =>
  a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;

function partOf(rings: readonly Ring[]): LandPart {
  let areaM2 = 0;
  const drawn: Ring[] = [];
  for (const ring of rings) {
    const { signedAreaM2, perimeterM } = measureRing(ring);
    if (2 * Math.abs(signedAreaM2) < narrowestM * perimeterM) continue;
    areaM2 += signedAreaM2;
    drawn.push(ring);
  }
  return { areaM2: Math.max(0, areaM2), rings: drawn };
}
