import type { Flag } from '#protocol/change.ts';
import type { RecordState } from '#protocol/record.ts';

/** A record as either engine keeps it. */
export interface RecordRow {
  readonly id: string;
  readonly kind: string;
  readonly first_seq: number;
  readonly seq: number;
  readonly status: RecordState['status'];
  readonly author: string;
  readonly recorded_at: string;
  readonly comment: string | null;
  /** JSON, from here on. Text, not a type of JSON: what a number or a key looks like stays as it came. */
  readonly body: string;
  readonly writer: string;
  readonly holds: string;
  /** What the author of the latest values was warned of. */
  readonly warnings: string;
  /** What the server has to say. */
  readonly flags: string;
}

export const RECORD_COLUMNS = `r.id, r.kind, r.first_seq, r.seq, r.status, r.author, r.recorded_at, r.comment, r.body,
  r.writer, r.holds, r.warnings, r.flags`;

/** After this much text a page of a bucket is full, however few its rows. */
export const PAGE_CHARACTERS = 4_000_000;

/** The record with its author's warnings only: what the next merge starts from. */
export function mergeStateOf(row: RecordRow): RecordState {
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
export function stateOf(row: RecordRow): RecordState {
  const state = mergeStateOf(row);
  if (row.flags === '[]') return state;
  const found = JSON.parse(row.flags) as Flag[];
  const isSaid = (flag: Flag) =>
    state.flags.some((own) => own.code === flag.code && own.field === flag.field);
  return { ...state, flags: [...state.flags, ...found.filter((flag) => !isSaid(flag))] };
}

/** @param state with its author's warnings only */
export function rowOf(state: RecordState, flags: readonly Flag[]): RecordRow {
  return {
    id: state.id,
    kind: state.kind,
    first_seq: state.firstSeq,
    seq: state.seq,
    status: state.status,
    author: state.author,
    recorded_at: state.recordedAt,
    comment: state.comment ?? null,
    body: JSON.stringify(state.body),
    writer: JSON.stringify(state.writer),
    holds: JSON.stringify(state.holds),
    warnings: JSON.stringify(state.flags),
    flags: JSON.stringify(flags),
  };
}
