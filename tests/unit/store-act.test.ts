import { openPack } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import type { RecordState } from '#protocol/record.ts';
import { createRecordModel } from '#store/record-model.ts';
import { openWorkDatabase } from '#store/work-database.ts';
import { createChangeWriter } from '#store/write-change.ts';
import { programme } from '#tests/support/phone/office.ts';
import { testId } from '#tests/support/phone/test-id.ts';

const record: RecordState = {
  id: testId(1),
  kind: 'ordnance',
  firstSeq: 1,
  seq: 1,
  status: 'submitted',
  body: { note: 'in view' },
  writer: {},
  holds: [],
  flags: [],
  author: 'anna',
  recordedAt: '2021-03-14T08:00:00.000Z',
};

test('a decision is on the record as it was at the touch, not on what is pulled while it is stored', async () => {
  const session = {
    protocol: 1,
    epoch: 'e',
    backedUpSeq: 0,
    user: { id: 'dora', name: 'Dora', role: 'supervisor' as const, team: null },
    programme,
    teams: [],
    people: [],
    replica: { id: testId(9), tag: 'A1', decided: 0 },
    buckets: [],
  };
  const work = openWorkDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  const counters = { tag: 'A1', nextNumber: 1, nextCode: 1, lastSentAt: null, openedAt: '' };
  await work.users.put({ user: 'dora', replica: testId(9), session, ...counters });
  const model = createRecordModel(registry, createLedger);
  model.applyPack(openPack(encodeRows([record])));
  const writer = createChangeWriter({
    work,
    user: 'dora',
    registry,
    model,
    session: () => session,
    now: () => 0,
    makeId: () => testId(2),
  });
  const stored = writer.act(record.id, { type: 'approve' });
  model.applyPack(openPack(encodeRows([{ ...record, seq: 2, body: { note: 'never in view' } }])));
  expect((await stored).own.change.base).toEqual({ epoch: 'e', seq: 1 });
  work.close();
});
