import type { AnyValues, Field, FieldType, FieldTypes, Fields } from '#domain/fields/field.ts';
import { type Place, placeSources, roundPosition } from '#domain/fields/place.ts';
import type { LonLat, Polygonal, Ring, Shape } from '#domain/geo/shape.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import { type Body, differenceOf } from '#domain/merge-groups.ts';
import fc from 'fast-check';

type Generate<Type extends FieldType> = (field: FieldTypes[Type]) => fc.Arbitrary<unknown>;

const storable = (maxLength: number) =>
  fc
    .string({ unit: 'binary', maxLength: Math.min(maxLength, 12) })
    .filter((text) => text.length <= maxLength && !text.includes('\u0000') && text.isWellFormed());

const anyDate: fc.Arbitrary<string> = fc
  .record({
    day: fc.date({ min: new Date('2019-01-01'), max: new Date('2022-12-31'), noInvalidDate: true }),
    length: fc.constantFrom(10, 10, 7, 4),
  })
  .map(({ day, length }) => day.toISOString().slice(0, length));

const anyLonLat: fc.Arbitrary<LonLat> = fc
  .tuple(fc.double({ min: 44, max: 51, noNaN: true }), fc.double({ min: 38, max: 42, noNaN: true }))
  .map(([lon, lat]) => roundPosition([lon, lat]));

const anyRing: fc.Arbitrary<Ring> = fc
  .array(anyLonLat, { minLength: 3, maxLength: 6 })
  .map((corners) => [...corners, corners[0] as LonLat]);
const anyRings = fc.array(anyRing, { minLength: 1, maxLength: 2 });

const anyPolygonal: fc.Arbitrary<Polygonal> = fc.oneof(
  anyRings.map((coordinates) => ({ type: 'Polygon' as const, coordinates })),
  fc.array(anyRings, { maxLength: 2 }).map((coordinates) => ({ type: 'MultiPolygon' as const, coordinates })),
);

const anyLeg = {
  bearingDeg: fc.integer({ min: 0, max: 360 }),
  distanceM: fc.integer({ min: 0, max: 5_000 }).map((decimetres) => decimetres / 10),
};
const anyNorth = fc.constantFrom('true' as const, 'magnetic' as const);
const anyDeclination = fc.integer({ min: -1800, max: 1800 }).map((tenths) => tenths / 10);

const placeOf = <S extends Shape>(shape: fc.Arbitrary<S>): fc.Arbitrary<Place<S>> =>
  fc.record(
    {
      shape,
      source: fc.constantFrom(...placeSources),
      accuracyM: fc.option(fc.double({ min: 0.1, max: 80, noNaN: true })),
      fixes: fc.integer({ min: 1, max: 30 }),
      asGiven: storable(40),
      observerOffset: fc.record(
        { ...anyLeg, north: anyNorth, declinationDeg: anyDeclination },
        { requiredKeys: ['bearingDeg', 'distanceM', 'north'] },
      ),
      gaps: fc.array(fc.nat(20), { maxLength: 3 }),
      traverse: fc.record(
        {
          north: anyNorth,
          declinationDeg: anyDeclination,
          declinationFrom: fc.constantFrom('model', 'typed'),
          landmark: storable(40),
          start: fc.record({ at: anyLonLat, asGiven: storable(40) }),
          legs: fc.array(
            fc.record({
              ...anyLeg,
              to: fc.constantFrom('start-point', 'turning-point', 'intermediate-point'),
            }),
            { maxLength: 4 },
          ),
          adjusted: fc.boolean(),
        },
        { requiredKeys: ['north', 'declinationDeg', 'start', 'legs', 'adjusted'] },
      ),
    },
    { requiredKeys: ['shape', 'source', 'accuracyM'] },
  );

/** A generator for each type of field: one without does not compile. */
const generators: { readonly [Type in FieldType]: Generate<Type> } = {
  text: (field) => storable(field.maxLength ?? 200),
  number: ({ min = -1e9, max = 1e9 }) =>
    // JSON knows no -0.
    fc.double({ min, max, noNaN: true }).map((n) => (n === 0 ? 0 : n)),
  count: ({ min = 0, max = 1_000_000 }) => fc.integer({ min, max }),
  choice: (field) => fc.constantFrom(...Object.keys(field.options)),
  date: () => anyDate,
  reference: () => fc.uuid(),
  position: () => placeOf(anyLonLat.map((coordinates) => ({ type: 'Point' as const, coordinates }))),
  polygon: () => placeOf(anyPolygonal),
  list: (field) => fc.array(anyValuesOf(field.item), { maxLength: 3 }),
};

/** Any value of a field that can be read. */
function anyValueOf(field: Field): fc.Arbitrary<unknown> {
  return (generators[field.type] as (field: Field) => fc.Arbitrary<unknown>)(field);
}

/** Values of which any may be absent, or taken back. */
export function anyValuesOf(fields: Fields): fc.Arbitrary<AnyValues> {
  const model = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fc.option(anyValueOf(field), { freq: 8 })]),
  );
  return fc.record(model, { requiredKeys: [] });
}

/** A body as the form of a kind makes it. */
export function anyBodyOf(kind: Pick<KindDeclaration, 'fields'>): fc.Arbitrary<Body> {
  return anyValuesOf(kind.fields).map((values) => differenceOf(kind.fields, {}, values));
}
