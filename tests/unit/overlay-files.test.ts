/** Files as people have them: odd, damaged, and made to do harm. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { limits } from '#overlay/limits.ts';
import { readOverlay } from '#overlay/read-overlay.ts';
import { UnreadableFile } from '#overlay/unreadable-file.ts';

const read = async (content: string | Uint8Array, name = 'file') =>
  readOverlay({ name, bytes: typeof content === 'string' ? strToU8(content) : content });
const kml = (inside: string) =>
  `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inside}</Document></kml>`;
const placemark = (coordinates: string, name = 'A') =>
  `<Placemark><name>${name}</name><Point><coordinates>${coordinates}</coordinates></Point></Placemark>`;
const features = (...geometries: unknown[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: geometries.map((geometry, index) => ({
      type: 'Feature',
      properties: { name: `F${index + 1}` },
      geometry,
    })),
  });
const point = (lon: unknown, lat: unknown) => ({ type: 'Point', coordinates: [lon, lat] });

/** A shapefile's main file of points. */
function shp(points: readonly (readonly [number, number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(100 + points.length * 28));
  view.setInt32(0, 9994);
  view.setInt32(24, view.byteLength / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, 1, true);
  points.forEach(([x, y], index) => {
    const at = 100 + index * 28;
    view.setInt32(at, index + 1);
    view.setInt32(at + 4, 10);
    view.setInt32(at + 8, 1, true);
    view.setFloat64(at + 12, x, true);
    view.setFloat64(at + 20, y, true);
  });
  return new Uint8Array(view.buffer);
}

describe('one feature that cannot be read is listed, and the rest is shown', () => {
  test('of a KML file', async () => {
    const { features: shown, problems } = await read(
      kml(
        placemark('36.5,-1.2,0') +
          placemark('abc,12,30', 'Broken') +
          placemark('NaN,12', 'No number') +
          placemark('400,12', 'Beyond') +
          '<Placemark><name>Nowhere</name></Placemark>' +
          '<GroundOverlay><name>Picture</name></GroundOverlay>' +
          placemark('36.6,-1.3', 'Last'),
      ),
    );
    expect(shown.map(({ name }) => name)).toEqual(['A', 'Last']);
    expect(problems).toEqual([
      { where: 'Placemark 2 (Broken)', message: '“abc,12,30” is not a position.' },
      { where: 'Placemark 3 (No number)', message: '“NaN,12” is not a position.' },
      { where: 'Placemark 4 (Beyond)', message: 'The position 400, 12 is not on the globe.' },
      { where: 'Placemark 5 (Nowhere)', message: 'It has no place.' },
      {
        where: 'GroundOverlay 1 (Picture)',
        message: 'It is a picture laid over the ground, which is not shown.',
      },
    ]);
  });

  test('of a GPX file: a track with a broken point is not drawn straight past it', async () => {
    const { features: shown, problems } = await read(`<gpx xmlns="http://www.topografix.com/GPX/1/1">
      <wpt lat="1" lon="2"><name>W</name></wpt>
      <trk><name>T1</name><trkseg><trkpt lat="1" lon="2"/><trkpt lat="x" lon="2"/><trkpt lat="1" lon="3"/></trkseg></trk>
      <trk><name>T2</name><trkseg><trkpt lat="1" lon="2"/><trkpt lat="1" lon="3"/></trkseg></trk></gpx>`);
    expect(shown.map(({ name }) => name)).toEqual(['W', 'T2']);
    expect(problems).toEqual([{ where: 'Track 1 (T1)', message: 'lat “x”, lon “2” is not a position.' }]);
  });

  test('of a GeoJSON file', async () => {
    const open = [
      [
        [1, 1],
        [2, 1],
        [2, 2],
        [1, 2],
      ],
    ];
    const { features: shown, problems } = await read(
      features(
        point(1, 2),
        point('1', 2),
        null,
        point(1e308, 1),
        { type: 'LineString', coordinates: [[1, 2]] },
        { type: 'Polygon', coordinates: open },
        { type: 'Circle' },
      ),
    );
    expect(shown).toHaveLength(2);
    expect(shown[1]?.geometry).toEqual({ type: 'Polygon', coordinates: [[...(open[0] ?? []), [1, 1]]] });
    expect(problems.map(({ where }) => where)).toEqual([
      'Feature 2 (F2)',
      'Feature 3 (F3)',
      'Feature 4 (F4)',
      'Feature 5 (F5)',
      'Feature 7 (F7)',
    ]);
  });

  test('of a KML file that was cut off: what is before is shown', async () => {
    const whole = kml(placemark('1,2') + placemark('3,4', 'B') + placemark('5,6', 'C'));
    const { features: shown, problems } = await read(whole.slice(0, whole.indexOf('5,6')));
    expect(shown.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/^The file is cut off or damaged .* What lies behind is missing\.$/);
  });

  test('names with entities of HTML are read as they stand', async () => {
    const { features: shown } = await read(kml(placemark('1,2', 'Old&nbsp;field &amp; lane')));
    expect(shown[0]?.name).toBe('Old&nbsp;field & lane');
  });

  test('of a shapefile that was cut off', async () => {
    const whole = shp([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const { features: shown, problems } = await read(
      zipSync({ 'a.shp': whole.subarray(0, whole.length - 4) }),
    );
    expect(shown).toHaveLength(2);
    expect(problems.at(-1)).toEqual({
      where: 'Record 3 of a.shp',
      message: 'It is cut off or damaged, and so is all behind it.',
    });
  });

  test('of a CSV file, by the line', async () => {
    const { features: shown, problems } = await read(
      'name,lat,lon\nA,1.5,2.5\nB,nothing,2\nC,95,2\nD,"1,25","2,5"\n',
    );
    expect(shown.map(({ geometry }) => geometry.coordinates)).toEqual([
      [2.5, 1.5],
      [2.5, 1.25],
    ]);
    expect(problems.map(({ where }) => where)).toEqual(['Line 3 (B)', 'Line 4 (C)']);
  });
});

describe('a file made to do harm gets a sentence', () => {
  const laughs = `<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><kml>&b;</kml>`;
  const outside = `<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&x;</name></Placemark></kml>`;
  test.each([
    ['entities that swell', laughs, 'not safe'],
    ['an entity that names a file', outside, 'not safe'],
    ['XML that is nested deep', `<kml>${'<Folder>'.repeat(100_000)}`, 'nested too deep'],
    ['XML that is never closed', `<kml><Document>${'<a '.repeat(200_000)}`, 'damaged'],
    ['XML of another sort', '<html><body>Sign in</body></html>', 'neither KML nor GPX'],
    ['GeoJSON that is nested deep', `{"type":"Polygon","coordinates":${'['.repeat(500_000)}`, 'cut off'],
    ['JSON of another sort', '{"type":"Topology"}', 'not GeoJSON'],
    [
      'a coordinate system that nobody knows',
      `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:99999"}},"features":[]}`,
      'EPSG:99999',
    ],
    ['an empty file', '', 'empty'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'no sort of file'],
    ['a shapefile that is not zipped', shp([[1, 2]]), 'one zip file'],
    ['a zip without a map', zipSync({ 'a.txt': strToU8('a') }), 'neither a shapefile nor'],
    ['a zip that is cut off', zipSync({ 'a.kml': strToU8(kml('')) }).subarray(0, 60), 'damaged'],
    ['a table without positions', 'a,b\n1,2\n', 'No column with positions'],
    ['nothing to show', kml(''), 'nothing in the file'],
    ['a shapefile in metres that does not say of where', zipSync({ 'a.shp': metres() }), 'no .prj file'],
  ])('%s', async (_, content, sentence) => {
    await expect(read(content)).rejects.toThrow(sentence);
    await expect(read(content)).rejects.toBeInstanceOf(UnreadableFile);
  });

  function metres() {
    const file = shp([[500_000, 4_000_000]]);
    const view = new DataView(file.buffer);
    [500_000, 4_000_000, 500_000, 4_000_000].forEach((value, index) =>
      view.setFloat64(36 + index * 8, value, true),
    );
    return file;
  }

  const announcing = (bytes: number) => {
    const zip = zipSync({ 'a.kml': strToU8(kml(placemark('1,2').repeat(5_000))) });
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
    // Of the central directory, which is what is gone by.
    const central = zip.findLastIndex(
      (_, at) => at + 4 <= zip.length && view.getUint32(at, true) === 0x02014b50,
    );
    view.setUint32(central + 24, bytes, true);
    return zip;
  };

  test('a zip that says it unpacks to more than there may be', async () => {
    await expect(read(announcing(250_000_000))).rejects.toThrow('200 MB');
  });

  test('a zip that unpacks to more than it says', async () => {
    const { features: shown, problems } = await read(announcing(1_000));
    expect(shown.length).toBeLessThan(20);
    expect(problems[0]?.message).toContain('What lies behind is missing.');
  });

  test('a zip that unpacks to less than it says', async () => {
    await expect(read(announcing(20_000_000))).rejects.toThrow('damaged');
  });

  test('paths in a zip are names and no paths', async () => {
    const { features: shown } = await read(zipSync({ '../../etc/doc.kml': strToU8(kml(placemark('1,2'))) }));
    expect(shown).toHaveLength(1);
  });

  test('a shapefile whose record says that it holds two thousand million corners', async () => {
    const file = shp([
      [1, 2],
      [3, 4],
    ]);
    const view = new DataView(file.buffer);
    view.setInt32(108, 8, true);
    view.setInt32(100 + 4, 24);
    view.setInt32(108 + 36, 2_000_000_000, true);
    const { problems } = await read(zipSync({ 'a.shp': file }));
    expect(problems.map(({ message }) => message)).toContain('It is damaged.');
  });

  test('more corners than a phone can draw', async () => {
    const coordinates = Array.from({ length: limits.corners + 1 }, () => [1, 2]);
    await expect(read(features({ type: 'LineString', coordinates }))).rejects.toThrow(
      'cut out the area that matters',
    );
  });

  test('of thousands of problems the first are said, and how many more there are', async () => {
    const { problems } = await read(features(...Array.from({ length: 1_000 }, () => point('x', 1))));
    expect(problems).toHaveLength(limits.problems + 1);
    expect(problems.at(-1)?.message).toBe('There are 800 more like these.');
  });

  test('what turns the direction of writing is taken out of names, markup is kept as text', async () => {
    const { features: shown } = await read(
      JSON.stringify({
        type: 'Feature',
        properties: { name: '\u202eevil\u0000 <img src=x onerror=alert(1)>' },
        geometry: point(1, 2),
      }),
    );
    expect(shown[0]?.name).toBe('evil <img src=x onerror=alert(1)>');
  });
});

describe('CSV in the notations that people use', () => {
  test.each([
    ['decimal degrees', 'position\n"49.5, 37.25"\n'],
    ['degrees, minutes, seconds in one column', 'name;where\nA;49°30\'00"N 37°15\'00"E\n'],
    ['degrees and minutes in two columns', "lat,lon\n49°30.000'N,37°15.000'E\n"],
    ['UTM in one column', 'name,utm\nA,37U 373290 5484512\n'],
    ['MGRS', 'MGRS\n37U CQ 73290 84512\n'],
    ['zone, easting, northing', 'Zone,Easting,Northing\n37U,373290,5484512\n'],
    ['tabs, capitals and a mark in front', '\uFEFFName\tLATITUDE\tLONGITUDE\nA\t49.5\t37.25\n'],
  ])('%s', async (_, text) => {
    const { features: shown, problems } = await read(text, 'x.csv');
    expect(problems).toEqual([]);
    const [lon, lat] = (shown[0]?.geometry.coordinates ?? []) as unknown as [number, number];
    expect(lon).toBeCloseTo(37.25, 4);
    expect(lat).toBeCloseTo(49.5, 4);
  });
});
