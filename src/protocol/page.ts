import * as v from 'valibot';
import type { Flag } from './change.ts';
import { packShape, unpackShape } from './packed-shape.ts';
import type { BucketRow, Hold, RecordState, RecordStatus, Writer } from './record.ts';

/**
 * A page of a bucket as columns: one array per column, one dictionary of words, deltas instead of numbers that grow. It
 * compresses to a fraction of the same rows as objects, and a phone stores it as the bytes that came.
 */
const whole = v.pipe(v.number(), v.integer());
const columnsSchema = v.object({
  words: v.array(v.string()),
  gone: v.object({ id: v.array(v.string()), seq: v.array(whole) }),
  id: v.array(v.string()),
  /** Delta to the row before. */
  seq: v.array(whole),
  /** How far the first sequence lies behind `seq`. */
  age: v.array(whole),
  kind: v.array(whole),
  status: v.array(whole),
  author: v.array(whole),
  /** Milliseconds since 1970, delta to the row before. */
  recordedAt: v.array(whole),
  comment: v.record(v.string(), v.string()),
  /** By merge group: which rows have it (null: all) and their values. */
  groups: v.record(v.string(), v.object({ rows: v.nullable(v.array(whole)), values: v.array(v.unknown()) })),
  /** Groups last written by another change than the one that made the record, which has the record's own id. */
  writer: v.record(v.string(), v.unknown()),
  holds: v.record(v.string(), v.unknown()),
  flags: v.record(v.string(), v.unknown()),
});
type Columns = v.InferOutput<typeof columnsSchema>;

export const pageSchema = v.object({
  protocol: whole,
  epoch: v.string(),
  backedUpSeq: whole,
  bucket: v.string(),
  after: whole,
  /** The cursor after this page. */
  through: whole,
  more: v.boolean(),
  columns: columnsSchema,
});
export type Page = v.InferOutput<typeof pageSchema>;

const isPlaceGroup = (group: string) => group === 'place';

/** @param rows in ascending order of seq */
export function encodeRows(rows: readonly BucketRow[]): Columns {
  const words = new Map<string, number>();
  const word = (text: string) => {
    const index = words.get(text) ?? words.size;
    words.set(text, index);
    return index;
  };
  const records = rows.filter((row): row is RecordState => !('gone' in row));
  const columns: Columns = {
    words: [],
    gone: { id: [], seq: [] },
    id: records.map((row) => row.id),
    seq: deltas(records.map((row) => row.seq)),
    age: records.map((row) => row.seq - row.firstSeq),
    kind: records.map((row) => word(row.kind)),
    status: records.map((row) => word(row.status)),
    author: records.map((row) => word(row.author)),
    recordedAt: deltas(records.map((row) => Date.parse(row.recordedAt))),
    comment: {},
    groups: {},
    writer: {},
    holds: {},
    flags: {},
  };
  for (const row of rows) {
    if ('gone' in row) {
      columns.gone.id.push(row.id);
      columns.gone.seq.push(row.seq);
    }
  }
  records.forEach((row, index) => {
    for (const [group, value] of Object.entries(row.body)) {
      columns.groups[group] ??= { rows: [], values: [] };
      columns.groups[group].rows?.push(index);
      columns.groups[group].values.push(isPlaceGroup(group) ? packShape(value) : value);
    }
    if (row.comment !== undefined) columns.comment[index] = row.comment;
    const exceptions = Object.entries(row.writer).filter(
      ([, writer]) => writer.change !== row.id || writer.seq !== row.firstSeq,
    );
    if (exceptions.length > 0) columns.writer[index] = Object.fromEntries(exceptions);
    if (row.holds.length > 0) columns.holds[index] = row.holds;
    if (row.flags.length > 0) columns.flags[index] = row.flags;
  });
  for (const column of Object.values(columns.groups)) {
    if (column.rows?.length === records.length) column.rows = null;
  }
  columns.words.push(...words.keys());
  return columns;
}

export function decodeRows(columns: Columns): BucketRow[] {
  const seqs = sums(columns.seq);
  const recordedAts = sums(columns.recordedAt);
  const bodies: Record<string, unknown>[] = columns.id.map(() => ({}));
  for (const [group, { rows, values }] of Object.entries(columns.groups)) {
    values.forEach((value, position) => {
      const body = bodies[rows ? (rows[position] ?? -1) : position];
      if (body) body[group] = isPlaceGroup(group) ? unpackShape(value) : value;
    });
  }
  const word = (index: number | undefined) => columns.words[index ?? -1] ?? '';
  const records = columns.id.map((id, index): RecordState => {
    const seq = seqs[index] ?? 0;
    const firstSeq = seq - (columns.age[index] ?? 0);
    const body = bodies[index] ?? {};
    const made = Object.fromEntries(Object.keys(body).map((group) => [group, { seq: firstSeq, change: id }]));
    const comment = columns.comment[index];
    return {
      id,
      kind: word(columns.kind[index]),
      firstSeq,
      seq,
      status: word(columns.status[index]) as RecordStatus,
      ...(comment === undefined ? {} : { comment }),
      body,
      writer: { ...made, ...(columns.writer[index] as Record<string, Writer> | undefined) },
      holds: (columns.holds[index] as Hold[] | undefined) ?? [],
      flags: (columns.flags[index] as Flag[] | undefined) ?? [],
      author: word(columns.author[index]),
      recordedAt: new Date(recordedAts[index] ?? 0).toISOString(),
    };
  });
  const gone = columns.gone.id.map((id, index) => ({
    id,
    seq: columns.gone.seq[index] ?? 0,
    gone: true as const,
  }));
  return [...records, ...gone].sort((a, b) => a.seq - b.seq);
}

const deltas = (numbers: readonly number[]) => numbers.map((n, index) => n - (numbers[index - 1] ?? 0));

function sums(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}
