import { perimeterM } from '#domain/geo/area.ts';
import { createNetAreas } from '#domain/geo/net-area.ts';
import type { Polygonal } from '#domain/geo/shape.ts';
import { walkedSet } from '#tests/support/domain/arbitrary-land.ts';
import { nastySet } from '#tests/support/domain/nasty-land.ts';
import { createDatabase } from '#tests/support/postgres/database.ts';
import { postgisMissing } from '#tests/support/postgres/postgis.ts';
import { postgresUrl } from '#tests/support/server/storage-engines.ts';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The same questions to PostGIS, of many sets at once: what each polygon covers, what no earlier one of its set covers
 * of it, what it shares with each earlier one, and what all of its set cover together. Its unions are flat, so that
 * sides get points on their geodesics first.
 */
const question = `
  WITH given AS MATERIALIZED (
    SELECT s, i, geog, ST_Segmentize(geog, 50)::geometry AS flat
    FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS sets(polygons, s),
      jsonb_array_elements(polygons) WITH ORDINALITY AS each(geojson, i),
      LATERAL (SELECT ST_SetSRID(ST_GeomFromGeoJSON(geojson), 4326)::geography AS geog) AS read
  ), whole AS MATERIALIZED (SELECT s, ST_Area(ST_Union(flat)::geography) AS area FROM given GROUP BY s)
  SELECT ST_Area(geog) AS gross,
    (SELECT ST_Area(ST_CollectionExtract(ST_Difference(own.flat, coalesce(ST_Union(earlier.flat),
      ST_SetSRID('POLYGON EMPTY'::geometry, 4326))), 3)::geography)
      FROM given earlier WHERE earlier.s = own.s AND earlier.i < own.i) AS net,
    ARRAY(SELECT ST_Area(ST_CollectionExtract(ST_Intersection(own.flat, earlier.flat), 3)::geography)
      FROM given earlier WHERE earlier.s = own.s AND earlier.i < own.i ORDER BY earlier.i) AS overlaps,
    whole.area AS union
  FROM given own JOIN whole USING (s) ORDER BY s, i`;

interface Answer {
  readonly gross: number;
  readonly net: number;
  readonly overlaps: readonly number[];
  readonly union: number;
}

/** What two programs may differ by. */
const share = 1e-4;
/** The grid on which polygons are clipped moves a side by up to this, which is much of a sliver's width. */
const gridM = 0.0002;

const missing = await postgisMissing();

describe.skipIf(missing !== undefined)(
  `land is counted once, as PostGIS counts it (${missing ?? 'here'})`,
  () => {
    let remove: () => Promise<void>;
    let client: pg.Client;

    beforeAll(async () => {
      const database = await createDatabase(postgresUrl);
      remove = database.remove;
      client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query('CREATE EXTENSION postgis');
      // Compiling the question would take five times as long as answering it.
      await client.query('SET jit = off');
    });
    afterAll(async () => {
      await client?.end();
      await remove?.();
    });

    /** Sets that are the same again with FC_SEED, and how PostGIS measures each. */
    async function ask(arbitrary: fc.Arbitrary<readonly Polygonal[]>, count: number) {
      const seed = fc.readConfigureGlobal().seed ?? Date.now();
      const sets = fc.sample(arbitrary, { numRuns: count, seed });
      const rows: Answer[] = [];
      // Each query opens the coordinate system anew, and looks at all its polygons for each: neither one by one nor all.
      for (let from = 0; from < count; from += 100) {
        const some = sets.slice(from, from + 100);
        const answer = await client.query<Answer>(question, [JSON.stringify(some)]);
        expect(answer.rows).toHaveLength(some.flat().length);
        rows.push(...answer.rows);
      }
      return sets.map((shapes, i) => ({
        shapes,
        answers: rows.splice(0, shapes.length),
        name: `set ${i} of FC_SEED=${seed}`,
      }));
    }

    it('to 0.01 %, of 1,000 sets of records as teams walk them', async () => {
      for (const each of await ask(walkedSet, 1_000)) expectSame(each, 0);
    });

    it('to 0.01 % and the grid, of 100 sets with slivers, shared edges, courtyards and repeated points', async () => {
      for (const each of await ask(nastySet, 100)) expectSame(each, gridM);
    });
  },
);

interface Asked {
  readonly shapes: readonly Polygonal[];
  readonly answers: readonly Answer[];
  readonly name: string;
}

function expectSame({ shapes, answers, name }: Asked, slackM: number): void {
  const index = createNetAreas();
  shapes.forEach((shape, rank) => {
    index.upsert({ id: `r${rank}`, rank, key: 'k', shape });
  });
  const lengthsM = shapes.map(perimeterM);
  answers.forEach(({ gross, net, overlaps }, i) => {
    const allowed = share * gross + slackM * (lengthsM[i] ?? 0);
    expectNear(index.grossM2(`r${i}`), gross, allowed, `${name}: area of ${i}`);
    expectNear(index.netM2(`r${i}`), net, allowed, `${name}: net area of ${i}`);
    const ours = new Map(index.overlaps(`r${i}`).map(({ id, areaM2 }) => [id, areaM2]));
    overlaps.forEach((overlap, j) => {
      expectNear(ours.get(`r${j}`) ?? 0, overlap, allowed, `${name}: overlap of ${i} with ${j}`);
    });
  });
  const union = answers[0]?.union ?? 0;
  const allLengthsM = lengthsM.reduce((sum, lengthM) => sum + lengthM, 0);
  const allowed = share * union + slackM * allLengthsM;
  expectNear(index.totalNetM2('k'), union, allowed, `${name}: all together`);
}

function expectNear(ours: number | undefined, theirs: number, allowedM2: number, what: string): void {
  const difference = Math.abs((ours ?? Number.NaN) - theirs);
  expect(difference, `${what}: ${ours} here, ${theirs} there`).toBeLessThanOrEqual(allowedM2);
}
