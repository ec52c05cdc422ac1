import { inverse } from '#domain/geo/distance.ts';
import { formatPosition, type Notation, parsePosition, parsePositions } from '#domain/geo/notation.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { fromUtm, toUtm, zoneOf } from '#domain/geo/utm.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const uniform = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
/** Edges of zones, of bands and of the grids, and the places beside them. */
const lons = fc.oneof(
  uniform(-180, 180),
  fc.integer({ min: -60, max: 60 }).map((third) => third * 3),
  fc
    .tuple(
      fc.integer({ min: -60, max: 60 }),
      fc.oneof(uniform(-1e-6, 1e-6), fc.constantFrom(-5e-324, 0, 5e-324, -1e-9, 1e-9)),
    )
    .map(([third, by]) => clamp(third * 3 + by, 180)),
);
const latsUpTo = (south: number, north: number) =>
  fc.oneof(
    uniform(south, north),
    fc
      .tuple(
        fc.integer({ min: -11, max: 11 }),
        fc.oneof(uniform(-1e-6, 1e-6), fc.constantFrom(-5e-324, 0, 5e-324, -1e-9, 1e-9)),
      )
      .map(([band, by]) => Math.min(north, Math.max(south, band * 8 + by))),
  );
const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value));

const onGlobe = fc.tuple(lons, latsUpTo(-90, 90));
const onGrid = fc.tuple(lons, latsUpTo(-80, 83.999999));

/** How far a position is, in metres, from what is read of what was written of it. */
function lossM(
  position: LonLat,
  notation: Notation,
  vary: (text: string) => string = (text) => text,
): number {
  const text = formatPosition(position, notation);
  const reading = parsePosition(vary(text ?? ''));
  if (!reading.ok) throw new Error(`${text}: ${reading.message}`);
  expect(reading.notation).toBe(notation);
  return inverse(position, reading.position).distanceM;
}

describe('what is written of a position reads back', () => {
  it.each(['dd', 'ddm', 'dms'] as const)('within a millimetre in %s, anywhere on the globe', (notation) => {
    fc.assert(
      fc.property(onGlobe, (position) => {
        expect(lossM(position, notation)).toBeLessThan(0.001);
      }),
    );
  });

  it('within a millimetre in UTM, wherever it reaches', () => {
    fc.assert(
      fc.property(onGrid, (position) => {
        expect(lossM(position, 'utm')).toBeLessThan(0.001);
      }),
    );
  });

  it('within its metre in MGRS, wherever it reaches, with spaces or without', () => {
    fc.assert(
      fc.property(onGrid, fc.boolean(), (position, compact) => {
        const vary = (text: string) => (compact ? text.replaceAll(' ', '').toLowerCase() : text);
        expect(lossM(position, 'mgrs', vary)).toBeLessThan(0.75);
      }),
    );
  });

  it('also with letters first, longitude first, signs, colons or decimal commas', () => {
    const spellings: readonly ((text: string) => string)[] = [
      (text) => text.replace(/(.*) ([NS]), (.*) ([EW])/, '$2 $1 $4 $3'),
      (text) => text.replace(/(.*), (.*)/, '$2, $1'),
      (text) =>
        text.replace(/(.*) ([NS]), (.*) ([EW])/, (_, lat, n, lon, e) => {
          return `${n === 'S' ? '-' : ''}${lat} ${e === 'W' ? '−' : ''}${lon}`;
        }),
      (text) => text.replace(/[°′″]/g, '').replace(/(\d) (?=\d)/g, '$1:'),
      (text) => text.replaceAll('.', ','),
      (text) => text.replaceAll(/[ ,]/g, ''),
      (text) => text.replaceAll('°', 'd').replaceAll('′', 'm').replaceAll('″', 's'),
    ];
    const notations = fc.constantFrom('dd' as const, 'ddm' as const, 'dms' as const);
    fc.assert(
      fc.property(onGlobe, notations, fc.constantFrom(...spellings), (position, notation, vary) => {
        expect(lossM(position, notation, vary)).toBeLessThan(0.001);
      }),
    );
  });

  it('in every coarser MGRS reference: the position lies in the square whose middle is read', () => {
    fc.assert(
      fc.property(onGrid, fc.integer({ min: 1, max: 4 }), (position, digits) => {
        const [, square = '', easting = '', northing = ''] =
          /^(\S+ \S+) (\d+) (\d+)$/.exec(formatPosition(position, 'mgrs') ?? '') ?? [];
        const reading = parsePosition(`${square}${easting.slice(0, digits)}${northing.slice(0, digits)}`);
        if (!reading.ok) throw new Error(reading.message);
        const stepM = 10 ** (5 - digits);
        // A square is at most 1 in 1,000 larger on the ground than on the grid.
        expect(inverse(position, reading.position).distanceM).toBeLessThan(
          stepM * Math.SQRT1_2 * 1.001 + 0.001,
        );
      }),
    );
  });
});

it('the grid of a zone is good to a millimetre there and back over its neighbours as well', () => {
  fc.assert(
    fc.property(onGrid, fc.constantFrom(-1, 0, 1), (position, by) => {
      const own = zoneOf(position) ?? 0;
      const utm = toUtm(position, ((own - 1 + by + 60) % 60) + 1);
      if (utm === null) throw new Error('is within reach');
      expect(inverse(position, fromUtm(utm)).distanceM).toBeLessThan(1e-6);
    }),
  );
});

it('a position near a pole has no grid reference', () => {
  const polar = fc.tuple(lons, fc.oneof(uniform(84, 90), uniform(-90, -80.0000001)));
  fc.assert(
    fc.property(polar, (position) => {
      expect(formatPosition(position, 'utm')).toBeNull();
      expect(formatPosition(position, 'mgrs')).toBeNull();
    }),
  );
});

it('any text is read or refused in a sentence', () => {
  const pieces = fc.constantFrom(
    '39',
    '46.5',
    ',',
    ';',
    ' ',
    '°',
    "'",
    'N',
    'E',
    'S',
    '38',
    'T',
    '500000',
    '4400000',
    'PK',
    '-',
    '\n',
    ':',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const reading of [parsePosition(text), ...parsePositions(text)]) {
        if (reading.ok) {
          const [lon, lat] = reading.position;
          expect(Math.abs(lat)).toBeLessThanOrEqual(90);
          expect(Math.abs(lon)).toBeLessThanOrEqual(180);
        } else expect(reading.message).toMatch(/\.$/);
      }
    }),
  );
});
