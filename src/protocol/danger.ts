import { checkedValuesOf, UnreadableValue } from '#domain/checked-values.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { differenceOf, valuesOf } from '#domain/merge-groups.ts';
import { type BucketRow, bucketsOf, type RecordState } from './record.ts';

/** What every team is warned of: on every phone, as little of each record as a warning needs. */
export const dangerBucket = 'danger';

/** All the buckets that a record is in: those whose readers see all of it, and that of the warnings. */
export function membershipOf(record: RecordState, registry: Registry): readonly string[] {
  const buckets = bucketsOf(record);
  return isDanger(record, registry) ? [...buckets, dangerBucket] : buckets;
}

/** Whether a record is one that every team is warned of, as it is now. */
export function isDanger({ kind, status, body }: RecordState, registry: Registry): boolean {
  const declared = registry.get(kind);
  if (!declared?.danger || status === 'withdrawn') return false;
  try {
    return declared.danger.is(checkedValuesOf(declared)(body));
  } catch (error) {
    // What cannot be read cannot be placed on a map either; the record is flagged for its reviewer.
    if (error instanceof UnreadableValue) return false;
    throw error;
  }
}

/** The rows of a bucket as its readers get them. */
export function rowsFor(
  bucket: string,
  rows: readonly BucketRow[],
  registry: Registry,
): readonly BucketRow[] {
  if (bucket !== dangerBucket) return rows;
  return rows.map((row) => ('gone' in row ? row : warningOf(row, registry)));
}

/** What other teams see of a record that they are warned of: no author, no text, no history. */
export function warningOf(record: RecordState, registry: Registry): RecordState {
  const declared = registry.get(record.kind);
  const values = declared ? valuesOf(declared.fields, record.body) : {};
  const shown = Object.fromEntries((declared?.danger?.shows ?? []).map((name) => [name, values[name]]));
  const body = declared ? differenceOf(declared.fields, {}, shown) : {};
  const { id, kind, firstSeq, seq, status } = record;
  return {
    id,
    kind,
    firstSeq,
    seq,
    status,
    body,
    writer: Object.fromEntries(Object.keys(body).map((group) => [group, { seq: firstSeq, change: id }])),
    holds: [],
    flags: [],
    author: '',
    // A day is enough to tell how old a warning is.
    recordedAt: `${record.recordedAt.slice(0, 10)}T00:00:00.000Z`,
  };
}
