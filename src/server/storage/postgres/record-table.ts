import type { BucketRow, RecordState } from '#protocol/record.ts';
import { readLogged } from '../logged-change.ts';
import type { LoggedChange, RowsAfter } from '../port.ts';
import { PAGE_CHARACTERS, RECORD_COLUMNS, type RecordRow, stateOf } from '../record-row.ts';
import type { Pool } from './connection.ts';

const PAGE = 500;

type MemberRow = RecordRow & {
  readonly member: string;
  readonly at: number;
  readonly present: 0 | 1;
  /** How many rows there would be. */
  readonly count: number;
};

const bucketRow = (row: MemberRow): BucketRow =>
  row.present === 1 ? stateOf(row) : { id: row.member, seq: row.at, gone: true };

/** Records, their changes, and which buckets they are in, as they are read. */
export function createRecordTable(pool: Pool) {
  const rows = async <Row extends object>(text: string, values: readonly unknown[]) =>
    (await pool.query<Row>(text, [...values])).rows;

  return {
    async get(programme: string, id: string): Promise<RecordState | undefined> {
      const text = `SELECT ${RECORD_COLUMNS} FROM record r WHERE r.programme = $1 AND r.id = $2`;
      const [row] = await rows<RecordRow>(text, [programme, id]);
      return row && stateOf(row);
    },
    async heads(programme: string, buckets: readonly string[]) {
      const text = `SELECT bucket, coalesce((
          SELECT max(seq) FROM member WHERE member.programme = $1 AND member.bucket = asked.bucket
        ), 0) AS head
        FROM unnest($2::text[]) WITH ORDINALITY AS asked (bucket, at) ORDER BY at`;
      return rows<{ readonly bucket: string; readonly head: number }>(text, [programme, buckets]);
    },
    /** Each page is a statement of its own: no snapshot is held while the caller works. */
    async *all(programme: string, kind?: string): AsyncGenerator<RecordState> {
      const ofKind = kind === undefined ? '' : 'AND r.kind = $3';
      const text = `SELECT ${RECORD_COLUMNS} FROM record r WHERE r.programme = $1 AND r.first_seq > $2 ${ofKind}
        ORDER BY r.first_seq LIMIT ${PAGE}`;
      let after = 0;
      for (;;) {
        const values = [programme, after, ...(kind === undefined ? [] : [kind])];
        const page = await rows<RecordRow>(text, values);
        for (const row of page) yield stateOf(row);
        const last = page.at(-1);
        if (!last || page.length < PAGE) return;
        after = last.first_seq;
      }
    },
    async rowsAfter(programme: string, bucket: string, after: number, limit: number): Promise<RowsAfter> {
      // Large records end a page early, here already: they would all be read into memory otherwise.
      const text = `SELECT * FROM (
          SELECT m.record AS member, m.seq AS at, m.present, ${RECORD_COLUMNS}, count(*) OVER () AS count,
            sum(coalesce(octet_length(r.body) + octet_length(r.holds) + octet_length(r.flags), 0))
              OVER (ORDER BY m.seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
          FROM (
            SELECT record, seq, present FROM member
            WHERE programme = $1 AND bucket = $2 AND seq > $3 ORDER BY seq LIMIT $4
          ) m LEFT JOIN record r ON m.present = 1 AND r.programme = $1 AND r.id = m.record
        ) page WHERE coalesce(before, 0) <= ${PAGE_CHARACTERS} ORDER BY at LIMIT $5`;
      const found = await rows<MemberRow>(text, [programme, bucket, after, limit + 1, limit]);
      const count = found[0]?.count ?? 0;
      return { rows: found.map(bucketRow), through: found.at(-1)?.at ?? after, more: count > found.length };
    },
    async changesOf(programme: string, record: string): Promise<LoggedChange[]> {
      const text = `SELECT seq, text, outcome, received_at, carried_by FROM change WHERE programme = $1 AND record = $2
        ORDER BY seq`;
      return (await rows<Parameters<typeof readLogged>[0]>(text, [programme, record])).map(readLogged);
    },
  };
}
