import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BaseMap, baseMapExtent, baseMapSchema } from '#domain/base-map.ts';
import type { Bounds } from '#domain/geo/shape.ts';
import { baseMapFor, type StoredBaseMap } from '#server/base-map/base-map-store.ts';

const AREA: Bounds = [46, 38.8, 48, 40.6];
const CUT_MS = 60_000;

describe('the base map of a small area', () => {
  let folder: string;
  let stored: StoredBaseMap;
  let map: BaseMap;
  beforeAll(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'safelane-base-map-')), 'cache');
    stored = await baseMapFor(AREA, folder);
    map = v.parse(baseMapSchema, JSON.parse(stored.json));
  }, CUT_MS);
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('shows the borders and countries around it, all within what it covers', () => {
    const [west, south, east, north] = baseMapExtent(AREA);
    expect(map.outlines.length).toBeGreaterThan(5);
    expect(map.countries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Azerbaijan', 'Armenia', 'Iran']),
    );
    const all = [
      ...map.outlines.flat(),
      ...map.countries.map(({ at }) => at),
      ...map.places.map(({ at }) => at),
    ];
    expect(all.every(([x, y]) => x >= west && x <= east && y >= south && y <= north)).toBe(true);
  });

  it('names places that people know, the larger ones first', () => {
    const names = map.places.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Barda', 'Jabrayil']));
    expect(new Set(names).size).toBeGreaterThan(100);
    const ranks = map.places.map(({ rank }) => rank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });

  it('says where it comes from and what its lines do not say, and is small enough for a phone', () => {
    expect(map.attribution).toMatch(/GeoNames.*no endorsement/);
    expect(stored.json.length).toBeLessThan(200_000);
  });

  it('is cut once, and comes from the cache folder under the same tag afterwards', async () => {
    const [file = ''] = readdirSync(folder);
    const marked = JSON.stringify({ ...map, attribution: 'from the cache' });
    writeFileSync(join(folder, file), marked);
    const again = await baseMapFor(AREA, folder);
    expect(again.json).toBe(marked);
    expect(again.etag).not.toBe(stored.etag);
    expect((await baseMapFor(AREA, folder)).etag).toBe(again.etag);
  });

  it(
    'is cut anew when the file was cut short',
    async () => {
      const [file = ''] = readdirSync(folder);
      writeFileSync(join(folder, file), stored.json.slice(0, 1_000));
      expect(await baseMapFor(AREA, folder)).toEqual(stored);
      expect(readdirSync(folder)).toEqual([file]);
    },
    CUT_MS,
  );

  it(
    'is refused for what is not an area, and leaves nothing behind',
    async () => {
      const none = join(folder, 'none');
      await expect(baseMapFor([48, 38.8, 46, 40.6], none)).rejects.toThrow('not an area');
      expect(existsSync(none)).toBe(false);
    },
    CUT_MS,
  );
});
