import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { openPack } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import type { BucketRow, RecordState } from '#protocol/record.ts';
import { createRecordModel } from '#store/record-model.ts';
import { uuidOf } from '#tests/support/domain/changes.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const people = 3;
const record = (n: number, seq: number): RecordState => ({
  id: n === 0 ? 'an id of another make' : uuidOf(n),
  kind: n % 2 === 0 ? 'ordnance' : 'note',
  firstSeq: 1,
  seq,
  status: seq % 4 === 0 ? 'returned' : 'submitted',
  body: {
    place: { shape: { type: 'Point', coordinates: [n / 10, seq / 100] }, source: 'gps' },
    note: `${n} at ${seq}`,
  },
  writer: {},
  holds: [],
  flags: [],
  author: `user-${n % people}`,
  recordedAt: '2021-03-14T08:00:00.000Z',
});

it('a record of one’s own task stands as it is, and not as the warning that every team gets of it', () => {
  const full = record(1, 5);
  const warning = { ...full, author: '', body: { place: full.body['place'] } };
  for (const pages of [
    [full, warning],
    [warning, full],
  ]) {
    const model = createRecordModel(registry, createLedger);
    for (const row of pages) model.applyPack(openPack(encodeRows([row])));
    expect(model.get(full.id)?.state.body).toEqual(full.body);
    model.applyPack(openPack(encodeRows([{ id: full.id, seq: 5, gone: true }])));
    expect(model.size).toBe(1);
  }
});

/** Pages as several buckets give them, in any order: a record's row of a sequence is the same wherever it stands, or gone. */
const anyPage: fc.Arbitrary<readonly BucketRow[]> = fc
  .uniqueArray(
    fc.record({ n: fc.nat({ max: 12 }), seq: fc.integer({ min: 1, max: 40 }), gone: fc.boolean() }),
    {
      selector: ({ n }) => n,
      maxLength: 6,
    },
  )
  .map((rows) =>
    rows
      .map(({ n, seq, gone }): BucketRow => (gone ? { id: record(n, seq).id, seq, gone } : record(n, seq)))
      .sort((a, b) => a.seq - b.seq),
  );

it('the model holds the newest row of each record, whatever the order and number of the pages', () => {
  fc.assert(
    fc.property(fc.array(anyPage, { maxLength: 60 }), fc.nat({ max: 60 }), (pages, reloadAt) => {
      const model = createRecordModel(registry, createLedger);
      const heard = new Set<string>();
      model.subscribe((changed) => changed.forEach((id) => heard.add(id)));
      const latest = new Map<string, BucketRow>();
      pages.forEach((page, number) => {
        if (number === reloadAt)
          model.replacePacks(pages.slice(0, number).map((each) => openPack(encodeRows(each))));
        model.applyPack(openPack(encodeRows(page)));
        for (const row of page) {
          const known = latest.get(row.id);
          const isBack = known?.seq === row.seq && 'gone' in known && !('gone' in row);
          if (!known || row.seq > known.seq || isBack) latest.set(row.id, row);
        }
      });
      const present = [...latest.values()].filter((row): row is RecordState => !('gone' in row));
      const idsOf = (views: Iterable<{ readonly state: RecordState }>) =>
        [...views].map(({ state }) => state.id).sort();
      const expected = (passes: (row: RecordState) => boolean) =>
        present
          .filter(passes)
          .map(({ id }) => id)
          .sort();
      expect(model.size).toBe(present.length);
      expect(idsOf(model.all())).toEqual(expected(() => true));
      expect(idsOf(model.where({ kind: 'ordnance' }))).toEqual(expected(({ kind }) => kind === 'ordnance'));
      expect(idsOf(model.where({ author: 'user-1' }))).toEqual(expected(({ author }) => author === 'user-1'));
      expect([...model.unsettled()].sort()).toEqual(expected(({ status }) => status === 'returned'));
      expect(idsOf(model.within([0.25, 0, 0.85, 0.2]))).toEqual(
        expected(({ body, seq }) => {
          const [lon] = (body['place'] as { shape: { coordinates: [number, number] } }).shape.coordinates;
          return lon >= 0.25 && lon <= 0.85 && seq <= 20;
        }),
      );
      for (const [id, row] of latest) {
        if ('gone' in row) expect(model.get(id)).toBeUndefined();
        else expect(model.get(id)?.state).toMatchObject({ ...row, writer: expect.anything() });
        expect(heard).toContain(id);
      }
    }),
    { numRuns: 200 },
  );
});
