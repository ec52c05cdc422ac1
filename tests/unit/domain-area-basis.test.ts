import { expect, test } from 'vitest';
import { basisText } from '#app/form/area-basis-line.tsx';
import { areaBasisOf } from '#domain/area-basis.ts';
import type { AnyValues } from '#domain/fields/field.ts';
import { destination } from '#domain/geo/distance.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { clearance } from '#domain/kinds/clearance.ts';

const corner: LonLat = [46.93, 39.99];
/** A rectangle of 9 m × 19 m, walked: 171 m², 56 m around. */
const walked = (accuracyM: number | null) => {
  const east = destination(corner, 90, 9);
  const ring = [corner, east, destination(east, 0, 19), destination(corner, 0, 19), corner];
  return { shape: { type: 'Polygon', coordinates: [ring] }, source: 'walked', accuracyM };
};
const lanes = [
  { startM: 0, lengthM: 20, widthM: 4 },
  { startM: 0, lengthM: 20, widthM: 3 },
];
const basisOf = (values: AnyValues) => areaBasisOf(clearance, { product: 'cleared', ...values });
const textOf = (values: AnyValues) => {
  const found = basisOf(values);
  return found && basisText(found);
};

test('lanes that count are named first, with what the polygon computes and how far that may be off', () => {
  expect(textOf({ place: walked(1.07), lanes, areaBasis: 'measured' })).toBe(
    'Counts as measured by lanes: 140 m²; the polygon computes 171 m² ±60 m².',
  );
});

test('while the polygon counts, the lanes are told beside it as they are typed', () => {
  expect(textOf({ place: walked(0.5), lanes, areaBasis: 'computed' })).toBe(
    'Counts as computed from the polygon: 171 m² ±28 m²; the lanes measure 140 m².',
  );
  const half = [...lanes, { lengthM: 10, widthM: null }];
  expect(textOf({ place: walked(0.5), lanes: half, areaBasis: 'computed' })).toContain('measure 140 m²');
});

test('a stated area without a polygon is said to be not mapped', () => {
  expect(textOf({ statedAreaM2: 300, areaBasis: 'computed' })).toBe('Counts as stated: 300 m²; not mapped.');
});

test('GPS is too coarse where a quarter of the area is uncertain, and only where the polygon counts', () => {
  expect(basisOf({ place: walked(0.5) })?.isTooCoarse).toBe(false);
  expect(basisOf({ place: walked(1.07) })?.isTooCoarse).toBe(true);
  expect(basisOf({ place: walked(1.07), lanes, areaBasis: 'measured' })?.isTooCoarse).toBe(false);
  expect(basisOf({ place: walked(null) })).toMatchObject({ isTooCoarse: false, uncertainM2: 0 });
});

test('what is not whole or cannot be read has no area yet', () => {
  expect(basisOf({})).toBeNull();
  const line = { shape: { type: 'Polygon', coordinates: [[corner, destination(corner, 90, 9), corner]] } };
  expect(basisOf({ place: { ...walked(3), ...line } })).toBeNull();
  expect(basisOf({ place: walked(3), lanes: [{ lengthM: 'twenty', widthM: 3 }] })).toBeNull();
});
