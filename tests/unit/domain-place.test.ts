import { polygonSchema, positionSchema } from '#domain/fields/place.ts';
import { box } from '#tests/support/domain/records.ts';
import * as v from 'valibot';
import { expect, it } from 'vitest';

const shape = box(0, 0, 20, 10);
const traverse = {
  north: 'magnetic',
  declinationDeg: 6.4,
  declinationFrom: 'model',
  landmark: 'Corner of the pump house',
  start: { at: [46.93, 39.99], asGiven: '39.99 46.93' },
  legs: [
    { bearingDeg: 40, distanceM: 12.5, to: 'start-point' },
    { bearingDeg: 90, distanceM: 20, to: 'turning-point' },
    { bearingDeg: 90, distanceM: 20, to: 'intermediate-point' },
  ],
  adjusted: true,
};
const byTraverse = { shape, source: 'traverse', accuracyM: null, traverse };
const reads = (place: unknown) => v.is(polygonSchema, place);

it('a place keeps the legs of a traverse as they were typed', () => {
  expect(v.parse(polygonSchema, byTraverse)).toEqual(byTraverse);
  const wrong = [
    { ...traverse, north: 'grid' },
    { ...traverse, declinationDeg: 181 },
    { ...traverse, declinationFrom: 'guess' },
    { ...traverse, start: { at: [46.93, 99], asGiven: '' } },
    { ...traverse, legs: [{ bearingDeg: 361, distanceM: 1, to: 'turning-point' }] },
    { ...traverse, legs: [{ bearingDeg: 1, distanceM: -1, to: 'turning-point' }] },
    { ...traverse, legs: [{ bearingDeg: 1, distanceM: 1, to: 'somewhere' }] },
    { ...traverse, adjusted: 'yes' },
  ];
  expect(wrong.filter((one) => reads({ ...byTraverse, traverse: one }))).toEqual([]);
});

it('a walked place says where fixes were missing, a position by how much its bearing was corrected', () => {
  expect(reads({ shape, source: 'walked', accuracyM: 4, gaps: [0, 3] })).toBe(true);
  expect(reads({ shape, source: 'walked', accuracyM: 4, gaps: [-1] })).toBe(false);
  const position = {
    shape: { type: 'Point', coordinates: [46.93, 39.99] },
    source: 'gps',
    accuracyM: 4,
    observerOffset: { bearingDeg: 30, distanceM: 12, north: 'magnetic', declinationDeg: 6.4 },
  };
  expect(v.parse(positionSchema, position)).toEqual(position);
});

it('a place of a newer phone, which says more of itself, is read with all that it says', () => {
  const newer = { ...byTraverse, tilt: 3 };
  expect(v.parse(polygonSchema, newer)).toEqual(newer);
});
