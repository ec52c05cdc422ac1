import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '#tests/support/server/start-server.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
/** With a data folder that is not there, and must not be made. */
const env = () => ({ ...process.env, SAFELANE_DATA: join(folder, 'data') });
const geo = (...args: readonly string[]) => runCli(['geo', ...args], env());
const geoWith = (input: string, ...args: readonly string[]) => runCli(['geo', ...args], env(), input);

function fileOf(document: unknown): string {
  const file = join(folder, 'given.json');
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return file;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelane-geo-'));
});
afterAll(() => {
  expect(existsSync(join(folder, 'data'))).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});

const sentence = /^[A-Z"][^\n]*\.\n$/;

describe('geo parse', () => {
  it.each([
    [['-4.5, -72.1'], { lon: -72.1, lat: -4.5, format: 'dd' }],
    [[`39°59'24"N 46°55'48"E`], { lon: 46.93, lat: 39.99, format: 'dms' }],
    [['38S', '664773.739', '4428431.173'], { lon: 46.93, lat: 39.99, format: 'utm' }],
  ])('reads %j', async (words, expected) => {
    const { code, stdout } = await geo('parse', ...words, '--json');
    expect(code).toBe(0);
    const { lon, lat } = expected;
    expect(JSON.parse(stdout)).toEqual({
      lon: expect.closeTo(lon, 5) as number,
      lat: expect.closeTo(lat, 5) as number,
      format: expected.format,
    });
  });

  it('answers each line of standard input on a line, and ends with 1 where one could not be read', async () => {
    const { code, stdout, stderr } = await geoWith(
      '39.99 46.93\r\nat the old bridge\n\n38SPK6477328431',
      'parse',
      '--json',
    );
    const lines = stdout.split('\n').map((line) => (line === '' ? null : (JSON.parse(line) as unknown)));
    const error = { error: expect.stringMatching(/\.$/) as string };
    expect(lines).toEqual([
      { lon: 46.93, lat: 39.99, format: 'dd' },
      error,
      error,
      expect.objectContaining({ format: 'mgrs' }),
      null,
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(await geoWith('39.99 46.93\n', 'parse', '--json')).toMatchObject({ code: 0 });
  });

  it('for people, says what it read and which line it could not', async () => {
    const { code, stdout, stderr } = await geoWith('39.99 46.93\nat the old bridge\n', 'parse');
    expect(stdout).toBe('39.99000° N, 46.93000° E (DD)\n');
    expect(stderr).toMatch(/^Line 2: .*\.\n$/);
    expect(code).toBe(1);
  });

  it('says in a sentence what cannot be read, and takes no option for a position', async () => {
    const unread = await geo('parse', 'at the old bridge', '--json');
    expect(unread).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(sentence) as string });
    expect(await geo('parse', '39.99 46.93', '--jsno')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('geo format', () => {
  it('writes a position in all five notations, null where a grid does not reach', async () => {
    expect(JSON.parse((await geo('format', '46.93', '39.99', '--json')).stdout)).toEqual({
      dd: '39.99000° N, 46.93000° E',
      ddm: '39° 59.400′ N, 46° 55.800′ E',
      dms: '39° 59′ 24.0″ N, 46° 55′ 48.0″ E',
      utm: '38S 664773.739 4428431.173',
      mgrs: '38S PK 64773 28431',
    });
    const pole = JSON.parse((await geo('format', '-72.5', '-85', '--json')).stdout) as unknown;
    expect(pole).toMatchObject({ dd: '85.00000° S, 72.50000° W', utm: null, mgrs: null });
    expect((await geo('format', '46.93', '39.99')).stdout).toContain('MGRS  38S PK 64773 28431\n');
  });

  it.each([[['46.93']], [['200', '3']], [['3', '91']], [['east', '3']]])('%j is wrong use', async (words) => {
    expect(await geo('format', ...words)).toMatchObject({ code: 2, stdout: '' });
  });
});

/** 0.001° by 0.001° on the equator, 110.6 m by 111.3 m. */
const box = [[10, 0], [10.001, 0], [10.001, 0.001], [10, 0.001], [10, 0]]; // biome-ignore format: corners
const hole = [[10.0002, 0.0002], [10.0004, 0.0002], [10.0004, 0.0004], [10.0002, 0.0004]]; // biome-ignore format: corners
const boxM2 = 12_309.07;
const feature = (geometry: unknown, properties: unknown = null) => ({
  type: 'Feature',
  properties,
  geometry,
});
const polygon = (...rings: readonly unknown[]) => ({ type: 'Polygon', coordinates: rings });

describe('geo area', () => {
  it('measures a geometry, a feature or a collection, each polygon and all together', async () => {
    const features = [feature(polygon(box), { name: 'North field' }), feature(polygon(box, hole))];
    const area = async (document: unknown) =>
      JSON.parse((await geo('area', fileOf(document), '--json')).stdout) as { areaM2: number };
    const one = await area(polygon(box));
    expect(one).toEqual({
      areaM2: expect.closeTo(boxM2, 0) as number,
      perimeterM: expect.closeTo(443.79, 1) as number,
      polygons: [{ name: 'Polygon 1', areaM2: one.areaM2, perimeterM: expect.closeTo(443.79, 1) as number }],
    });
    expect((await area(features[0])).areaM2).toBe(one.areaM2);
    expect(await area({ type: 'FeatureCollection', features })).toEqual({
      areaM2: expect.closeTo(boxM2 * 1.96, 0) as number,
      perimeterM: expect.closeTo(443.79 * 2.2, 1) as number,
      polygons: [
        expect.objectContaining({ name: 'North field', areaM2: expect.closeTo(boxM2, 0) as number }),
        expect.objectContaining({ name: 'Feature 2', areaM2: expect.closeTo(boxM2 * 0.96, 0) as number }),
      ],
    });
  });

  it('for people, a table with the sum', async () => {
    const features = [feature(polygon(box), { code: 'AGD-0142' }), feature(polygon(box))];
    const { stdout } = await geo('area', fileOf({ type: 'FeatureCollection', features }));
    expect(stdout).toMatch(/^AGD-0142 +12,309\.07 m² +443\.79 m\nFeature 2 .*\nTogether +24,618\.14 m²/);
  });

  it('says which polygon crosses itself, and measures it as it is', async () => {
    const eight = [[10, 0], [10.001, 0.001], [10.001, 0], [10, 0.001], [10, 0]]; // biome-ignore format: corners
    const { code, stdout, stderr } = await geo('area', fileOf(polygon(eight)), '--json');
    expect(code).toBe(0);
    expect(stderr).toBe('Polygon 1 crosses itself (side 1 meets side 3): its area means little.\n');
    expect(JSON.parse(stdout)).toMatchObject({ areaM2: expect.closeTo(0, 0) as number });
  });

  it.each([
    ['{', 'is not JSON.'],
    [{ type: 'Point', coordinates: [10, 0] }, 'Polygon 1 is a Point'],
  ])('of %j says in a sentence what is wrong', async (document, reason) => {
    const { code, stdout, stderr } = await geo('area', fileOf(document), '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain(reason);
  });

  it('of a file that is not there says so', async () => {
    const none = join(folder, 'none.geojson');
    expect(await geo('area', none)).toMatchObject({ code: 1, stderr: `There is no file ${none}.\n` });
  });
});

const leg = (bearingDeg: number, distanceM: number) => ({ bearingDeg, distanceM });
const legs = [leg(0, 40), leg(90, 40), leg(180, 40), leg(270, 38.4)];
const traverse = { start: [46.93, 39.99], legs, north: 'magnetic', date: '2026-06-01' };

interface Traversed {
  readonly points: readonly unknown[];
  readonly declinationDeg: number;
}

describe('geo traverse', () => {
  const traversed = async (document: unknown) =>
    JSON.parse((await geo('traverse', fileOf(document), '--json')).stdout) as Traversed;

  it('gives points, misclosure, area, and the declination of the model for the place and date', async () => {
    expect(await traversed(traverse)).toEqual({
      points: Array.from({ length: 4 }, () => [expect.closeTo(46.93, 2), expect.closeTo(39.99, 2)]),
      misclosureM: expect.closeTo(1.6, 2) as number,
      ratio: expect.closeTo(99, 0) as number,
      areaM2: expect.closeTo(1_600, 0) as number,
      declinationDeg: expect.closeTo(6.4, 1) as number,
    });
    const earlier = await traversed({ ...traverse, date: '2016-06-01' });
    expect(earlier.declinationDeg).toBeLessThan(6.1);
  });

  it('takes the declination it is given before the model, and none for true bearings', async () => {
    const given = await traversed({ ...traverse, declinationDeg: 5 });
    expect(given.declinationDeg).toBe(5);
    const straight = await traversed({ ...traverse, north: 'true', declinationDeg: 5 });
    expect(straight.declinationDeg).toBe(0);
    expect(straight.points[0]).toEqual([46.93, expect.closeTo(39.99036, 5)]);
    expect(given.points[0]).not.toEqual(straight.points[0]);
  });

  it('takes the model of today where no date is given', async () => {
    const { date: _, ...undated } = traverse;
    const today = new Date().toISOString().slice(0, 10);
    expect((await traversed(undated)).declinationDeg).toBeCloseTo(
      (await traversed({ ...traverse, date: today })).declinationDeg,
      3,
    );
  });

  it('for people, says where the declination is from and how well the legs close', async () => {
    const { stdout } = await geo('traverse', fileOf(traverse));
    expect(stdout).toMatch(/^Declination +6\.4\d° \(the World Magnetic Model for 2026-06-01\)\nPoint 1 /);
    expect(stdout).toMatch(/\nMisclosure +1\.60 m over 158\.40 m \(1:99\)\nArea +1,600\.\d\d m²\n$/);
  });

  it('says in a sentence what is wrong', async () => {
    const { code, stdout, stderr } = await geo('traverse', fileOf({ ...traverse, north: 'grid' }), '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain('"north"');
  });
});
