import { Dexie } from 'dexie';
import { openPack, type Pack } from '#protocol/pack.ts';
import { encodeRows, type Page } from '#protocol/page.ts';
import type { BucketRow } from '#protocol/record.ts';
import { pageRows } from '#protocol/wire.ts';
import type { PageStore } from '#sync/ports.ts';
import type { WireAnswer } from '#sync/transport.ts';
import { onHandle } from './database.ts';
import { decodeFirstRows } from './first-pack.ts';
import { isPacked, unpackedText } from './gzip-text.ts';
import { isFull, StoreProblem } from './store-problem.ts';
import type { MapDatabase, PackRow } from './map-database.ts';

export interface PageStorePorts {
  readonly map: MapDatabase;
  readonly user: string;
  /** Rows came in. */
  readonly arrived: (pack: Pack, page: Page) => void;
  /** What was read before does not hold any more: everything has to be read anew. */
  readonly reset: () => Promise<void>;
}

/** A pack of fewer rows is small; so many small ones in a bucket become one. */
const SMALL_ROWS = pageRows / 2;
const MANY_SMALL = 24;

export function createPageStore({ map, user, arrived, reset }: PageStorePorts): PageStore {
  const whole = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await onHandle(map, () => map.transaction('rw', map.packs, map.cursors, map.notes, work));
    } catch (error) {
      const message = "The phone's storage is full: what others recorded cannot come in. Free some space.";
      throw isFull(error) ? new StoreProblem('storage-full', message, error) : error;
    }
  };

  const dropBucket = async (bucket: string) => {
    await packsOf(map, user, bucket).delete();
    await map.cursors.delete([user, bucket]);
  };

  return {
    epoch: async () => {
      const note = await onHandle(map, () => map.notes.get([user, 'epoch']));
      return typeof note?.value === 'string' ? note.value : undefined;
    },
    cursor: async (bucket) => (await onHandle(map, () => map.cursors.get([user, bucket])))?.cursor ?? 0,

    add: async (came) => {
      // What cannot be read is not stored.
      const read = came.map(({ page, answer }) => ({ page, answer, pack: openPack(page.columns) }));
      const added = await whole(async () => {
        const history = (await map.notes.get([user, 'epoch']))?.value;
        if (history !== undefined && read.some(({ page }) => page.epoch !== history)) return undefined;
        const stored: typeof read = [];
        for (const each of read) {
          const { bucket, through, after } = each.page;
          const cursor = (await map.cursors.get([user, bucket]))?.cursor ?? 0;
          // Another tab was quicker: it has stored the same rows.
          if (cursor !== after) continue;
          const { size: rows } = each.pack;
          await Promise.all([
            map.packs.put({ user, bucket, through, rows, bytes: keptBytes(each.answer, rows) }),
            map.cursors.put({ user, bucket, cursor: through }),
          ]);
          if (rows < SMALL_ROWS) await compact(map, user, each.page);
          stored.push(each);
        }
        return stored;
      });
      for (const { page, pack } of added ?? []) arrived(pack, page);
      return added !== undefined;
    },

    restart: async (epoch) => {
      const had = await whole(async () => {
        const cursors = await map.cursors
          .where('[user+bucket]')
          .between(...within(user))
          .primaryKeys();
        for (const [, bucket] of cursors) await dropBucket(bucket);
        await map.notes.put({ user, name: 'epoch', value: epoch });
        return cursors.length > 0;
      });
      if (had) await reset();
    },

    drop: async (bucket) => {
      await whole(() => dropBucket(bucket));
      await reset();
    },

    keepOnly: async (buckets) => {
      const read = async () =>
        (
          await map.cursors
            .where('[user+bucket]')
            .between(...within(user))
            .toArray()
        )
          .map((row) => row.bucket)
          .filter((bucket) => !buckets.includes(bucket));
      if ((await onHandle(map, read)).length === 0) return;
      await whole(async () => {
        for (const bucket of await read()) await dropBucket(bucket);
      });
      await reset();
    },
  };
}

/** Bounds of all keys that lead with the user. */
export const within = (user: string): [unknown[], unknown[]] => [
  [user, Dexie.minKey],
  [user, Dexie.maxKey],
];

export function packsOf(map: MapDatabase, user: string, bucket: string, after = -1) {
  return map.packs
    .where('[user+bucket+through]')
    .between([user, bucket, after], [user, bucket, Dexie.maxKey], false, true);
}

/** Small ones are read again within a transaction, which does not wait for anything to be unpacked. */
const keptBytes = ({ bytes, text }: WireAnswer, rows: number) =>
  rows < SMALL_ROWS && isPacked(bytes) ? new TextEncoder().encode(text) : bytes;

/** @throws when it cannot be read */
export async function readPack({ bytes }: PackRow): Promise<Pack> {
  return packOf(isPacked(bytes) ? await unpackedText(bytes) : new TextDecoder().decode(bytes));
}

function packOf(text: string): Pack {
  const { columns } = JSON.parse(text) as Page;
  if ('count' in columns) return openPack(columns);
  return openPack(encodeRows(decodeFirstRows(columns)));
}

/** Latest row of each record, in order of seq; where a record left one bucket and is in another at the same sequence, it is there. */
function latestOf(packs: readonly Pack[]): readonly BucketRow[] {
  const latest = new Map<string, BucketRow>();
  for (const pack of packs) {
    for (let at = 0; at < pack.size; at += 1) {
      const row = pack.rowAt(at);
      if (supersedes(row, latest.get(row.id))) latest.set(row.id, row);
    }
  }
  return [...latest.values()].sort((a, b) => a.seq - b.seq);
}

function supersedes(row: BucketRow, known: BucketRow | undefined): boolean {
  if (!known || row.seq > known.seq) return true;
  return row.seq === known.seq && 'gone' in known && !('gone' in row);
}

/**
 * A desk that looks every few seconds gets pages of one row. Inside the transaction of the page that made them many,
 * small packs of a bucket are written anew as full ones; nothing refers to a pack, so nothing else changes.
 */
async function compact(map: MapDatabase, user: string, page: Page): Promise<void> {
  const { bucket } = page;
  if ((await packsOf(map, user, bucket).count()) <= MANY_SMALL) return;
  const small = (await packsOf(map, user, bucket).toArray()).filter(
    ({ rows, bytes }) => rows < SMALL_ROWS && !isPacked(bytes),
  );
  if (small.length <= MANY_SMALL) return;
  const rows = latestOf(small.map(({ bytes }) => packOf(new TextDecoder().decode(bytes))));
  const packs: PackRow[] = [];
  for (let start = 0; start < rows.length; start += pageRows) {
    const part = rows.slice(start, start + pageRows);
    const isLast = start + pageRows >= rows.length;
    const through = isLast ? page.through : (part.at(-1)?.seq ?? 0);
    const merged: Page = { ...page, after: 0, through, more: false, columns: encodeRows(part) };
    const bytes = new TextEncoder().encode(JSON.stringify(merged));
    packs.push({ user, bucket, through, rows: part.length, bytes });
  }
  await map.packs.bulkDelete(small.map((pack): [string, string, number] => [user, bucket, pack.through]));
  await map.packs.bulkPut(packs);
}
