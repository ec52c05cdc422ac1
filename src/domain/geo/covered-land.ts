import { areaM2, measureRing, perimeterM } from './area.ts';
import { boundsOf, nearestTurn } from './bounds.ts';
import { crossingOf } from './crossing.ts';
import { bulgeDeg, followGeodesics } from './geodesic-sides.ts';
import { type GridLand, intersectLand, landOf, ringsOfLand, subtractLand } from './grid.ts';
import { type Polygonal, polygonsOf } from './shape.ts';

/** What a polygon covers, ready to be compared with what others cover. */
export interface CoveredLand {
  /** Made when it is first asked for: most records touch no other, and clipping costs more than measuring. */
  land(): GridLand;
  readonly grossM2: number;
}

/** Land narrower than this is rounding to the grid where records share a side: neither overlap nor remainder. */
const narrowestM = 0.0002;

/**
 * The land under a shape, and its area: `areaM2` to the last bit for a valid shape. Of a shape that crosses or
 * overlaps itself each spot counts once, whereas `areaM2` would cancel one lobe of an 8 against the other.
 */
export function coveredLandOf(shape: Polygonal): CoveredLand {
  let made: GridLand | undefined;
  const land = () => (made ??= landOf(followGeodesics(shape)));
  const plainM2 = areaM2(shape);
  if (isPlain(shape)) return { land, grossM2: plainM2 };
  const landAreaM2 = landM2(land(), 0);
  const roundingM2 = narrowestM * perimeterM(shape) + 1e-6 * landAreaM2;
  return { land, grossM2: Math.abs(plainM2 - landAreaM2) <= roundingM2 ? plainM2 : landAreaM2 };
}

/** Whether the shape is one ring that does not cross itself, as nearly every record is. */
function isPlain(shape: Polygonal): boolean {
  const rings = polygonsOf(shape).flat();
  return rings.length === 1 && rings[0] !== undefined && crossingOf(rings[0]) === null;
}

/** m² of `own` that `others`, which may overlap one another, cover. */
export function coveredM2(own: CoveredLand, others: readonly CoveredLand[]): number {
  return takenFrom(own, others).overlapM2;
}

/** m² of `own` that none of `others` covers. */
export function uncoveredM2(own: CoveredLand, others: readonly CoveredLand[]): number {
  const { overlapM2, remainder } = takenFrom(own, others);
  // Whichever part is the smaller is measured, so that its rounding is small too: exactly the gross area where nothing
  // overlaps, exactly 0 of a repeat, and next to nothing of a record that is all but covered.
  if (overlapM2 <= own.grossM2 / 2) return own.grossM2 - overlapM2;
  return Math.min(own.grossM2, landM2(remainder, narrowestM));
}

/**
 * One after the other takes what is left of the land, so that each spot is taken once. The others are never united:
 * Clipper's union of some rings that touch is too large, and it misses pieces of intersections with paths that overlap.
 */
function takenFrom(own: CoveredLand, others: readonly CoveredLand[]) {
  let remainder = own.land();
  let overlapM2 = 0;
  for (const other of others) {
    overlapM2 += landM2(intersectLand(remainder, other.land()), narrowestM);
    remainder = subtractLand(remainder, other.land());
  }
  return { overlapM2: Math.min(own.grossM2, overlapM2), remainder };
}

/** The box in degrees in which all the land lies, the bulge of its geodesic sides included. */
export function boxOf(shape: Polygonal): { minX: number; minY: number; maxX: number; maxY: number } {
  const rings = polygonsOf(shape).flat();
  // An imported shape may be empty: it has a place in the index and no land.
  if (rings.every((ring) => ring.length === 0)) return { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  const [west, south, east, north] = boundsOf(shape);
  let widestDeg = 0;
  for (const ring of rings) {
    ring.forEach(([lon], i) => {
      const before = ring[i - 1]?.[0] ?? lon;
      widestDeg = Math.max(widestDeg, Math.abs(nearestTurn(lon, before) - before));
    });
  }
  const bulge = bulgeDeg(widestDeg);
  // Across the antimeridian the box goes all the way round: too wide, which costs a comparison and misses nothing.
  const [minX, maxX] = west <= east ? [west, east] : [-180, 180];
  return { minX, minY: south - bulge, maxX, maxY: north + bulge };
}

/** Geodesic area of land less those pieces of it that are, on average, narrower than `narrowest` metres. */
function landM2(land: GridLand, narrowest: number): number {
  let total = 0;
  for (const ring of ringsOfLand(land)) {
    const { signedAreaM2, perimeterM: lengthM } = measureRing(ring);
    if (signedAreaM2 < 0 || 2 * signedAreaM2 > narrowest * lengthM) total += signedAreaM2;
  }
  return Math.max(0, total);
}

/** No work is 100 km wide: a lost minus sign at one corner is, and would drown every other figure. */
const widestDeg = 1;

/** Whether the shape spans more than a degree, so that no area should be made of it. */
export function isBeyondMeasure(shape: Polygonal): boolean {
  const { minX, minY, maxX, maxY } = boxOf(shape);
  return Math.max(maxX - minX, maxY - minY) > widestDeg;
}
