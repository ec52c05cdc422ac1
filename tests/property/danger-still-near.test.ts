import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NearItem } from '#app/danger/near-items.ts';
import { leaveM, lookM, nextNear, type StillNear } from '#app/danger/still-near.ts';

/** Spread evenly: as floating-point numbers go, most of them are next to nothing. */
const between = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1_000_000 }).map((share) => min + ((max - min) * share) / 1_000_000);

const withinM = 25;
const itemAt = (distanceM: number, key = 'a'): NearItem => ({
  id: key,
  key,
  isArea: false,
  isInside: false,
  distanceM,
  bearingDeg: 45,
  accuracyM: 8,
  isMeasured: true,
});

/** What is warned of, fix by fix of one a second, while the item is found at these distances. */
function shownAt(distances: readonly number[]): readonly (NearItem | undefined)[] {
  let near: readonly StillNear[] = [];
  return distances.map((distanceM, second) => {
    const found = distanceM <= withinM + lookM ? [itemAt(distanceM)] : [];
    near = nextNear(near, found, withinM, second * 1_000);
    return near[0]?.item;
  });
}

const starts = (shown: readonly unknown[]) =>
  shown.filter((each, i) => each !== undefined && shown[i - 1] === undefined).length;

test('whoever is within the distance is warned at every fix, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(between(0, 120), { maxLength: 60 }), (distances) => {
      const shown = shownAt(distances);
      distances.forEach((distanceM, i) => {
        if (distanceM <= withinM) expect(shown[i]).toBeDefined();
        // And what is said is never further than it is.
        if (shown[i]) expect(shown[i].distanceM).toBeLessThan(distanceM + 1);
      });
    }),
  );
});

test('a receiver that is noisy at the edge of the distance warns once, and does not flicker', () => {
  fc.assert(
    fc.property(fc.array(between(-leaveM, leaveM), { minLength: 90, maxLength: 120 }), (noise) => {
      const shown = shownAt(noise.map((metres) => withinM + metres));
      expect(starts(shown)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a jump of a few seconds does not end a warning; going away does', () => {
  const walk = [20, 20, 40, 45, 40, 20, 33, 34, 35, 36, 37, 38, 39, 40];
  const shown = shownAt(walk);
  expect(starts(shown)).toBe(1);
  expect(shown.slice(0, 11).every((each) => each !== undefined)).toBe(true);
  expect(shown.at(-1)).toBeUndefined();
});

test('what is no longer there is warned of no more at once', () => {
  const near = nextNear([], [itemAt(10)], withinM, 0);
  expect(nextNear(near, [], withinM, 1_000)).toEqual([]);
});
