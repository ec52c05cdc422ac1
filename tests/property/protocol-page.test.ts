import { decodeRows, openPack } from '#protocol/pack.ts';
import { encodeRows, pageSchema } from '#protocol/page.ts';
import type { RecordState } from '#protocol/record.ts';
import { anyRows, travelled } from '#tests/support/domain/bucket-rows.ts';
import { uuidOf } from '#tests/support/domain/changes.ts';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

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

const rowWith = (place: unknown): RecordState => ({
  id: uuidOf(1),
  kind: 'ordnance',
  firstSeq: 1,
  seq: 1,
  status: 'submitted',
  body: { place },
  writer: { place: { seq: 1, change: uuidOf(1) } },
  holds: [],
  flags: [],
  author: 'user-1',
  recordedAt: '2021-03-14T08:00:00.000Z',
});

describe('a pack', () => {
  it('says of a row alone, in any order, what it says of all of them', () => {
    fc.assert(
      fc.property(anyRows, fc.array(fc.nat({ max: 7 })), (rows, asked) => {
        const pack = openPack(travelled(encodeRows(rows)));
        const bySeq = new Map(travelled(rows).map((row) => [row.seq, row]));
        expect(pack.size).toBe(rows.length);
        for (const at of asked.filter((row) => row < pack.size)) {
          const row = bySeq.get(pack.seqAt(at));
          expect(pack.idAt(at)).toBe(row?.id);
          if (row === undefined || 'gone' in row) {
            expect(at).toBeGreaterThanOrEqual(pack.records);
            continue;
          }
          expect(pack.rowAt(at)).toEqual(row);
          expect([pack.kindAt(at), pack.statusAt(at), pack.authorAt(at), pack.firstSeqAt(at)]).toEqual([
            row.kind,
            row.status,
            row.author,
            row.firstSeq,
          ]);
          expect(pack.rowsWithHolds().includes(at)).toBe(row.holds.length > 0);
          expect(pack.rowsOfStatus(row.status)).toContain(at);
          for (const [group, value] of Object.entries(row.body)) {
            expect(pack.groupAt(at, group)).toEqual(value);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('whose columns do not fit one another is refused, and not half read', () => {
    const columns = encodeRows([rowWith({ shape: { type: 'Point', coordinates: [46.9, 39.9] } })]);
    expect(() => openPack({ ...columns, count: 2 })).toThrow(RangeError);
    expect(() => openPack({ ...columns, seq: ['AB'] })).toThrow(RangeError);
    expect(() => openPack({ ...columns, place: { ...columns.place, steps: ['A'] } })).toThrow(RangeError);
  });
});

describe('a packed place', () => {
  it('comes back as it was, whatever it was', () => {
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
        const [first] = decodeRows(travelled(encodeRows([rowWith(kept)])));
        expect(first && !('gone' in first) && first.body['place']).toEqual(kept);
      }),
      { numRuns: 500 },
    );
  });
});
