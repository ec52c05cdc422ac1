import { declinationDeg } from '#domain/geo/declination.ts';
import { inverse } from '#domain/geo/distance.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { adjustTraverse, intermediatePoints, runTraverse } from '#domain/geo/traverse.ts';
import { describe, expect, it } from 'vitest';

const aghdam: LonLat = [46.93, 39.99];
const leg = (bearingDeg: number, distanceM: number) => ({ bearingDeg, distanceM });
const square = [leg(0, 40), leg(90, 40), leg(180, 40), leg(270, 40)];

describe('a traverse', () => {
  it('leads from leg to leg and says how far it ends from its start', () => {
    const legs = [leg(0, 40), leg(90, 40), leg(180, 40), leg(270, 38.4)];
    const { points, misclosureM, ratio, lengthM } = runTraverse({ start: aghdam, legs, declinationDeg: 0 });
    expect(points).toHaveLength(4);
    expect(inverse(aghdam, points[0] as LonLat).distanceM).toBeCloseTo(40, 6);
    expect(inverse(aghdam, points[1] as LonLat).bearingDeg).toBeCloseTo(45, 3);
    expect(lengthM).toBeCloseTo(158.4, 9);
    expect(misclosureM).toBeCloseTo(1.6, 3);
    expect(ratio).toBeCloseTo(99, 0);
  });

  it('has no ratio when it closes or has no legs', () => {
    expect(runTraverse({ start: aghdam, legs: square, declinationDeg: 0 }).ratio).toBeNull();
    expect(runTraverse({ start: aghdam, legs: [], declinationDeg: 0 })).toEqual({
      points: [],
      misclosureM: 0,
      ratio: null,
      lengthM: 0,
    });
  });

  it('adds the declination to each bearing: 6.4° are 5.6 m at the end of 50 m', () => {
    const legs = [leg(30, 50)];
    const [magnetic] = runTraverse({ start: aghdam, legs, declinationDeg: 6.4 }).points;
    const [plain] = runTraverse({ start: aghdam, legs, declinationDeg: 0 }).points;
    expect(inverse(aghdam, magnetic as LonLat).bearingDeg).toBeCloseTo(36.4, 5);
    expect(inverse(plain as LonLat, magnetic as LonLat).distanceM).toBeCloseTo(5.58, 2);
  });
});

describe('the compass rule', () => {
  it('shares the misclosure out by the length of the legs and ends at the start', () => {
    const legs = [leg(0, 60), leg(90, 20), leg(180, 60), leg(270, 18)];
    const input = { start: aghdam, legs, declinationDeg: 0 };
    const { points } = runTraverse(input);
    const adjusted = adjustTraverse(input);
    expect(adjusted.at(-1)).toEqual(aghdam);
    const moved = points.map((point, i) => inverse(point, adjusted[i] as LonLat));
    const total = moved.at(-1)?.distanceM ?? 0;
    expect(moved.map(({ distanceM }) => distanceM / total)).toEqual([
      expect.closeTo(60 / 158, 6),
      expect.closeTo(80 / 158, 6),
      expect.closeTo(140 / 158, 6),
      expect.closeTo(1, 6),
    ]);
    for (const { bearingDeg } of moved) expect(bearingDeg).toBeCloseTo(moved[3]?.bearingDeg ?? 0, 3);
  });

  it('has nothing to share out without legs, or where they have no length', () => {
    expect(adjustTraverse({ start: aghdam, legs: [], declinationDeg: 0 })).toEqual([]);
    const still = adjustTraverse({ start: aghdam, legs: [leg(10, 0), leg(20, 0)], declinationDeg: 0 });
    expect(still.map((point) => inverse(aghdam, point).distanceM < 1e-6)).toEqual([true, true]);
  });
});

it('a leg over 50 m wants intermediate points, none of them farther than that from the next', () => {
  expect([0, 49.9, 50, 50.1, 100, 100.1, 240].map((m) => intermediatePoints(leg(0, m)))).toEqual([
    0, 0, 0, 1, 1, 2, 4,
  ]);
});

describe('the declination', () => {
  // The test values published with the World Magnetic Models of 2020 and 2025, at sea level.
  it.each([
    ['2020-01-01', 80, 0, -1.28],
    ['2020-01-01', 0, 120, 0.16],
    ['2020-01-01', -80, 240, 69.36],
    ['2025-01-01', 80, 0, 1.28],
    ['2025-01-01', 0, 120, -0.16],
    ['2025-01-01', -80, 240, 68.78],
  ])('on %s at %d° %d° is that of the model', (date, lat, lon, expected) => {
    expect(declinationDeg([lon, lat], date)).toBeCloseTo(expected, 1);
  });

  it('is about 6.4° east at Aghdam in 2026', () => {
    expect(declinationDeg(aghdam, '2026-06-01')).toBeCloseTo(6.4, 1);
  });

  it('is not known for days that no model covers', () => {
    const days = ['2014-12-14', '2014-12-16', '2029-11-12', '2029-11-14', 'today'];
    expect(days.map((day) => declinationDeg(aghdam, day) === null)).toEqual([true, false, false, true, true]);
  });
});
