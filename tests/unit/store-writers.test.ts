import { expect, test } from 'vitest';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import type { Change } from '#protocol/change.ts';
import { openPack } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import type { RecordState } from '#protocol/record.ts';
import type { OwnChange } from '#store/fold.ts';
import { createRecordModel } from '#store/record-model.ts';
import type { OutboxRow } from '#store/work-database.ts';
import { testId } from '#tests/support/phone/test-id.ts';

const [record, first, edit] = [testId(1), testId(1), testId(2)];

/** What the server says of a record whose note the edit wrote at sequence 4, or before it did. */
const said = (seq: number): RecordState => ({
  id: record,
  kind: 'ordnance',
  firstSeq: 3,
  seq,
  status: 'submitted',
  body: { note: seq === 4 ? 'second' : 'first' },
  writer: {
    note:
      seq === 4
        ? { seq, change: edit, author: 'anna', at: '2021-03-14T08:00:00.000Z' }
        : { seq, change: first },
  },
  holds: [],
  flags: [],
  author: 'anna',
  recordedAt: '2021-03-14T08:00:00.000Z',
});

const own: OwnChange = {
  row: {
    user: 'anna',
    id: edit,
    replica: testId(9),
    n: 2,
    record,
    text: '',
    hash: '',
    state: 'decided',
    outcome: { n: 2, id: edit, outcome: 'applied', seq: 4 },
  } satisfies OutboxRow,
  change: {
    id: edit,
    record,
    kind: 'ordnance',
    base: { epoch: 'e1', seq: 3 },
    after: [],
    replaces: { note: first },
    set: { note: 'second' },
    author: 'anna',
    at: '2021-03-14T08:00:00.000Z',
  } satisfies Change,
};

function writerOfNote(seq: number): string | undefined {
  const model = createRecordModel(registry, createLedger);
  model.applyPack(openPack(encodeRows([said(seq)])));
  model.setOwn([own]);
  return model.writers(record)['note']?.change;
}

test('an own change that a new one comes after is passed over for what it was written over', () => {
  expect(writerOfNote(3)).toBe(first);
});

test('one that has been pulled back is named itself: a new change does not say otherwise that it was seen', () => {
  expect(writerOfNote(4)).toBe(edit);
});
