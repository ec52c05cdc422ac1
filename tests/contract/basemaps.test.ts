import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basemapsAnswerSchema } from '#protocol/basemaps.ts';
import { rasterArchive, vectorArchive } from '#tests/support/map-archive/karabakh.ts';
import type { ApiClient } from '#tests/support/server/api-client.ts';
import { type SeededServer, startSeededServer } from '#tests/support/server/seeded-server.ts';

let seeded: SeededServer;
let ali: ApiClient;
let brought: string;
const raster = rasterArchive();
const folder = () => join(seeded.server.folder, 'basemaps');
const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder(), name), bytes);

beforeAll(async () => {
  seeded = await startSeededServer();
  ali = await seeded.as('ali');
  brought = mkdtempSync(join(tmpdir(), 'safelane-brought-'));
  mkdirSync(folder());
  put('survey.pmtiles', raster);
});
afterAll(async () => {
  rmSync(brought, { recursive: true });
  await seeded.remove();
});

const list = async (client = ali) =>
  v.parse(basemapsAnswerSchema, await (await client.request('/api/v1/basemaps')).json());
const get = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
  ali.request('/api/v1/basemaps/survey', { ...init, headers: { 'accept-encoding': 'identity', ...headers } });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('what an administrator put there', () => {
  it('is listed for everybody who is signed in, with what its own head says', async () => {
    const expected = {
      id: 'survey',
      bytes: raster.length,
      type: 'raster',
      minZoom: 6,
      maxZoom: 9,
      bounds: [46.4, 39.2, 47.6, 40.4],
      attribution: '© Survey office',
    };
    expect((await list()).basemaps).toMatchObject([expected]);
    expect((await list(await seeded.as('stranger'))).basemaps).toMatchObject([expected]);
  });

  it('is nothing to who is not signed in', async () => {
    for (const path of ['/api/v1/basemaps', '/api/v1/basemaps/survey']) {
      expect((await fetch(`${seeded.server.url}${path}`)).status).toBe(401);
    }
  });

  it.each([
    ['a text', 'not a map', /not a PMTiles file/],
    ['an empty file', '', /not a PMTiles file/],
    ['a file that was copied half-way', raster.subarray(0, raster.length / 2), /not whole: .* Copy it again/],
    ['an archive of version 2', patched(raster, 7, 2), /version 2/],
    ['tiles of an unknown kind', patched(raster, 99, 77), /cannot draw/],
    ['a compression that phones do not have', patched(raster, 98, 4), /use gzip/],
    ['a damaged directory', patched(raster, 130, 0xff, 30), /damaged/],
  ])('%s is listed with the reason and served to nobody', async (_, bytes, reason) => {
    put('broken.pmtiles', bytes);
    const { basemaps, broken } = await list();
    expect(basemaps.map(({ id }) => id)).toEqual(['survey']);
    expect(broken).toMatchObject([{ id: 'broken', problem: expect.stringMatching(reason) }]);
    expect((await ali.request('/api/v1/basemaps/broken')).status).toBe(404);
    rmSync(join(folder(), 'broken.pmtiles'));
  });

  it('names a file that cannot be asked for by its name', async () => {
    put('a*b.pmtiles', raster);
    expect((await list()).broken).toMatchObject([
      { id: 'a*b', problem: expect.stringMatching(/^Rename it/) },
    ]);
    rmSync(join(folder(), 'a*b.pmtiles'));
  });

  it.each(['..%2Fauth-secret', '..%2F..%2Fetc%2Fpasswd', '%2Fetc%2Fpasswd', 'survey.pmtiles', '', '.', 'no'])(
    'gives no other file away: %s',
    async (id) => {
      writeFileSync(join(seeded.server.folder, 'outside.pmtiles'), raster);
      for (const asked of [id, '..%2Foutside']) {
        const response = await ali.request(`/api/v1/basemaps/${asked}`);
        expect(response.headers.get('content-type')).not.toContain('pmtiles');
      }
    },
  );
});

describe('ranges of it', () => {
  it('gives the whole file with its size and etag', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String(raster.length));
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    const [listed] = (await list()).basemaps;
    expect(response.headers.get('etag')).toBe(listed?.etag);
    expect((await bytesOf(response)).equals(raster)).toBe(true);
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=100-1099', 100, 1099],
    ['bytes=1000-', 1000, raster.length - 1],
    ['bytes=-500', raster.length - 500, raster.length - 1],
    [`bytes=-${raster.length + 10}`, 0, raster.length - 1],
    [`bytes=5-${raster.length + 10}`, 5, raster.length - 1],
    ['Bytes=7-9', 7, 9],
  ])('answers %s with 206 and just these bytes', async (range, start, end) => {
    const response = await get({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/${raster.length}`);
    expect(response.headers.get('content-length')).toBe(String(end - start + 1));
    expect((await bytesOf(response)).equals(raster.subarray(start, end + 1))).toBe(true);
  });

  it.each([`bytes=${raster.length}-`, 'bytes=99999999999999999999-', 'bytes=-0'])(
    'answers %s with 416 and the size',
    async (range) => {
      const response = await get({ range });
      expect(response.status).toBe(416);
      expect(response.headers.get('content-range')).toBe(`bytes */${raster.length}`);
    },
  );

  it.each(['bytes=9-7', 'bytes=-', 'bytes=a-b', 'items=0-9', 'bytes=0-1,5-6', 'bytes 0-9'])(
    'takes %s for no range, as it may',
    async (range) => {
      const response = await get({ range });
      expect(response.status).toBe(200);
      await response.body?.cancel();
    },
  );

  it('gives a part only of the file that was meant', async () => {
    const [{ etag } = { etag: '' }] = (await list()).basemaps;
    const range = 'bytes=0-9';
    expect((await get({ range, 'if-range': etag })).status).toBe(206);
    for (const other of ['"another"', `W/${etag}`, 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      const response = await get({ range, 'if-range': other });
      expect(response.status).toBe(200);
      await response.body?.cancel();
    }
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
  });

  it('answers HEAD without a body', async () => {
    const response = await get({ range: 'bytes=0-9' }, { method: 'HEAD' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-length')).toBe('10');
    expect(await response.text()).toBe('');
  });

  it('keeps no file open when nobody listens any more', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const stop = new AbortController();
      const response = await get({}, { signal: stop.signal });
      await response.body?.getReader().read();
      stop.abort();
      await get({}, { method: 'HEAD' });
    }
    await expect.poll(() => openFiles(seeded.server.pid)).toEqual([]);
  });

  it('has another etag when the file is replaced, also by one of the same size', async () => {
    const [before] = (await list()).basemaps;
    put('survey.pmtiles', rasterArchive([200, 40, 40]).subarray(0, raster.length));
    const [after] = (await list()).basemaps;
    expect(after?.etag).not.toBe(before?.etag);
    put('survey.pmtiles', raster);
  });
});

describe('safelane basemap', () => {
  it('adds, lists and removes, and the running server sees it', async () => {
    const path = join(brought, 'north.pmtiles');
    writeFileSync(path, vectorArchive());
    const added = await seeded.server.cli(
      'basemap',
      'add',
      path,
      '--name',
      'North 1:25 000'.replace(':', '-'),
    );
    expect(added).toMatchObject({
      code: 0,
      stdout: 'Added "North 1-25 000": vector, zoom 6 to 9, 3.5 MB.\n',
    });
    expect((await list()).basemaps.map(({ id }) => id)).toEqual(['North 1-25 000', 'survey']);
    expect((await seeded.server.cli('basemap', 'list')).stdout).toContain('North 1-25 000\tvector\tzoom 6–9');
    const served = await ali.request(`/api/v1/basemaps/${encodeURIComponent('North 1-25 000')}`);
    expect((await bytesOf(served)).length).toBeGreaterThan(3_500_000);

    const again = await seeded.server.cli('basemap', 'add', path, '--name', 'survey');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('Add --replace') });
    expect((await seeded.server.cli('basemap', 'remove', 'North 1-25 000')).code).toBe(0);
    expect((await list()).basemaps.map(({ id }) => id)).toEqual(['survey']);
  });

  it('takes in nothing that could not be served, and says why', async () => {
    const path = join(brought, 'half.pmtiles');
    writeFileSync(path, raster.subarray(0, 500_000));
    for (const [args, reason] of [
      [['add', path], /not whole/],
      [['add', join(brought, 'none.pmtiles')], /There is no file/],
      [['add', brought], /It is not a file/],
      [['add', path, '--name', '../up'], /cannot be its name/],
      [['remove', 'nothing'], /There is no map/],
      [['remove', '../outside'], /There is no map/],
    ] as const) {
      const { code, stderr } = await seeded.server.cli('basemap', ...args);
      expect(stderr).toMatch(reason);
      expect(code).toBe(1);
    }
    expect(readdirSync(folder())).toEqual(['survey.pmtiles']);
  });
});

function patched(bytes: Buffer, at: number, value: number, times = 1): Buffer {
  return Buffer.from(bytes).fill(value, at, at + times);
}

function openFiles(pid: number): readonly string[] {
  const folderOfFds = `/proc/${pid}/fd`;
  return readdirSync(folderOfFds)
    .map((fd) => join(folderOfFds, fd))
    .filter((fd) => existsSync(fd))
    .map((fd) => readlinkSync(fd))
    .filter((path) => path.endsWith('.pmtiles'));
}
