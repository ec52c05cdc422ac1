import type { DatabaseSync } from 'node:sqlite';
import type { Flag } from '#protocol/change.ts';
import type { BucketRow, RecordState } from '#protocol/record.ts';
import type { RowsAfter } from '../port.ts';

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly first_seq: number;
  readonly seq: number;
  readonly status: RecordState['status'];
  readonly author: string;
  readonly recorded_at: string;
  readonly comment: string | null;
  readonly body: string;
  readonly writer: string;
  readonly holds: string;
  readonly warnings: string;
  readonly flags: string;
}

const COLUMNS = `r.id, r.kind, r.first_seq, r.seq, r.status, r.author, r.recorded_at, r.comment, r.body, r.writer,
  r.holds, r.warnings, r.flags`;
const PAGE = 500;
/** After this much text a page of a bucket is full, however few its rows. */
const PAGE_CHARACTERS = 4_000_000;

/** The record with its author's warnings only: what the next merge starts from. */
function mergeStateOf(row: Row): RecordState {
  return {
    id: row.id,
    kind: row.kind,
    firstSeq: row.first_seq,
    seq: row.seq,
    status: row.status,
    ...(row.comment === null ? {} : { comment: row.comment }),
    body: JSON.parse(row.body) as RecordState['body'],
    writer: JSON.parse(row.writer) as RecordState['writer'],
    holds: JSON.parse(row.holds) as RecordState['holds'],
    flags: JSON.parse(row.warnings) as Flag[],
    author: row.author,
    recordedAt: row.recorded_at,
  };
}

/** The record as it is read: the server's flags beside the author's warnings, each thing said once. */
function stateOf(row: Row): RecordState {
  const state = mergeStateOf(row);
  if (row.flags === '[]') return state;
  const found = JSON.parse(row.flags) as Flag[];
  const isSaid = (flag: Flag) =>
    state.flags.some((own) => own.code === flag.code && own.field === flag.field);
  return { ...state, flags: [...state.flags, ...found.filter((flag) => !isSaid(flag))] };
}

export type RecordTable = ReturnType<typeof createRecordTable>;

/** Records and which buckets they are in. */
export function createRecordTable(db: DatabaseSync) {
  const one = db.prepare(`SELECT ${COLUMNS} FROM record r WHERE r.programme = ? AND r.id = ?`);
  const kindOf = db.prepare('SELECT kind FROM record WHERE programme = ? AND id = ?');
  const elsewhere = db.prepare(
    'SELECT 1 FROM record WHERE programme IN (SELECT id FROM programme WHERE id <> ?) AND id = ?',
  );
  const put = db.prepare(`
    INSERT INTO record (programme, id, kind, first_seq, seq, status, author, recorded_at, comment, body, writer, holds,
      warnings, flags)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (programme, id) DO UPDATE SET seq = excluded.seq, status = excluded.status,
      comment = excluded.comment, body = excluded.body, writer = excluded.writer, holds = excluded.holds,
      warnings = excluded.warnings, flags = excluded.flags`);
  const page = db.prepare(
    `SELECT ${COLUMNS} FROM record r WHERE r.programme = ? AND r.first_seq > ? ORDER BY r.first_seq LIMIT ${PAGE}`,
  );
  const kindPage = db.prepare(
    `SELECT ${COLUMNS} FROM record r WHERE r.programme = ? AND r.first_seq > ? AND r.kind = ?
     ORDER BY r.first_seq LIMIT ${PAGE}`,
  );
  const putMember = db.prepare(`
    INSERT INTO member (programme, bucket, record, seq, present) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (programme, bucket, record) DO UPDATE SET seq = excluded.seq, present = excluded.present`);
  const head = db.prepare('SELECT max(seq) AS head FROM member WHERE programme = ? AND bucket = ?');
  const bucketPage = db.prepare(`
    SELECT m.record AS member, m.seq AS at, m.present, ${COLUMNS}
    FROM member m LEFT JOIN record r ON m.present = 1 AND r.programme = m.programme AND r.id = m.record
    WHERE m.programme = ? AND m.bucket = ? AND m.seq > ? ORDER BY m.seq LIMIT ?`);

  type MemberRow = Row & { readonly member: string; readonly at: number; readonly present: 0 | 1 };
  const bucketRow = (row: MemberRow): BucketRow =>
    row.present === 1 ? stateOf(row) : { id: row.member, seq: row.at, gone: true };

  return {
    get(programme: string, id: string): RecordState | undefined {
      const row = one.get(programme, id) as Row | undefined;
      return row && stateOf(row);
    },
    forMerge(programme: string, id: string): RecordState | null {
      const row = one.get(programme, id) as Row | undefined;
      return row ? mergeStateOf(row) : null;
    },
    isTask: (programme: string, id: string) => kindOf.get(programme, id)?.kind === 'task',
    isElsewhere: (programme: string, id: string) => elsewhere.get(programme, id) !== undefined,
    /** @param state with its author's warnings only */
    put(programme: string, state: RecordState, flags: readonly Flag[]): void {
      put.run(
        programme,
        state.id,
        state.kind,
        state.firstSeq,
        state.seq,
        state.status,
        state.author,
        state.recordedAt,
        state.comment ?? null,
        JSON.stringify(state.body),
        JSON.stringify(state.writer),
        JSON.stringify(state.holds),
        JSON.stringify(state.flags),
        JSON.stringify(flags),
      );
    },
    putMember(programme: string, bucket: string, record: string, seq: number, present: boolean): void {
      putMember.run(programme, bucket, record, seq, present ? 1 : 0);
    },
    head: (programme: string, bucket: string) => Number(head.get(programme, bucket)?.head ?? 0),
    /** Each page is a statement of its own: no read transaction stays open while the caller works. */
    async *all(programme: string, kind?: string): AsyncGenerator<RecordState> {
      let after = 0;
      for (;;) {
        const rows = (kind === undefined
          ? page.all(programme, after)
          : kindPage.all(programme, after, kind)) as unknown as Row[];
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
