import { readPolygons } from '#server/geo/read-polygons.ts';
import { readTraverse } from '#server/geo/read-traverse.ts';
import { describe, expect, it } from 'vitest';

// biome-ignore format: corners
const box = [[10, 0], [10.001, 0], [10.001, 0.001], [10, 0.001], [10, 0]];
const polygon = (...rings: readonly unknown[]) => ({ type: 'Polygon', coordinates: rings });
const feature = (geometry: unknown, more: object = {}) => ({ type: 'Feature', geometry, ...more });
const collection = (...features: readonly unknown[]) => ({ type: 'FeatureCollection', features });
const sentence = /^[A-Z][^\n]*\.$/;

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof Error && error.name === 'GeoProblem') return error.message;
    throw error;
  }
  return 'It was read.';
}

describe('polygons of a GeoJSON file', () => {
  it('go by the name, the code or the id of their feature, else by its number', () => {
    const named = [
      { properties: { name: 'North' } },
      { properties: { code: 'AGD-1', name: ' ' } },
      { id: 7 },
      {},
    ];
    const read = readPolygons(collection(...named.map((more) => feature(polygon(box), more))));
    expect(read.map(({ name }) => name)).toEqual(['North', 'AGD-1', '7', 'Feature 4']);
  });

  it('lose their heights, and are closed where they were left open', () => {
    const heights = box.slice(0, -1).map(([lon, lat]) => [lon, lat, 350]);
    expect(readPolygons(polygon(heights))[0]?.shape).toEqual(polygon(box));
    const several = { type: 'MultiPolygon', coordinates: [[box], [box]] };
    expect(readPolygons(several)[0]?.shape).toEqual(several);
  });

  it.each([
    [collection(), 'no feature'],
    [feature(null), 'Feature 1 is no GeoJSON'],
    [collection(feature(polygon(box)), feature({ type: 'LineString' })), 'Feature 2 is a LineString'],
    [collection(polygon(box)), 'Feature 1 is not a GeoJSON feature'],
    [polygon(box.map(([lon = 0, lat = 0]) => [lon + 664_773, lat])), '664783 is no longitude'],
    [polygon([[10, 0], [10.001, 0], [10, 0]]), 'fewer than 3 different corners'], // biome-ignore format: corners
    [polygon([[10, 0], [10.001, null], [10, 1]]), 'are not rings'], // biome-ignore format: corners
    [polygon([10, 0]), 'are not rings'],
    [polygon(), 'are not rings'],
    [[], 'no GeoJSON'],
    [null, 'no GeoJSON'],
  ])('%j: what is wrong is said in a sentence', (document, reason) => {
    const message = messageOf(() => readPolygons(document));
    expect(message).toMatch(sentence);
    expect(message).toContain(reason);
  });
});

describe('a traverse of a file', () => {
  const leg = (bearingDeg: number, distanceM: number) => ({ bearingDeg, distanceM });
  const traverse = { start: [46.93, 39.99], legs: [leg(0, 40)], north: 'magnetic', date: '2026-06-01' };
  const today = '2026-11-25';

  it('has its declination from the model of the date, or of today where it has none', () => {
    const { date: _, ...undated } = traverse;
    expect(readTraverse(traverse, today).declinationFrom).toBe('the World Magnetic Model for 2026-06-01');
    const { declinationDeg, declinationFrom } = readTraverse(undated, today);
    expect(declinationFrom).toBe('the World Magnetic Model for 2026-11-25');
    expect(declinationDeg).toBeCloseTo(6.4, 1);
  });

  it.each([
    [{ ...traverse, start: undefined }, '"start" is missing'],
    [{ ...traverse, start: [46.93, 93.99] }, '"start.1" is 93.99'],
    [{ ...traverse, north: 'grid' }, '"north" is "grid"'],
    [{ ...traverse, date: '2026-06' }, '"date" is not a day'],
    [{ ...traverse, date: '2035-06-01' }, 'covers 2035-06-01: give the declination'],
    [{ ...traverse, declination: 5 }, '"declination" is not something'],
    [{ ...traverse, legs: [] }, '"legs" is empty'],
    [{ ...traverse, legs: [leg(0, 40), leg(361, 40)] }, '"legs.1.bearingDeg" is 361'],
    [{ ...traverse, legs: [leg(0, -1)] }, '"legs.0.distanceM" is -1'],
    [null, 'not an object'],
    ['legs', 'not an object'],
  ])('%j: what is wrong is said in a sentence', (document, reason) => {
    const message = messageOf(() => readTraverse(document, today));
    expect(message).toMatch(sentence);
    expect(message).toContain(reason);
  });
});
