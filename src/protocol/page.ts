import * as v from 'valibot';
import { idColumnSchema, packIds } from './id-column.ts';
import { deltas, packNumbers } from './number-column.ts';
import { numbersSchema } from './number-schema.ts';
import { dictionary, packPlaces, placeColumnSchema } from './place-column.ts';
import type { BucketRow, RecordState } from './record.ts';

/**
 * A page of a bucket as columns: what repeats is said once, numbers stand as columns of digits. It compresses to little
 * more than the chance in it, a phone stores it as the bytes that came, and reads of it only what is asked for.
 */
const whole = v.pipe(v.number(), v.integer());
const byRow = v.record(v.string(), v.unknown());
const columnsSchema = v.object({
  count: whole,
  words: v.array(v.string()),
  gone: v.object({ count: whole, id: idColumnSchema, seq: numbersSchema }),
  id: idColumnSchema,
  /** Delta to the row before. */
  seq: numbersSchema,
  /** How far the first sequence lies behind `seq`. */
  age: numbersSchema,
  kind: numbersSchema,
  status: numbersSchema,
  author: numbersSchema,
  /** Milliseconds since 1970, delta to the row before. */
  recordedAt: numbersSchema,
  comment: v.record(v.string(), v.string()),
  /** By merge group: which rows have it (null: all, otherwise deltas), and their values or which of the values. */
  groups: v.record(
    v.string(),
    v.object({
      rows: v.nullable(numbersSchema),
      count: whole,
      values: v.array(v.unknown()),
      pick: v.nullable(numbersSchema),
    }),
  ),
  place: placeColumnSchema,
  /** Groups last written by another change than the one that made the record, which has the record's own id. */
  writer: byRow,
  holds: byRow,
  flags: byRow,
});
export type Columns = v.InferOutput<typeof columnsSchema>;

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

/** The group that is packed as a place, where it is one. */
const placeGroup = 'place';

/** @param rows in ascending order of seq */
export function encodeRows(rows: readonly BucketRow[]): Columns {
  const words = dictionary<string>();
  const records = rows.filter((row): row is RecordState => !('gone' in row));
  const gone = rows.filter((row) => 'gone' in row);
  const numbers = (of: (row: RecordState) => number) => packNumbers(records.map(of));
  const values = new Map<string, (readonly [row: number, value: unknown])[]>();
  const comment: Columns['comment'] = {};
  const writer: Columns['writer'] = {};
  const holds: Columns['holds'] = {};
  const flags: Columns['flags'] = {};
  records.forEach((row, index) => {
    for (const [group, value] of Object.entries(row.body)) {
      const column = values.get(group) ?? [];
      column.push([index, value]);
      values.set(group, column);
    }
    if (row.comment !== undefined) comment[index] = row.comment;
    const exceptions = Object.entries(row.writer).filter(
      ([, by]) => by.change !== row.id || by.seq !== row.firstSeq,
    );
    if (exceptions.length > 0) writer[index] = Object.fromEntries(exceptions);
    if (row.holds.length > 0) holds[index] = row.holds;
    if (row.flags.length > 0) flags[index] = row.flags;
  });
  const places = packPlaces(values.get(placeGroup) ?? [], records.length);
  values.set(placeGroup, [...places.others]);
  return {
    count: records.length,
    gone: {
      count: gone.length,
      id: packIds(gone.map((row) => row.id)),
      seq: packNumbers(gone.map((row) => row.seq)),
    },
    id: packIds(records.map((row) => row.id)),
    seq: packNumbers(deltas(records.map((row) => row.seq))),
    age: numbers((row) => row.seq - row.firstSeq),
    kind: numbers((row) => words.indexOf(row.kind)),
    status: numbers((row) => words.indexOf(row.status)),
    author: numbers((row) => words.indexOf(row.author)),
    recordedAt: packNumbers(deltas(records.map((row) => Date.parse(row.recordedAt)))),
    words: words.entries,
    comment,
    groups: Object.fromEntries(
      [...values]
        .filter(([, column]) => column.length > 0)
        .map(([group, column]) => [group, groupColumn(column, records.length)]),
    ),
    place: places.column,
    writer,
    holds,
    flags,
  };
}

/** Values that are shared by two rows on average stand once, and each row says which is its own. */
function groupColumn(values: readonly (readonly [row: number, value: unknown])[], rowCount: number) {
  const distinct = dictionary<unknown>();
  const pick = values.map(([, value]) => distinct.indexOf(value));
  const isShared = distinct.entries.length <= values.length / 2;
  return {
    rows: values.length === rowCount ? null : packNumbers(deltas(values.map(([row]) => row))),
    count: values.length,
    values: isShared ? distinct.entries : values.map(([, value]) => value),
    pick: isShared ? packNumbers(pick) : null,
  };
}
