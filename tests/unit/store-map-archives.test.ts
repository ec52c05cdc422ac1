import { describe, expect, it } from 'vitest';
import type { BasemapsAnswer, MapArchive } from '#protocol/basemaps.ts';
import { createArchiveFiles, partBytes } from '#store/archive-files.ts';
import { type ArchiveEntry, createMapArchives } from '#store/map-archives.ts';
import { MemoryFolder } from '#tests/support/phone/file-system.ts';

const bytes = new Uint8Array(3.5 * partBytes).map((_, index) => (index * 31) % 251);
const survey: MapArchive = {
  id: 'Survey',
  bytes: bytes.length,
  etag: '"one"',
  type: 'raster',
  minZoom: 0,
  maxZoom: 9,
  bounds: [46, 39, 47, 40],
  attribution: '',
};

const problem = (status: number) =>
  new Response('{}', { status, headers: { 'content-type': 'application/problem+json; charset=utf-8' } });
const html = () =>
  new Response('<h1>Welcome to Free Wi-Fi</h1>', { status: 200, headers: { 'content-type': 'text/html' } });

/** A server with one archive. What is in `instead` is answered first, in its order. */
function startOffice() {
  const asked: string[] = [];
  const instead: (() => Response)[] = [];
  const office = {
    asked,
    instead,
    archive: survey as MapArchive | null,
    fetch: (async (path: string, init: RequestInit) => {
      const { archive } = office;
      if (path === '/api/v1/basemaps') {
        const answer: BasemapsAnswer = { basemaps: archive ? [archive] : [], broken: [] };
        return Response.json(answer);
      }
      const headers = new Headers(init.headers);
      const [, from = '', to = ''] = /(\d+)-(\d+)/.exec(headers.get('range') ?? '') ?? [];
      asked.push(`${Number(from) / partBytes}`);
      await Promise.resolve();
      const other = instead.shift();
      if (other) return other();
      if (!archive) return problem(404);
      const said = { 'content-type': 'application/vnd.pmtiles', etag: archive.etag };
      if (headers.get('if-range') !== archive.etag)
        return new Response(bytes, { status: 200, headers: said });
      return new Response(bytes.slice(Number(from), Number(to) + 1), {
        status: 206,
        headers: { ...said, 'content-range': `bytes ${from}-${to}/${archive.bytes}` },
      });
    }) as typeof fetch,
  };
  return office;
}

function startPhone(office = startOffice(), folder = new MemoryFolder()) {
  let waits = 0;
  const options = { free: 1e9, isAlone: true };
  const maps = createMapArchives({
    files: createArchiveFiles(folder.handle),
    fetch: office.fetch,
    freeBytes: async () => Promise.resolve(options.free),
    wait: async () => {
      waits += 1;
      // A download that tries for ever fails its test instead of keeping it from ending.
      return waits > 50 ? Promise.reject(new Error('waited too often')) : Promise.resolve();
    },
    random: () => 0,
    alone: async (_, work) => {
      if (options.isAlone) await work();
      return options.isAlone;
    },
    unfinished: () => undefined,
  });
  /** Fulfilled when the archive is as wanted. */
  const becomes = (state: ArchiveEntry['state']) =>
    new Promise<ArchiveEntry>((resolve) => {
      const look = () => {
        const [entry] = maps.list.value;
        if (entry?.state === state) resolve(entry);
      };
      look();
      maps.list.subscribe(look);
    });
  return { maps, office, folder, options, becomes, waits: () => waits };
}

async function started(phone: ReturnType<typeof startPhone>) {
  await phone.maps.refresh();
  await phone.maps.download(survey);
  return phone;
}

async function entriesOf(folder: MemoryFolder) {
  const entries = [];
  for await (const entry of folder.entries()) entries.push(entry);
  return entries;
}

describe('a map that is downloaded', () => {
  it('is on the phone byte by byte, part after part, and can be read across them', async () => {
    const { maps, office, becomes } = await started(startPhone());
    await becomes('whole');
    expect(office.asked).toEqual(['0', '1', '2', '3']);
    const kept = await maps.kept('Survey');
    for (const [offset, length] of [
      [0, 10],
      [partBytes - 5, 10],
      [partBytes - 5, 2 * partBytes + 10],
      [bytes.length - 5, 100],
    ] as const) {
      const read = new Uint8Array(await maps.read(kept ?? survey, offset, length));
      expect(read).toEqual(bytes.slice(offset, offset + length));
    }
  });

  it('takes nothing for a part that is not one: a sign-in page, half a part, a fault of the server', async () => {
    const office = startOffice();
    const half = () =>
      new Response(bytes.slice(0, 99), {
        status: 206,
        headers: {
          'content-type': 'application/vnd.pmtiles',
          etag: survey.etag,
          'content-range': `bytes 0-${partBytes - 1}/${survey.bytes}`,
        },
      });
    office.instead.push(
      html,
      half,
      () => problem(500),
      () => new Response('', { status: 502 }),
    );
    const phone = await started(startPhone(office));
    await phone.becomes('whole');
    expect(office.asked).toEqual(['0', '0', '0', '0', '0', '1', '2', '3']);
    expect(phone.waits()).toBe(4);
    expect(new Uint8Array(await phone.maps.read(survey, 0, bytes.length))).toEqual(bytes);
  });

  it('goes on after a restart with the parts that are missing or were cut off while they were written', async () => {
    const office = startOffice();
    const first = await started(startPhone(office));
    await first.becomes('whole');
    const [[, archive] = []] = await entriesOf(first.folder);
    if (!(archive instanceof MemoryFolder)) throw new Error('There is no folder.');
    await archive.removeEntry('1');
    await archive.getFileHandle('1', { create: true });
    await archive.removeEntry('3');
    office.asked.length = 0;
    const again = startPhone(office, first.folder);
    await again.maps.resume();
    await again.becomes('whole');
    expect(office.asked).toEqual(['1', '3']);
  });
});

describe('a download that cannot go on says why, and keeps what has come', () => {
  it('where there is no room for the rest', async () => {
    let written = 0;
    const folder = new MemoryFolder(() => (written++ > 2 ? 0 : Infinity));
    const { becomes } = await started(startPhone(startOffice(), folder));
    await becomes('loading');
    const entry = await becomes('paused');
    expect(entry.note).toMatch(/no room on this phone/);
    expect(entry.have).toBeGreaterThan(0);
  });

  it('where it would leave no room for records, before it asks for anything', async () => {
    const phone = startPhone();
    phone.options.free = survey.bytes + 1_000;
    await started(phone);
    expect(phone.maps.list.value).toMatchObject([
      { state: 'absent', note: expect.stringMatching(/no room/) },
    ]);
    expect(phone.office.asked).toEqual([]);
  });

  it('where the session has ended: it goes on by itself after signing in', async () => {
    const office = startOffice();
    const phone = startPhone(office);
    await phone.maps.refresh();
    office.instead.push(() => problem(401));
    await phone.maps.download(survey);
    await phone.becomes('loading');
    expect((await phone.becomes('paused')).note).toMatch(/^Sign in again/);
    await phone.maps.refresh();
    await phone.becomes('whole');
  });

  it('where the server has the map no more', async () => {
    const phone = startPhone();
    await phone.maps.refresh();
    phone.office.archive = null;
    await phone.maps.download(survey);
    await phone.becomes('loading');
    expect((await phone.becomes('paused')).note).toBe('The server has no such map any more.');
  });

  it('where another window is at it', async () => {
    const phone = startPhone();
    phone.options.isAlone = false;
    await started(phone);
    await phone.becomes('elsewhere');
    expect(phone.office.asked).toEqual([]);
  });
});

describe('a map that is replaced on the server', () => {
  const second = { ...survey, etag: '"two"' };

  it('is begun anew when it changes in the middle, and the parts of the old one are gone', async () => {
    const office = startOffice();
    office.instead.push(() => {
      office.archive = second;
      return problem(416);
    });
    const phone = await started(startPhone(office));
    const entry = await phone.becomes('whole');
    expect(entry.archive.etag).toBe('"two"');
    expect(await entriesOf(phone.folder)).toHaveLength(1);
  });

  it('is begun anew also where a server minds no If-Range: no part of it is put to the old one', async () => {
    const office = startOffice();
    office.instead.push(() => {
      office.archive = second;
      return new Response(bytes.slice(0, partBytes), {
        status: 206,
        headers: {
          'content-type': 'application/vnd.pmtiles',
          etag: second.etag,
          'content-range': `bytes 0-${partBytes - 1}/${survey.bytes}`,
        },
      });
    });
    const phone = await started(startPhone(office));
    expect((await phone.becomes('whole')).archive.etag).toBe('"two"');
  });

  it('is offered, and the old one is there until the new one is whole', async () => {
    const phone = await started(startPhone());
    await phone.becomes('whole');
    phone.office.archive = second;
    await phone.maps.refresh();
    expect(phone.maps.list.value).toMatchObject([{ state: 'whole', newer: second }]);
    await phone.maps.download(second);
    await phone.becomes('loading');
    expect((await phone.maps.kept('Survey'))?.etag).toBe('"one"');
    await phone.becomes('whole');
    expect((await phone.maps.kept('Survey'))?.etag).toBe('"two"');
    expect(await entriesOf(phone.folder)).toHaveLength(1);
  });
});
