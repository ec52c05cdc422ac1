import type { BucketRow } from '#protocol/record.ts';
import { onHandle } from './database.ts';
import type { CursorRow, MapDatabase, PackRow } from './map-database.ts';
import { packsOf, rowsOfPack, within } from './page-store.ts';
import type { RecordModel } from './record-model.ts';

/** Keeps the model at what the map database holds, whichever tab pulled it. */
export interface PackReader {
  /** Reads everything anew. */
  reload(): Promise<void>;
  /** This tab pulled rows and has stored them. */
  arrived(rows: readonly BucketRow[], bucket: string, through: number): void;
  /** The cursors as another tab may have left them. */
  catchUp(cursors: readonly CursorRow[]): Promise<void>;
}

export function createPackReader(map: MapDatabase, user: string, model: RecordModel): PackReader {
  let loaded = new Map<string, number>();
  let arrivals = 0;

  const readAll = async () =>
    map.transaction('r', map.packs, map.cursors, async () => ({
      packs: await map.packs
        .where('[user+bucket+through]')
        .between(...within(user))
        .toArray(),
      cursors: await map.cursors
        .where('[user+bucket]')
        .between(...within(user))
        .toArray(),
    }));

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
    const { packs, cursors } = await onHandle(map, readAll);
    const broken = new Set<string>();
    const rows: BucketRow[] = [];
    for (const pack of packs) {
      try {
        for (const row of rowsOfPack(pack)) rows.push(row);
      } catch {
        broken.add(pack.bucket);
      }
    }
    if (broken.size > 0) {
      await forget(broken);
      return reload();
    }
    // Rows that arrived while the packs were read are not among them.
    if (arrivals !== before) return reload();
    loaded = new Map(cursors.map(({ bucket, cursor }) => [bucket, cursor]));
    model.replaceRows(rows);
  };

  return {
    reload,
    arrived: (rows, bucket, through) => {
      arrivals += 1;
      loaded.set(bucket, through);
      model.applyRows(rows);
    },
    catchUp: async (cursors) => {
      // Given up to make room, or about to be pulled anew: what is in memory stands until the next page.
      if (cursors.length === 0) return;
      const now = new Map(cursors.map(({ bucket, cursor }) => [bucket, cursor]));
      if ([...loaded].some(([bucket, cursor]) => (now.get(bucket) ?? -1) < cursor)) return reload();
      for (const [bucket, cursor] of now) {
        const after = loaded.get(bucket) ?? 0;
        if (cursor <= after) continue;
        const packs: readonly PackRow[] = await onHandle(map, () =>
          packsOf(map, user, bucket, after).toArray(),
        );
        try {
          model.applyRows(packs.flatMap(rowsOfPack));
        } catch {
          return reload();
        }
        loaded.set(bucket, Math.max(loaded.get(bucket) ?? 0, cursor));
      }
    },
  };
}
