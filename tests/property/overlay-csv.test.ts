import { strToU8 } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inverse } from '#domain/geo/distance.ts';
import { formatPosition, notations } from '#domain/geo/notation.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { readOverlay } from '#overlay/read-overlay.ts';
import { UnreadableFile } from '#overlay/unreadable-file.ts';

/** UTM and MGRS are written to the metre. */
const finestM = 1.5;

const positions = fc.tuple(
  fc.double({ min: -179.9, max: 179.9, noNaN: true }),
  fc.double({ min: -79, max: 83, noNaN: true }),
);

test('a table of positions in any notation and with any separator is read to where they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(positions, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...notations),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n'),
      async (places: readonly LonLat[], notation, separator, end) => {
        const rows = places.map((place, index) => {
          const text = formatPosition(place, notation) ?? '';
          return `Stake ${index}${separator}"${text.replaceAll('"', '""')}"`;
        });
        const bytes = strToU8([`Name${separator}Where it is`, ...rows].join(end));
        const { features, problems } = await readOverlay({ name: 'x.csv', bytes });
        expect(problems).toEqual([]);
        expect(features.map(({ name }) => name)).toEqual(places.map((_, index) => `Stake ${index}`));
        places.forEach((place, index) => {
          const read = features[index]?.geometry.coordinates as LonLat;
          expect(inverse(read, place).distanceM).toBeLessThan(finestM);
        });
      },
    ),
  );
});

test('whatever bytes a file has, it is read or refused with a sentence', async () => {
  const starts = ['', '<kml>', '<gpx>', '{"type":', 'PK\u0003\u0004', 'lat,lon\n', '<?xml version="1.0"?>'];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
      const bytes = new Uint8Array([...strToU8(start, true), ...rest]);
      const outcome = await readOverlay({ name: 'x', bytes }).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome, String(outcome.stack)).toBeInstanceOf(UnreadableFile);
        expect(outcome.message).toMatch(/^[A-Z].*[.…]$/s);
      } else expect(outcome).toHaveProperty('features');
    }),
  );
});
