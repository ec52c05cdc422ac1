import { dangerBucket } from '#protocol/danger.ts';
import type { Pack } from '#protocol/pack.ts';
import type { Page } from '#protocol/page.ts';
import { onHandle } from './database.ts';
import type { CursorRow, MapDatabase } from './map-database.ts';
import { packsOf, readPack, within } from './page-store.ts';
import type { RecordModel } from './record-model.ts';

/** Keeps the model at what the map database holds, whichever tab pulled it. */
export interface PackReader {
  /** Reads everything anew. */
  reload(): Promise<void>;
  /** This tab pulled rows and has stored them. */
  arrived(pack: Pack, page: Pick<Page, 'bucket' | 'through' | 'epoch'>): void;
  /** The cursors as another tab may have left them, and the history that they belong to. */
  catchUp(cursors: readonly CursorRow[], epoch: unknown): Promise<void>;
}

/** @param warnings takes the bucket of what every team is warned of, apart from the records that are this user's to read */
export function createPackReader(
  map: MapDatabase,
  user: string,
  model: RecordModel,
  warnings: RecordModel,
): PackReader {
  const modelOf = (bucket: string) => (bucket === dangerBucket ? warnings : model);
  let loaded = new Map<string, number>();
  let history: unknown;
  let arrivals = 0;

  const readAll = async () => {
    const { rows, cursors, epoch } = await map.transaction(
      'r',
      map.packs,
      map.cursors,
      map.notes,
      async () => ({
        epoch: (await map.notes.get([user, 'epoch']))?.value,
        rows: await map.packs
          .where('[user+bucket+through]')
          .between(...within(user))
          .toArray(),
        cursors: await map.cursors
          .where('[user+bucket]')
          .between(...within(user))
          .toArray(),
      }),
    );
    const broken = new Set<string>();
    const packs: Pack[] = [];
    const warned: Pack[] = [];
    // One by one: each is a task of its own.
    for (const row of rows) {
      try {
        (row.bucket === dangerBucket ? warned : packs).push(await readPack(row));
      } catch {
        broken.add(row.bucket);
      }
    }
    return { packs, warned, cursors, epoch, broken };
  };

  /** The server can send it again: a pack that cannot be read costs one more pull of its bucket. */
  const forget = async (buckets: ReadonlySet<string>) => {
    await onHandle(map, () =>
      map.transaction('rw', map.packs, map.cursors, async () => {
        for (const bucket of buckets) {
          await packsOf(map, user, bucket).delete();
          await map.cursors.delete([user, bucket]);
        }
      }),
    );
  };

  const reload = async (): Promise<void> => {
    const before = arrivals;
    const { packs, warned, cursors, epoch, broken } = await onHandle(map, readAll);
    if (broken.size > 0) {
      await forget(broken);
      return reload();
    }
    // Rows that arrived while the packs were read are not among them.
    if (arrivals !== before) return reload();
    loaded = new Map(cursors.map(({ bucket, cursor }) => [bucket, cursor]));
    history = epoch;
    model.replacePacks(packs);
    warnings.replacePacks(warned);
  };

  return {
    reload,
    arrived: (pack, { bucket, through, epoch }) => {
      arrivals += 1;
      if (loaded.size === 0) history = epoch;
      loaded.set(bucket, through);
      modelOf(bucket).applyPack(pack);
    },
    catchUp: async (cursors, epoch) => {
      // Given up to make room, or about to be pulled anew: what is in memory stands until the next page.
      if (cursors.length === 0) return;
      // Another tab has met a new history, which may have come as far as the old one.
      if (epoch !== history) return reload();
      const now = new Map(cursors.map(({ bucket, cursor }) => [bucket, cursor]));
      if ([...loaded].some(([bucket, cursor]) => (now.get(bucket) ?? -1) < cursor)) return reload();
      for (const [bucket, cursor] of now) {
        const after = loaded.get(bucket) ?? 0;
        if (cursor <= after) continue;
        const packs = await onHandle(map, () => packsOf(map, user, bucket, after).toArray());
        try {
          for (const pack of packs) modelOf(bucket).applyPack(await readPack(pack));
        } catch {
          return reload();
        }
        loaded.set(bucket, Math.max(loaded.get(bucket) ?? 0, cursor));
      }
    },
  };
}
