import { areaM2, perimeterM } from '#domain/geo/area.ts';
import { difference } from '#domain/geo/clip.ts';
import { followGeodesics } from '#domain/geo/geodesic-sides.ts';
import { type CountedLand, createNetAreas, type NetAreas } from '#domain/geo/net-area.ts';
import type { LonLat, Polygonal, Ring } from '#domain/geo/shape.ts';
import { close, origin, snappedBox, walkedRing } from '#tests/support/domain/arbitrary-land.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Corners snapped to a coarse lattice: shared sides, shared corners, repeated points, and rings that cross themselves. */
const snappedRing: fc.Arbitrary<Ring> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })), {
    minLength: 3,
    maxLength: 7,
  })
  .map((corners) => close(corners.map(([x, y]): LonLat => [origin[0] + x * 0.0003, origin[1] + y * 0.0003])));

const anyRing = fc.oneof(walkedRing, snappedBox, snappedRing);

const anyShape: fc.Arbitrary<Polygonal> = fc.oneof(
  { weight: 4, arbitrary: anyRing.map((ring): Polygonal => ({ type: 'Polygon', coordinates: [ring] })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyRing, anyRing)
      .map(([outer, hole]): Polygonal => ({ type: 'Polygon', coordinates: [outer, hole] })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(anyRing, { minLength: 1, maxLength: 3 })
      .map((rings): Polygonal => ({ type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) })),
  },
);

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const keys = ['AGD-0142|cleared|subsurface', 'AGD-0142|reduced|surface'];

const anyRecord: fc.Arbitrary<CountedLand> = fc.record({
  id: fc.constantFrom(...ids),
  rank: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(Number.POSITIVE_INFINITY)),
  key: fc.constantFrom(...keys),
  shape: anyShape,
});

type Step = { do: 'put'; record: CountedLand } | { do: 'take out'; id: string } | { do: 'read'; id: string };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: anyRecord.map((record): Step => ({ do: 'put', record })) },
  { weight: 1, arbitrary: fc.constantFrom(...ids).map((id): Step => ({ do: 'take out', id })) },
  { weight: 2, arbitrary: fc.constantFrom(...ids).map((id): Step => ({ do: 'read', id })) },
);

describe('land is counted once', () => {
  it('net areas add up to the area of the union, whatever overlaps', () => {
    fc.assert(
      fc.property(fc.array(anyShape, { minLength: 1, maxLength: 10 }), (shapes) => {
        const index = createNetAreas();
        shapes.forEach((shape, i) => {
          index.upsert({ id: `r${i}`, rank: i, key: 'k', shape });
        });
        expectSumIsUnion(index, 'k', shapes);
      }),
      { numRuns: 300 },
    );
  });

  it('rings that cross themselves and touch one another add up too', () => {
    const at = (x: number, y: number): LonLat => [origin[0] + x * 0.0003, origin[1] + y * 0.0003];
    const shapes: Polygonal[] = [
      {
        type: 'Polygon',
        coordinates: [close([at(0, 3), at(7, 7), at(0, 0)]), close([at(4, 2), at(7, 2), at(7, 5), at(4, 5)])],
      },
      { type: 'Polygon', coordinates: [close([at(8, 2), at(3, 0), at(5, 8), at(3, 6)])] },
    ];
    const index = createNetAreas();
    shapes.forEach((shape, i) => {
      index.upsert({ id: `r${i}`, rank: i, key: 'k', shape });
    });
    expectSumIsUnion(index, 'k', shapes);
    // The areas of the two, less their intersection.
    expect(Math.abs(index.totalNetM2('k') - 19_976)).toBeLessThan(1);
  });

  it('arrivals, edits and withdrawals in any order leave the figures of an index built afresh', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 30 }), (steps) => {
        const index = createNetAreas();
        const standing = new Map<string, CountedLand>();
        for (const step of steps) {
          if (step.do === 'put') {
            index.upsert(step.record);
            standing.set(step.record.id, step.record);
          } else if (step.do === 'take out') {
            expect(index.remove(step.id)).toBe(standing.delete(step.id));
          } else {
            // Reading in between fills what later steps must make stale.
            index.netM2(step.id);
            index.overlaps(step.id);
          }
        }
        const afresh = createNetAreas();
        for (const record of [...standing.values()].reverse()) afresh.upsert(record);
        for (const id of ids) {
          expect(index.netM2(id)).toBe(afresh.netM2(id));
          expect(index.grossM2(id)).toBe(afresh.grossM2(id));
          expect(index.overlaps(id)).toEqual(afresh.overlaps(id));
        }
        expect(index.totalNetM2()).toBe(afresh.totalNetM2());
        for (const key of keys) {
          const shapes = [...standing.values()]
            .filter((record) => record.key === key)
            .map((record) => record.shape);
          expectSumIsUnion(index, key, shapes);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a record never counts for more than it covers, nor for less than nothing', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 10 }), (records) => {
        const index = createNetAreas();
        for (const record of records) index.upsert(record);
        for (const { id } of records) {
          const net = index.netM2(id) ?? Number.NaN;
          expect(net).toBeGreaterThanOrEqual(0);
          expect(net).toBeLessThanOrEqual(index.grossM2(id) ?? Number.NaN);
          if (index.overlaps(id).length === 0) expect(net).toBe(index.grossM2(id));
        }
      }),
    );
  });
});

/**
 * 1e-6 of the union for what is left of the bulge of geodesics, and 0.2 mm along the perimeters for the grid (a corner
 * is rounded by up to 0.06 mm, a crossing cut by up to 0.16 mm) and for slivers narrower than that, which count as none.
 */
function expectSumIsUnion(index: NetAreas, key: string, shapes: readonly Polygonal[]): void {
  const unionM2 = areaOfUnion(shapes.map(followGeodesics));
  const perimetersM = shapes.reduce((sum, shape) => sum + perimeterM(shape), 0);
  expect(Math.abs(index.totalNetM2(key) - unionM2)).toBeLessThanOrEqual(
    1e-6 * unionM2 + 0.0002 * perimetersM,
  );
}

/** Each shape less those after it: the other way round than records count, and without Clipper's union, which errs. */
function areaOfUnion(shapes: readonly Polygonal[]): number {
  let total = 0;
  shapes.forEach((shape, index) => {
    let rest: Polygonal | null = difference(shape, []);
    for (const later of shapes.slice(index + 1)) rest = rest && difference(rest, later);
    total += rest === null ? 0 : areaM2(rest);
  });
  return total;
}
