import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  itemPlace,
  nothingTyped,
  observerPlace,
  type OffsetTyped,
  readOffset,
  typedOf,
} from '#app/form/position/observer-offset.ts';
import { type Place, positionSchema } from '#domain/fields/place.ts';
import { inverse } from '#domain/geo/distance.ts';
import type { Point } from '#domain/geo/shape.ts';
import * as v from 'valibot';

/** Spread evenly: as floating-point numbers go, most of them are next to nothing. */
const between = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1_000_000 }).map((share) => min + ((max - min) * share) / 1_000_000);

const observer: Place<Point> = {
  shape: { type: 'Point', coordinates: [46.9331, 39.9922] },
  source: 'gps',
  accuracyM: 4,
  fixes: 9,
};
const typed = (more: Partial<OffsetTyped>): OffsetTyped => ({ ...nothingTyped, ...more });
const given = (more: Partial<OffsetTyped>, model: number | null = 6.4) => {
  const read = readOffset(typed(more), model);
  if (read.type !== 'given') throw new Error(read.type);
  return read.offset;
};

describe('an item that nobody stands at', () => {
  it('lies the distance away, at the compass bearing corrected by the declination', () => {
    const item = itemPlace(observer, given({ bearing: '45', distance: '30' }));
    const way = inverse(observer.shape.coordinates, item.shape.coordinates);
    expect(way.distanceM).toBeCloseTo(30, 1);
    expect(way.bearingDeg).toBeCloseTo(51.4, 1);
    expect(item).toMatchObject({
      source: 'gps',
      accuracyM: 4,
      fixes: 9,
      observerOffset: { bearingDeg: 45, distanceM: 30, north: 'magnetic', declinationDeg: 6.4 },
    });
    expect(v.is(positionSchema, item)).toBe(true);
  });

  it('takes a true bearing as it is, and a declination that was typed before the model’s', () => {
    expect(given({ bearing: '45', distance: '30', north: 'true' })).toEqual({
      bearingDeg: 45,
      distanceM: 30,
      north: 'true',
    });
    expect(given({ bearing: '45', distance: '30', declination: '−2,5' })).toMatchObject({
      declinationDeg: -2.5,
    });
    expect(given({ bearing: '45', distance: '30', declination: '3' }, null)).toMatchObject({
      declinationDeg: 3,
    });
  });

  it('says what is wrong or missing, and is no position then', () => {
    const read = (more: Partial<OffsetTyped>, model: number | null = 6.4) => readOffset(typed(more), model);
    expect(read({})).toEqual({ type: 'missing' });
    expect(read({ bearing: '45' })).toEqual({ type: 'missing' });
    expect(read({ distance: '30' })).toEqual({ type: 'missing' });
    for (const bearing of ['361', '-1', 'NE']) {
      expect(read({ bearing, distance: '30' })).toMatchObject({
        message: expect.stringContaining('0 to 360'),
      });
    }
    for (const distance of ['0', '-3', '6000', '3o']) {
      expect(read({ bearing: '45', distance })).toMatchObject({ message: expect.stringContaining('5,000') });
    }
    expect(read({ bearing: '45', distance: '30' }, null)).toMatchObject({
      message: expect.stringContaining('No declination'),
    });
  });

  it('tells where its observer stood, to a centimetre, wherever that is', () => {
    fc.assert(
      fc.property(
        between(-179, 179),
        between(-75, 75),
        between(0, 360),
        between(0.1, 5_000),
        (lon, lat, bearingDeg, distanceM) => {
          const from: Place<Point> = { ...observer, shape: { type: 'Point', coordinates: [lon, lat] } };
          const offset = { bearingDeg, distanceM, north: 'magnetic', declinationDeg: 6.4 } as const;
          const back = observerPlace(itemPlace(from, offset));
          expect(inverse(back.shape.coordinates, [lon, lat]).distanceM).toBeLessThan(0.03);
          expect(back.observerOffset).toBeUndefined();
        },
      ),
    );
  });

  it('is typed again as it was', () => {
    const offset = given({ bearing: '45,5', distance: '30' });
    expect(readOffset(typedOf(offset), null)).toEqual({ type: 'given', offset });
  });
});
