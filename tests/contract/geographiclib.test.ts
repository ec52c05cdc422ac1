import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrapLon } from '#domain/geo/bounds.ts';
import { inverse } from '#domain/geo/distance.ts';
import { formatPosition } from '#domain/geo/notation.ts';
import type { LonLat, Ring } from '#domain/geo/shape.ts';
import { runTraverse } from '#domain/geo/traverse.ts';
import { ask, geographicLibMissing, latLon, numbersOf } from '#tests/support/geographiclib.ts';
import { runCli } from '#tests/support/server/start-server.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const millimetreM = 0.001;

/** Printed with what fails, so that it can be had again: FC_SEED. */
const seed = fc.readConfigureGlobal().seed ?? Date.now();
const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) => fc.sample(arbitrary, { numRuns, seed });
const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** To 1e-12°, as the tools are told, so that both speak of the same place; no minus zero. */
const told = (deg: number) => Number(deg.toFixed(12)) + 0;
const at = (south: number, north: number): fc.Arbitrary<LonLat> =>
  fc.tuple(within(-180, 180).map(told), within(south, north).map(told));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelane-geo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function geo(command: string, document: unknown): Promise<unknown> {
  const file = join(folder, `${command}.json`);
  writeFileSync(file, JSON.stringify(document));
  const { code, stdout, stderr } = await runCli(['geo', command, file, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** What `geo parse` makes of lines that a tool wrote. */
async function parsed(lines: readonly string[]): Promise<readonly { position: LonLat; format: string }[]> {
  const { code, stdout } = await runCli(['geo', 'parse', '--json'], undefined, lines.join('\n'));
  expect(
    code,
    stdout.split('\n').find((line) => line.includes('error')),
  ).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { lon: number; lat: number; format: string })
    .map(({ lon, lat, format }) => ({ position: [lon, lat], format }));
}

function expectClose(ours: readonly LonLat[], theirs: readonly LonLat[]): void {
  expect(ours).toHaveLength(theirs.length);
  theirs.forEach((position, i) => {
    const apartM = inverse(ours[i] as LonLat, position).distanceM;
    expect(apartM, `${i} of FC_SEED=${seed}: ${String(ours[i])} and ${String(position)}`).toBeLessThan(
      millimetreM,
    );
  });
}

const positionsOf = (lines: readonly string[]): LonLat[] =>
  lines.map((line) => {
    const [lat = Number.NaN, lon = Number.NaN] = numbersOf(line);
    return [lon, lat];
  });

describe.skipIf(geographicLibMissing !== undefined)(
  `what GeographicLib's own tools answer (${geographicLibMissing ?? 'here'})`,
  () => {
    const globe = sample(at(-80, 83.999), 2_000);

    it.each([
      ['utm', 'UTM', ['-u', '-l', '-p', '6']],
      ['dms', 'degrees, minutes and seconds', ['-d', '-p', '5']],
      ['dms', 'degrees, minutes and seconds between colons', ['-:', '-p', '5']],
      ['dd', 'degrees', ['-g', '-p', '5']],
    ])('is read as it is meant: %s, %s', async (format, _title, options) => {
      const written = ask('GeoConvert', options, globe.map(latLon));
      const read = await parsed(written);
      expect(new Set(read.map((each) => each.format))).toEqual(new Set([format]));
      expectClose(
        read.map(({ position }) => position),
        globe,
      );
    });

    it('is read as it is meant: UTM with n and s, but where s may be the band from 32° to 40° N', async () => {
      // Band S is taken with a tenth of a degree beyond its edges, and lines of one northing bend towards the edges of a zone.
      const plain = globe.filter(([, lat]) => lat < -58.5 || lat > -49.5);
      const read = await parsed(ask('GeoConvert', ['-u', '-p', '6'], plain.map(latLon)));
      expectClose(
        read.map(({ position }) => position),
        plain,
      );
    });

    it.each([-5, -2, 0, 3])('is read as it is meant: MGRS of precision %i', async (precision) => {
      const written = ask('GeoConvert', ['-m', '-p', String(precision)], globe.map(latLon));
      const read = await parsed(written);
      const middles = positionsOf(ask('GeoConvert', ['-g', '-p', '9'], written));
      expectClose(
        read.map(({ position }) => position),
        middles,
      );
    });

    it('is written the same in UTM, and in MGRS to the metre', () => {
      const utm = ask('GeoConvert', ['-u', '-p', '6'], globe.map(latLon));
      const mgrs = ask('GeoConvert', ['-m', '-p', '0'], globe.map(latLon));
      globe.forEach((position, i) => {
        const [zone = '', easting = 0, northing = 0] = (utm[i] ?? '').split(' ');
        const [ourZone = '', ourEasting, ourNorthing] = formatPosition(position, 'utm')?.split(' ') ?? [];
        expect(Number.parseInt(ourZone, 10)).toBe(Number.parseInt(zone, 10));
        expect(Math.abs(Number(ourEasting) - Number(easting))).toBeLessThan(millimetreM);
        expect(Math.abs(Number(ourNorthing) - Number(northing))).toBeLessThan(millimetreM);
        // They write 01 for zone 1.
        expect(formatPosition(position, 'mgrs')?.replaceAll(' ', '').padStart(15, '0')).toBe(mgrs[i]);
      });
    });

    it('areas to 1 ppm and perimeters to a millimetre, of polygons from 20 m to 20 km', async () => {
      const rings = sample(anyRing, 300);
      const answers = ask(
        'Planimeter',
        ['-p', '10'],
        rings.map((ring) => `${ring.slice(0, -1).map(latLon).join('\n')}\n`),
      ).filter((line) => line !== '');
      const features = rings.map((ring) => ({
        type: 'Feature',
        properties: null,
        geometry: { type: 'Polygon', coordinates: [ring] },
      }));
      const { polygons } = (await geo('area', { type: 'FeatureCollection', features })) as {
        polygons: readonly { areaM2: number; perimeterM: number }[];
      };
      expect(answers).toHaveLength(rings.length);
      answers.forEach((line, i) => {
        const [, perimeterM = Number.NaN, areaM2 = Number.NaN] = numbersOf(line);
        const ours = polygons[i] ?? { areaM2: 0, perimeterM: 0 };
        const what = `${i} of FC_SEED=${seed}`;
        expect(Math.abs(ours.areaM2 / Math.abs(areaM2) - 1), what).toBeLessThan(1e-6);
        expect(Math.abs(ours.perimeterM - perimeterM), what).toBeLessThan(millimetreM);
      });
    });

    it('points of traverses and their misclosure to a millimetre', async () => {
      const traverses = sample(anyTraverse, 100);
      const ours = traverses.map(({ start, legs }) => runTraverse({ start, legs, declinationDeg: 0 }));
      // Leg by leg of all at once, each from where GeodSolve itself arrived.
      let reached = traverses.map(({ start }) => latLon(start));
      for (let i = 0; i < legCount; i++) {
        const lines = traverses.map(({ legs }, t) => {
          const { bearingDeg, distanceM } = legs[i] ?? { bearingDeg: 0, distanceM: 0 };
          return `${reached[t]} ${bearingDeg.toFixed(12)} ${distanceM.toFixed(9)}`;
        });
        reached = ask('GeodSolve', ['-p', '9'], lines).map((line) => line.split(' ').slice(0, 2).join(' '));
        expectClose(
          ours.map(({ points }) => points[i] as LonLat),
          positionsOf(reached),
        );
      }
      const home = ask(
        'GeodSolve',
        ['-i', '-p', '9'],
        traverses.map(({ start }, t) => `${reached[t]} ${latLon(start)}`),
      );
      home.forEach((line, t) => {
        expect(Math.abs((ours[t]?.misclosureM ?? 0) - (numbersOf(line)[2] ?? 0))).toBeLessThan(millimetreM);
      });
      const [first] = traverses;
      expect(await geo('traverse', { ...first, north: 'true' })).toMatchObject({ points: ours[0]?.points });
    });
  },
);

/** Round a centre, also across the antimeridian; 3 to 40 corners. */
const anyRing: fc.Arbitrary<Ring> = fc
  .tuple(
    at(-70, 70),
    within(Math.log(20), Math.log(20_000)),
    fc.array(within(0.5, 1), { minLength: 3, maxLength: 40 }),
  )
  .map(([[lon, lat], logSize, radii]) => {
    const sizeDeg = Math.exp(logSize) / 2 / 111_000;
    const corners = radii.map((radius, i): LonLat => {
      const angle = (i * 2 * Math.PI) / radii.length;
      const east = lon + (radius * sizeDeg * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180);
      return [told(wrapLon(east)), told(lat + radius * sizeDeg * Math.sin(angle))];
    });
    return [...corners, corners[0] ?? [lon, lat]];
  });

const legCount = 10;
const anyTraverse = fc.record({
  start: at(-80, 80),
  legs: fc.array(fc.record({ bearingDeg: within(0, 360), distanceM: within(0, 500) }), {
    minLength: legCount,
    maxLength: legCount,
  }),
});
