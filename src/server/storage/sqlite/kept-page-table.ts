import type { DatabaseSync } from 'node:sqlite';
import type { KeptPage, PageKey } from '../port.ts';

/** Pages of buckets as they went out. */
export function createKeptPageTable(db: DatabaseSync) {
  const find = db.prepare(`
    SELECT page.through, page.rows, page.bytes,
      (SELECT count(*) FROM member WHERE member.programme = page.programme AND member.bucket = page.bucket
        AND member.seq > page.after AND member.seq <= page.through) AS standing
    FROM kept_page page
    WHERE page.programme = ? AND page.bucket = ? AND page.after = ? AND page.epoch = ? AND page.protocol = ?`);
  const keep = db.prepare(`
    INSERT INTO kept_page (programme, bucket, after, epoch, protocol, through, rows, made_at, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (programme, bucket, after) DO UPDATE SET epoch = excluded.epoch, protocol = excluded.protocol,
      through = excluded.through, rows = excluded.rows, made_at = excluded.made_at, bytes = excluded.bytes`);
  const purge = db.prepare('DELETE FROM kept_page WHERE programme = ? AND made_at < ?');
  return {
    find({
      programme,
      bucket,
      after,
      epoch,
      protocol,
    }: PageKey): (KeptPage & { standing: number }) | undefined {
      const row = find.get(programme, bucket, after, epoch, protocol) as
        | { through: number; rows: number; standing: number; bytes: Uint8Array<ArrayBuffer> }
        | undefined;
      return row;
    },
    /** To be run inside a transaction. */
    keep(key: PageKey, page: KeptPage, madeAt: string, olderThan: string): void {
      const { programme, bucket, after, epoch, protocol } = key;
      purge.run(programme, olderThan);
      keep.run(programme, bucket, after, epoch, protocol, page.through, page.rows, madeAt, page.bytes);
    },
  };
}
