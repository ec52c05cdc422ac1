import fc from 'fast-check';
import { expect, test } from 'vitest';
import { destination, inverse } from '#domain/geo/distance.ts';
import { courseTo } from '#domain/geo/nearest-edge.ts';
import type { LonLat, Polygonal, Ring } from '#domain/geo/shape.ts';

/** Spread evenly: as floating-point numbers go, most of them are next to nothing. */
const between = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1_000_000 }).map((share) => min + ((max - min) * share) / 1_000_000);

/** Land of up to a few hundred metres anywhere people live, some of it over the antimeridian. */
const placed = fc.record({
  lon: fc.oneof(between(-180, 180), fc.constantFrom(179.9995, -179.9998)),
  lat: between(-70, 70),
  radiiM: fc.array(between(5, 400), { minLength: 3, maxLength: 9 }),
  bearingDeg: between(0, 360),
  distanceM: between(0, 900),
});

function ringOf(centre: LonLat, radiiM: readonly number[]): Ring {
  const corners = radiiM.map((radiusM, i) => destination(centre, (i * 360) / radiiM.length, radiusM));
  return [...corners, corners[0] ?? centre];
}

test('no position on the edge is nearer than the way to it says, and one is as near', () => {
  fc.assert(
    fc.property(placed, ({ lon, lat, radiiM, bearingDeg, distanceM }) => {
      const centre: LonLat = [lon, lat];
      const ring = ringOf(centre, radiiM);
      const from = destination(centre, bearingDeg, distanceM);
      const shape: Polygonal = { type: 'Polygon', coordinates: [ring] };
      const found = courseTo(shape, from);
      if (!found) throw new Error('A ring has positions.');
      // The edge, walked in steps of a hundredth of each side.
      let leastM = Infinity;
      ring.slice(1).forEach((to, i) => {
        const corner = ring[i] ?? to;
        const side = inverse(corner, to);
        for (let step = 0; step <= 100; step += 1) {
          const at = destination(corner, side.bearingDeg, (side.distanceM * step) / 100);
          leastM = Math.min(leastM, inverse(from, at).distanceM);
        }
      });
      if (found.distanceM === 0) return;
      expect(found.distanceM).toBeLessThanOrEqual(leastM + 0.01);
      // A step of the longest side is 8 m: between two of them the edge is nearer by so much at most.
      expect(found.distanceM).toBeGreaterThanOrEqual(leastM - 4.1);
    }),
  );
});

test('inside an area it is 0 m, whichever way its ring runs; in its hole it is not', () => {
  fc.assert(
    fc.property(placed, fc.boolean(), ({ lon, lat, radiiM }, turned) => {
      const centre: LonLat = [lon, lat];
      const ring = ringOf(centre, radiiM);
      const outer = turned ? ring.toReversed() : ring;
      expect(courseTo({ type: 'Polygon', coordinates: [outer] }, centre)?.distanceM).toBe(0);
      const hole = ringOf(centre, [3, 3, 3, 3]);
      const inHole = courseTo({ type: 'Polygon', coordinates: [outer, hole] }, centre);
      expect(inHole?.distanceM).toBeGreaterThan(1);
    }),
    { numRuns: 50 },
  );
});

test('the bearing is that of the nearest edge, and not of a corner', () => {
  const shape: Polygonal = {
    type: 'Polygon',
    coordinates: [
      [
        [46.93, 40],
        [46.94, 40],
        [46.94, 40.01],
        [46.93, 40.01],
        [46.93, 40],
      ],
    ],
  };
  const south = courseTo(shape, [46.935, 39.9998]);
  expect(south?.distanceM).toBeCloseTo(22.2, 0);
  expect(Math.abs(((south?.bearingDeg ?? 90) + 180) % 360) - 180).toBeCloseTo(0, 1);
  expect(courseTo({ type: 'Polygon', coordinates: [] }, [46.9, 40])).toBeNull();
});

test('an edge that goes over the antimeridian is near on both sides of it', () => {
  const box: Polygonal = {
    type: 'Polygon',
    coordinates: [
      [
        [179.99, 10],
        [-179.99, 10],
        [-179.99, 10.01],
        [179.99, 10.01],
        [179.99, 10],
      ],
    ],
  };
  for (const lon of [179.999, -179.999]) {
    expect(courseTo(box, [lon, 9.9998])?.distanceM).toBeCloseTo(22.1, 0);
    expect(courseTo(box, [lon, 10.0102])?.distanceM).toBeCloseTo(22.1, 0);
    expect(courseTo(box, [lon, 10.005])?.distanceM).toBe(0);
  }
});
