import { registry } from '#domain/kinds/registry.ts';
import { packShape, unpackShape } from '#protocol/packed-shape.ts';
import { decodeRows, encodeRows, pageSchema } from '#protocol/page.ts';
import type { BucketRow, RecordState, Writer } from '#protocol/record.ts';
import { uuidOf } from '#tests/support/domain/changes.ts';
import { anyBodyOf } from '#tests/support/domain/generators.ts';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

const travelled = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
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
const anyRows: fc.Arbitrary<BucketRow[]> = fc.array(anyRow, { maxLength: 8 }).map((loose) => {
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

describe('a page of a bucket', () => {
  it('gives back the rows that were put in, to the last bit', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const page = {
          protocol: 1,
          epoch: 'e',
          backedUpSeq: 0,
          bucket: 'all',
          after: 0,
          through: rows.at(-1)?.seq ?? 0,
          more: false,
          columns: encodeRows(rows),
        };
        const { columns } = v.parse(pageSchema, travelled(page));
        expect(decodeRows(columns)).toEqual(travelled(rows));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a packed place', () => {
  it('is the same when it is unpacked, whatever it was', () => {
    const coordinate = fc.oneof(
      fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }).map((steps) => steps / 1e7),
      fc.double(),
      fc.constantFrom(-0, null, 'x'),
    );
    const anyPlace = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          shape: fc.record({
            type: fc.constantFrom('Point', 'Polygon', 'MultiPolygon', 'LineString', 'constructor'),
            coordinates: fc.oneof(
              fc.array(coordinate, { maxLength: 3 }),
              fc.array(fc.array(fc.array(coordinate, { maxLength: 3 }), { maxLength: 4 }), { maxLength: 3 }),
              fc.array(
                fc.array(fc.array(fc.array(coordinate, { minLength: 2, maxLength: 2 }), { maxLength: 4 })),
                { maxLength: 3 },
              ),
            ),
          }),
          accuracyM: fc.option(fc.double({ min: 0, noNaN: true })),
          packed: fc.constantFrom('Point', ''),
          run: fc.array(fc.integer()),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(anyPlace, (place) => {
        const kept = travelled(place);
        expect(unpackShape(travelled(packShape(kept)))).toEqual(kept);
      }),
      { numRuns: 500 },
    );
  });
});
