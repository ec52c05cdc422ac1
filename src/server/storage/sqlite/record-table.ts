import type { DatabaseSync } from 'node:sqlite';
import type { BucketRow, RecordState } from '#protocol/record.ts';
import type { RowsAfter } from '../port.ts';
import { PAGE_CHARACTERS, RECORD_COLUMNS, type RecordRow, stateOf } from '../record-row.ts';

const PAGE = 500;

/** Records and which buckets they are in, as they are read. */
export function createRecordTable(db: DatabaseSync) {
  const one = db.prepare(`SELECT ${RECORD_COLUMNS} FROM record r WHERE r.programme = ? AND r.id = ?`);
  const page = db.prepare(
    `SELECT ${RECORD_COLUMNS} FROM record r WHERE r.programme = ? AND r.first_seq > ? ORDER BY r.first_seq LIMIT ${PAGE}`,
  );
  const kindPage = db.prepare(
    `SELECT ${RECORD_COLUMNS} FROM record r WHERE r.programme = ? AND r.first_seq > ? AND r.kind = ?
     ORDER BY r.first_seq LIMIT ${PAGE}`,
  );
  const head = db.prepare('SELECT max(seq) AS head FROM member WHERE programme = ? AND bucket = ?');
  const bucketPage = db.prepare(`
    SELECT m.record AS member, m.seq AS at, m.present, ${RECORD_COLUMNS}
    FROM member m LEFT JOIN record r ON m.present = 1 AND r.programme = m.programme AND r.id = m.record
    WHERE m.programme = ? AND m.bucket = ? AND m.seq > ? ORDER BY m.seq LIMIT ?`);

  type MemberRow = RecordRow & { readonly member: string; readonly at: number; readonly present: 0 | 1 };
  const bucketRow = (row: MemberRow): BucketRow =>
    row.present === 1 ? stateOf(row) : { id: row.member, seq: row.at, gone: true };

  return {
    get(programme: string, id: string): RecordState | undefined {
      const row = one.get(programme, id) as RecordRow | undefined;
      return row && stateOf(row);
    },
    head: (programme: string, bucket: string) => Number(head.get(programme, bucket)?.head ?? 0),
    /** Each page is a statement of its own: no read transaction stays open while the caller works. */
    async *all(programme: string, kind?: string): AsyncGenerator<RecordState> {
      let after = 0;
      for (;;) {
        const rows = (kind === undefined
          ? page.all(programme, after)
          : kindPage.all(programme, after, kind)) as unknown as RecordRow[];
        for (const row of rows) yield stateOf(row);
        const last = rows.at(-1);
        if (!last || rows.length < PAGE) return;
        after = last.first_seq;
      }
    },
    rowsAfter(programme: string, bucket: string, after: number, limit: number): RowsAfter {
      const rows: BucketRow[] = [];
      let through = after;
      let length = 0;
      // Read one by one: a page of large records ends early, before it is too large to be built and stored on a phone.
      for (const found of bucketPage.iterate(programme, bucket, after, limit + 1)) {
        const row = found as unknown as MemberRow;
        if (rows.length === limit || length > PAGE_CHARACTERS) return { rows, through, more: true };
        if (row.present === 1) length += row.body.length + row.holds.length + row.flags.length;
        rows.push(bucketRow(row));
        through = row.at;
      }
      return { rows, through, more: false };
    },
  };
}
