/** Files as other programs write them: made by GDAL in each format, read back, and compared corner by corner. */
import { describe, expect, test } from 'vitest';
import { inverse } from '#domain/geo/distance.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import type { OverlayFeature, OverlayGeometry } from '#domain/overlay.ts';
import { readOverlay } from '#overlay/read-overlay.ts';
import { gdalMissing, ogr2ogr } from '#tests/support/overlay/gdal.ts';

const feature = (name: string, geometry: OverlayGeometry) => ({
  type: 'Feature',
  properties: { name, description: `This is ${name}` },
  geometry,
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

const square = ([lon, lat]: LonLat, side: number): LonLat[] => [
  [lon, lat],
  [lon + side, lat],
  [lon + side, lat + side],
  [lon, lat + side],
  [lon, lat],
];
const turned = (ring: readonly LonLat[]) => [...ring].reverse();
const middle: LonLat = [37.123456789, 49.987654321];
const [lon0, lat0] = middle;

const areas = collection(
  feature('Old minefield, Ж <b>', { type: 'Polygon', coordinates: [square(middle, 0.01)] }),
  feature('Two fields', {
    type: 'MultiPolygon',
    coordinates: [
      [square([lon0 + 0.02, lat0], 0.005), turned(square([lon0 + 0.021, lat0 + 0.001], 0.002))],
      [square([lon0 + 0.03, lat0], 0.005)],
    ],
  }),
);
const lines = collection(
  feature('Lane', { type: 'LineString', coordinates: square(middle, 0.01).slice(0, 3) }),
  feature('Two tracks', {
    type: 'MultiLineString',
    coordinates: [square(middle, 0.01).slice(0, 3), square([lon0 + 0.1, lat0], 0.01).slice(1, 4)],
  }),
);
const points = collection(
  feature('Benchmark', { type: 'Point', coordinates: middle }),
  feature('Landmark', { type: 'Point', coordinates: [lon0 + 0.01, lat0 - 0.01] }),
);
const all = collection(...areas.features, ...lines.features, ...points.features);

const distanceM = (a: LonLat, b: LonLat) => inverse(a, b).distanceM;
const cornersOf = ({ coordinates }: OverlayGeometry): LonLat[] => flatten(coordinates);
function flatten(value: unknown): LonLat[] {
  const list = value as readonly unknown[];
  return typeof list[0] === 'number' ? [list as unknown as LonLat] : list.flatMap(flatten);
}

/** Each corner of the source is there to within 1 cm, and no others are. */
function expectSame(read: readonly OverlayFeature[], source: { features: unknown[] }): void {
  const expected = source.features as ReturnType<typeof feature>[];
  expect(read.map(({ name }) => name)).toEqual(expected.map(({ properties }) => properties.name));
  expected.forEach(({ geometry }, index) => {
    const got = read[index];
    if (!got) throw new Error('missing');
    const [ours, theirs] = [cornersOf(got.geometry), cornersOf(geometry)];
    expect(ours).toHaveLength(theirs.length);
    for (const corner of theirs) {
      const nearest = Math.min(...ours.map((each) => distanceM(each, corner)));
      expect(nearest).toBeLessThan(0.01);
    }
    for (const corner of ours) {
      expect(Math.min(...theirs.map((each) => distanceM(each, corner)))).toBeLessThan(0.01);
    }
  });
}

const utm = ['-t_srs', 'EPSG:32637'];
const legacy = ['-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=9'];

describe.skipIf(gdalMissing !== undefined)(
  `a file that GDAL wrote${gdalMissing ? ` (skipped: ${gdalMissing})` : ''}`,
  () => {
    test.each([
      ['KML', 'x.kml', all, ['-f', 'KML', '-nln', 'layer']],
      ['KMZ', 'x.kmz', all, ['-f', 'LIBKML', '-nln', 'layer']],
      ['GeoJSON', 'x.geojson', all, ['-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=9']],
      ['GeoJSON in UTM, with its crs', 'x.geojson', all, [...legacy, ...utm]],
      ['GeoJSON in Web Mercator', 'x.geojson', all, [...legacy, '-t_srs', 'EPSG:3857']],
      ['GeoJSON in ETRS89 / UTM', 'x.geojson', all, [...legacy, '-t_srs', 'EPSG:25837']],
      ['GPX waypoints', 'x.gpx', points, ['-f', 'GPX']],
      ['GPX tracks', 'x.gpx', lines, ['-f', 'GPX', '-nlt', 'MULTILINESTRING', '-lco', 'FORCE_GPX_TRACK=YES']],
      ['a shapefile of areas', 'x.shz', areas, ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8']],
      [
        'a shapefile of areas in UTM',
        'x.shz',
        areas,
        ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', ...utm],
      ],
      ['a shapefile of lines in UTM', 'x.shz', lines, ['-f', 'ESRI Shapefile', ...utm]],
      [
        'a shapefile of points with heights',
        'x.shz',
        points,
        ['-f', 'ESRI Shapefile', '-lco', 'SHPT=POINTZ', ...utm],
      ],
      [
        'a shapefile in Web Mercator',
        'x.shz',
        areas,
        ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', '-t_srs', 'EPSG:3857'],
      ],
      ['CSV with x and y', 'x.csv', points, ['-f', 'CSV', '-lco', 'GEOMETRY=AS_XY']],
      [
        'CSV with semicolons and latitude first',
        'x.csv',
        points,
        ['-f', 'CSV', '-lco', 'GEOMETRY=AS_YX', '-lco', 'SEPARATOR=SEMICOLON'],
      ],
    ])('%s is read to within 1 cm, with nothing left out', async (_, file, source, args) => {
      const read = await readOverlay({ name: file, bytes: await ogr2ogr(source, file, args) });
      expect(read.problems).toEqual([]);
      expectSame(read.features, source);
    });

    test('a hole stays in the field that it is cut from', async () => {
      const bytes = await ogr2ogr(areas, 'x.shz', ['-f', 'ESRI Shapefile', ...utm]);
      const { features } = await readOverlay({ name: 'x.shz', bytes });
      const two = features[1]?.geometry;
      expect(two?.type === 'MultiPolygon' && two.coordinates.map((rings) => rings.length)).toEqual([2, 1]);
    });

    test('a datum whose way to WGS 84 is known is told of; one whose way is not is refused by its name', async () => {
      const uk = collection(feature('Range', { type: 'Point', coordinates: [-1.5, 52] }));
      const british = await ogr2ogr(uk, 'x.shz', ['-f', 'ESRI Shapefile', '-t_srs', 'EPSG:27700']);
      const read = await readOverlay({ name: 'x.shz', bytes: british });
      expect(read.problems.map(({ message }) => message).join()).toContain('within some metres');
      expect(distanceM(read.features[0]?.geometry.coordinates as LonLat, [-1.5, 52])).toBeLessThan(5);

      const ukrainian = await ogr2ogr(points, 'x.shz', ['-f', 'ESRI Shapefile', '-t_srs', 'EPSG:5561']);
      await expect(readOverlay({ name: 'x.shz', bytes: ukrainian })).rejects.toThrow(/Ukraine.*WGS 84/i);
    });

    test.each([3116, 9377, 4674, 4686, 4258, 26918, 31983, 32719])(
      'EPSG:%i in a GeoJSON crs',
      async (epsg) => {
        const at = {
          3116: [-74, 4.5],
          9377: [-74, 4.5],
          31983: [-45, -20],
          26918: [-75, 40],
          32719: [-69, -30],
        }[epsg] ?? [10, 50];
        const source = collection(feature('Point', { type: 'Point', coordinates: at as unknown as LonLat }));
        const bytes = await ogr2ogr(source, 'x.geojson', [...legacy, '-t_srs', `EPSG:${epsg}`]);
        expect(new TextDecoder().decode(bytes)).toContain(`EPSG::${epsg}`);
        expectSame((await readOverlay({ name: 'x.geojson', bytes })).features, source);
      },
    );
  },
);
