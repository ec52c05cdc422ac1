import type { KeptPage, PageKey } from '../port.ts';
import { inTransaction, type Pool } from './connection.ts';

/** Pages of buckets as they went out. */
export function createKeptPageTable(pool: Pool) {
  return {
    async find(key: PageKey): Promise<(KeptPage & { standing: number }) | undefined> {
      const { programme, bucket, after, epoch, protocol } = key;
      const { rows } = await pool.query<{
        through: number;
        rows: number;
        standing: number;
        bytes: Uint8Array<ArrayBuffer>;
      }>({
        name: 'kept-page',
        text: `
          SELECT page.through, page.rows, page.bytes,
            (SELECT count(*) FROM member WHERE member.programme = page.programme AND member.bucket = page.bucket
              AND member.seq > page.after AND member.seq <= page.through) AS standing
          FROM kept_page page
          WHERE page.programme = $1 AND page.bucket = $2 AND page.after = $3 AND page.epoch = $4 AND page.protocol = $5`,
        values: [programme, bucket, after, epoch, protocol],
      });
      return rows[0];
    },
    keep: (key: PageKey, page: KeptPage, madeAt: string, olderThan: string): Promise<void> =>
      inTransaction(pool, async (client) => {
        const { programme, bucket, after, epoch, protocol } = key;
        await client.query('DELETE FROM kept_page WHERE programme = $1 AND made_at < $2', [
          programme,
          olderThan,
        ]);
        await client.query(
          `INSERT INTO kept_page (programme, bucket, after, epoch, protocol, through, rows, made_at, bytes)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           ON CONFLICT (programme, bucket, after) DO UPDATE SET epoch = excluded.epoch, protocol = excluded.protocol,
             through = excluded.through, rows = excluded.rows, made_at = excluded.made_at, bytes = excluded.bytes`,
          [programme, bucket, after, epoch, protocol, page.through, page.rows, madeAt, page.bytes],
        );
      }),
  };
}
