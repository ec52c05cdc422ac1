import { registry } from '#domain/kinds/registry.ts';
import type { BucketRow, RecordState, Writer } from '#protocol/record.ts';
import fc from 'fast-check';
import { uuidOf } from './changes.ts';
import { anyBodyOf } from './generators.ts';

/** As it is after a journey as JSON. */
export const travelled = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const anyJson = fc.jsonValue({ maxDepth: 2 }).map(travelled);

const anyBody = fc.oneof(
  ...registry.kinds.map((kind) => anyBodyOf(kind).map((body) => ({ kind: kind.kind, body }))),
  fc
    .dictionary(fc.constantFrom('place', 'robot', 'note', 'item'), anyJson)
    .map((body) => ({ kind: 'kind of a newer program', body })),
);

const anyInstant = fc
  .integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) })
  .map((ms) => new Date(ms).toISOString());

type Loose = Omit<RecordState, 'seq' | 'firstSeq' | 'writer' | 'holds'> & {
  readonly step: number;
  readonly age: number;
  readonly edited: boolean;
  readonly heldValue: unknown;
};

const anyRecord: fc.Arbitrary<Loose> = fc
  .record({
    made: anyBody,
    n: fc.nat({ max: 999_999 }),
    step: fc.integer({ min: 1, max: 50 }),
    age: fc.nat({ max: 50 }),
    status: fc.constantFrom('submitted', 'approved', 'returned', 'withdrawn'),
    comment: fc.option(fc.string(), { nil: undefined }),
    flags: fc.array(fc.record({ code: fc.string(), message: fc.string() }), { maxLength: 2 }),
    author: fc.constantFrom('user-1', 'user-2', 'Лейла'),
    recordedAt: anyInstant,
    edited: fc.boolean(),
    heldValue: fc.option(anyJson, { nil: undefined }),
  })
  .map(({ made, n, comment, ...rest }) => ({
    ...rest,
    ...made,
    id: uuidOf(n),
    ...(comment === undefined ? {} : { comment }),
  }));

const anyRow = fc.oneof(
  { weight: 5, arbitrary: anyRecord },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }).map((step) => ({ step, gone: true as const })) },
);

/** Rows as a bucket gives them: in ascending order of their sequences. */
export const anyRows: fc.Arbitrary<BucketRow[]> = fc.array(anyRow, { maxLength: 8 }).map((loose) => {
  let seq = 0;
  return loose.map((row): BucketRow => {
    seq += row.step;
    if ('gone' in row) return { id: uuidOf(seq), seq, gone: true };
    const { step: _, age, edited, heldValue, ...rest } = row;
    const firstSeq = Math.max(1, seq - age);
    const by: Writer = edited ? { seq, change: uuidOf(7) } : { seq: firstSeq, change: row.id };
    const hold = {
      id: 'h',
      group: 'note',
      change: uuidOf(8),
      value: heldValue,
      author: 'a',
      at: row.recordedAt,
      seq,
    };
    return {
      ...rest,
      seq,
      firstSeq,
      writer: Object.fromEntries(Object.keys(row.body).map((group) => [group, by])),
      holds: heldValue === undefined ? [] : [hold],
    };
  });
});
