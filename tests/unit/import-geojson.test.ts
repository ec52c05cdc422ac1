import { openGeojson } from '#server/import/geojson-rows.ts';
import type { SourceRow } from '#server/import/source-row.ts';
import { describe, expect, it } from 'vitest';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function rowsOf(text: string, size = 7) {
  const source = await openGeojson(pieces(text, size));
  return { columns: [...source.columns], rows: await allOf(source.rows) };
}

const feature = (properties: unknown, coordinates: unknown = [46.9, 39.9]) =>
  JSON.stringify({ type: 'Feature', properties, geometry: { type: 'Point', coordinates } });

async function allOf(source: AsyncIterable<SourceRow>): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of source) rows.push(row);
  return rows;
}

describe('GeoJSON, a feature at a time', () => {
  it('gives each feature with its line, its text, its properties as texts and its geometry', async () => {
    const [first, second] = [
      feature({ type: '4', year: 2004 }),
      feature({ type: null, more: { deep: [1] } }),
    ];
    const { columns, rows } = await rowsOf(
      `{"type":"FeatureCollection","features":[\n${first},\n${second}\n]}\n`,
    );
    expect(columns).toEqual(['type', 'year', 'more']);
    expect(rows).toEqual([
      {
        line: 2,
        raw: first,
        columns: { type: '4', year: '2004' },
        geometry: { type: 'Point', coordinates: [46.9, 39.9] },
      },
      expect.objectContaining({ line: 3, raw: second, columns: { type: '', more: '{"deep":[1]}' } }),
    ]);
  });

  it('brackets, quotes and the word features inside values mislead nobody', async () => {
    const tricky = feature({ name: 'a ]}"\\ [{ "features":[ \n', features: [{ features: 1 }] });
    const text = `{"bbox":[1,2],"name":"features","crs":{"features":[{"type":"x"}]},"features":[${tricky}],"x":[{}]}`;
    for (const size of [1, 2, 3, 1_000]) {
      const { rows } = await rowsOf(text, size);
      expect(rows.map((row) => row.raw)).toEqual([tricky]);
    }
  });

  it('an empty collection has no rows', async () => {
    expect((await rowsOf('{"type":"FeatureCollection","features":[]}')).rows).toEqual([]);
  });

  it('an element that is no feature is a row that cannot be read', async () => {
    const { rows } = await rowsOf(`{"features":[{"type":"Fea\\u0074ure"},{"a":1},${feature({})}]}`);
    expect(rows.map((row) => row.unreadable !== undefined)).toEqual([false, true, false]);
  });

  it.each([
    ['a list', '[1,2]', /does not begin with an object/],
    ['no JSON', 'PK\u0003', /stray "P"/],
    ['another kind of GeoJSON', '{"type":"Feature","properties":{}}', /it has no "features"/],
    [
      'a file that was cut off',
      `{"features":[${feature({})},\n{"type":"Fea`,
      /ends inside the feature .* line 2/,
    ],
    ['a collection that was cut off', `{"features":[${feature({})},\n`, /ends too early, on line 2/],
    ['a stray value', '{"features":[null]}', /stray "n" on line 1/],
    ['an empty file', '', /it has no "features"/],
  ])('%s is said in one sentence', async (_, text, message) => {
    await expect(rowsOf(text)).rejects.toMatchObject({ code: 'not-geojson' });
    await expect(rowsOf(text)).rejects.toThrow(message);
  });
});
