import { areaM2, measureRing, perimeterM } from '#domain/geo/area.ts';
import { boundsContain, boundsIntersect, boundsOf } from '#domain/geo/bounds.ts';
import { difference, intersection, union } from '#domain/geo/clip.ts';
import { coveredLandOf } from '#domain/geo/covered-land.ts';
import { crossingOf } from '#domain/geo/crossing.ts';
import { destination, inverse } from '#domain/geo/distance.ts';
import { liesPlainlyWithin } from '#domain/geo/lies-within.ts';
import { contains, isSameShape } from '#domain/geo/same-shape.ts';
import type { LonLat, Polygonal, Ring } from '#domain/geo/shape.ts';
import { box, ring } from '#tests/support/domain/records.ts';
import { describe, expect, it } from 'vitest';

const polygon = (...rings: readonly Ring[]): Polygonal => ({ type: 'Polygon', coordinates: rings });
const degreeBox = (w: number, s: number, e: number, n: number): Polygonal =>
  polygon([[w, s], [e, s], [e, n], [w, n], [w, s]]); // biome-ignore format: a box reads best on one line

describe('areas on the ellipsoid', () => {
  it('agree with GeographicLib’s Planimeter', () => {
    // Half of the ellipsoid's 510,065,621,724,089 m², and the first square degree north of the equator.
    expect(areaM2(degreeBox(0, 0, 1, 1))).toBeCloseTo(12_308_778_361.469, 0);
    const hemisphere = polygon([[0, 0], [90, 0], [180, 0], [-90, 0], [0, 0]]); // biome-ignore format: one ring
    expect(areaM2(hemisphere)).toBeCloseTo(510_065_621_724_089 / 2, -3);
  });

  it('do not depend on the way round, and lose what holes take', () => {
    const outer = ring([0, 0], [100, 0], [100, 100], [0, 100]);
    const hole = ring([40, 40], [60, 40], [60, 60], [40, 60]);
    const whole = areaM2(polygon(outer));
    expect(areaM2(polygon([...outer].reverse()))).toBe(whole);
    expect(measureRing([...outer].reverse()).signedAreaM2).toBe(-whole);
    expect(areaM2(polygon(outer, hole))).toBeCloseTo(whole - 400, 0);
    expect(perimeterM(polygon(outer, hole))).toBeCloseTo(480, 0);
  });

  it('of fewer than three corners are none', () => {
    expect(areaM2(polygon(ring([0, 0], [10, 0])))).toBe(0);
    expect(areaM2(polygon([]))).toBe(0);
    expect(areaM2({ type: 'MultiPolygon', coordinates: [] })).toBe(0);
  });

  it('cross the antimeridian', () => {
    const across = degreeBox(179.5, 0, -179.5, 1);
    expect(areaM2(across)).toBeCloseTo(areaM2(degreeBox(10, 0, 11, 1)), 0);
  });
});

describe('distance and bearing', () => {
  it('lead to where they say, and back', () => {
    const start: LonLat = [46.93, 39.99];
    const end = destination(start, 137, 250);
    expect(inverse(start, end).distanceM).toBeCloseTo(250, 6);
    expect(inverse(start, end).bearingDeg).toBeCloseTo(137, 6);
    expect(inverse(start, start)).toEqual({ distanceM: 0, bearingDeg: 0 });
  });

  it('are those of the ellipsoid: a minute of latitude at the equator is 1,842.9 m', () => {
    expect(inverse([0, 0], [0, 1 / 60]).distanceM).toBeCloseTo(1842.9, 1);
    expect(inverse([0, 0], [-1, 0]).bearingDeg).toBe(270);
  });
});

describe('bounds', () => {
  it('go the short way round the globe', () => {
    const across = degreeBox(179, 10, -179, 11);
    expect(boundsOf(across)).toEqual([179, 10, -179, 11]);
    expect(boundsContain([179, 10, -179, 11], [180, 10.5])).toBe(true);
    expect(boundsContain([179, 10, -179, 11], [0, 10.5])).toBe(false);
    expect(boundsIntersect([179, 10, -179, 11], [-179.5, 10, -170, 11])).toBe(true);
    expect(boundsIntersect([179, 10, -179, 11], [170, 10, 178, 11])).toBe(false);
    expect(boundsIntersect([0, 0, 1, 1], [1, 1, 2, 2])).toBe(true);
  });

  it('of nothing are an error', () => {
    expect(() => boundsOf({ type: 'MultiPolygon', coordinates: [] })).toThrow(RangeError);
  });
});

describe('a ring', () => {
  it.each([
    ['a triangle', ring([0, 0], [10, 0], [0, 10]), null],
    ['an L', ring([0, 0], [20, 0], [20, 10], [10, 10], [10, 20], [0, 20]), null],
    ['one that runs past a tapped corner twice', ring([0, 0], [5, 0], [5, 0], [10, 0], [0, 10]), null],
    ['an 8', ring([0, 0], [10, 10], [10, 0], [0, 10]), [0, 2]],
    ['one that touches itself in a corner', ring([0, 0], [10, 0], [5, 5], [10, 10], [0, 10], [5, 5]), [1, 4]],
    ['a spike', ring([0, 0], [10, 0], [20, 0], [10, 0], [0, 10]), [0, 3]],
  ])('in the form of %s', (_, given, sides) => expect(crossingOf(given)?.sides ?? null).toEqual(sides));

  it('is told to cross itself across the antimeridian too', () => {
    const eight: Ring = [[179.9, 0], [-179.9, 1], [-179.9, 0], [179.9, 1], [179.9, 0]]; // biome-ignore format: one ring
    const square: Ring = [[179.9, 0], [-179.9, 0], [-179.9, 1], [179.9, 1], [179.9, 0]]; // biome-ignore format: one ring
    expect(crossingOf(eight)?.sides).toEqual([0, 2]);
    expect(crossingOf(square)).toBeNull();
  });
});

describe('land', () => {
  const [a, b] = [box(0, 0, 50, 40), box(25, 0, 50, 40)];
  const m2 = (shape: Polygonal | null) => (shape === null ? 0 : areaM2(shape));

  it('of two records is cut and joined without loss', () => {
    expect(m2(intersection(a, b)) + m2(difference(a, b))).toBeCloseTo(m2(a), 2);
    expect(m2(union([a, b]))).toBeCloseTo(m2(a) + m2(b) - m2(intersection(a, b)), 2);
    expect(intersection(a, box(60, 60, 5, 5))).toBeNull();
    expect(difference(a, [a, b])).toBeNull();
  });

  it('under a ring with a spike is the land without the spike', () => {
    // As it was found: Clipper turns this one round, and land that runs clockwise would count as a hole.
    const [w, e, n, s] = [46.93, 46.9303, 39.9918, 39.99];
    const spiked = polygon([[w, n], [46.9306, n], [e, n], [w, s], [w, s], [w, n]]); // biome-ignore format: one ring
    const plain = polygon([[w, n], [e, n], [w, s], [w, n]]); // biome-ignore format: one ring
    expect(coveredLandOf(spiked).grossM2).toBeCloseTo(areaM2(plain), 2);
  });

  it('in the hole of a polygon is not its land', () => {
    const outer = ring([0, 0], [100, 0], [100, 100], [0, 100]);
    const hole = ring([40, 40], [60, 40], [60, 60], [40, 60]);
    const ringed = polygon(outer, hole);
    expect(intersection(ringed, box(45, 45, 10, 10))).toBeNull();
    expect(contains(ringed, box(50, 50, 1, 1).coordinates[0]?.[0] as LonLat)).toBe(false);
    expect(contains(ringed, box(10, 50, 1, 1).coordinates[0]?.[0] as LonLat)).toBe(true);
  });

  it('lies plainly within other land where it neither touches its edge nor covers a hole of it', () => {
    const outer = ring([0, 0], [100, 0], [100, 100], [0, 100]);
    const hole = ring([40, 40], [60, 40], [60, 60], [40, 60]);
    const u = polygon(ring([0, 0], [100, 0], [100, 100], [70, 100], [70, 30], [30, 30], [30, 100], [0, 100]));
    expect(liesPlainlyWithin(box(10, 10, 20, 20), polygon(outer))).toBe(true);
    expect(liesPlainlyWithin(box(10, 10, 20, 20), polygon(outer, hole))).toBe(true);
    expect(liesPlainlyWithin(box(30, 30, 40, 40), polygon(outer, hole))).toBe(false);
    expect(liesPlainlyWithin(box(90, 10, 20, 20), polygon(outer))).toBe(false);
    expect(liesPlainlyWithin(box(10, 50, 80, 10), u)).toBe(false);
    expect(liesPlainlyWithin(box(0, 10, 20, 20), polygon(outer))).toBe(false);
  });

  it('is the same however its ring is written', () => {
    const corners = [[0, 0], [10, 0], [10, 5], [0, 5]] as const; // biome-ignore format: one ring
    const [first, ...rest] = corners;
    expect(isSameShape(polygon(ring(...corners)), polygon(ring(...rest, first)))).toBe(true);
    expect(isSameShape(polygon(ring(...corners)), polygon([...ring(...corners)].reverse()))).toBe(true);
    expect(isSameShape(polygon(ring(...corners)), polygon(ring(...rest)))).toBe(false);
    expect(isSameShape(polygon([]), polygon([]))).toBe(true);
  });
});
