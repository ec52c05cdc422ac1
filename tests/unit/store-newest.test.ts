import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { openPack } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import type { RecordState } from '#protocol/record.ts';
import { createRecordModel } from '#store/record-model.ts';
import { valueOf } from '#store/record-view.ts';
import { uuidOf } from '#tests/support/domain/changes.ts';
import { recordView } from '#tests/support/record-views.ts';
import { expect, test } from 'vitest';

/** Records of 50 days, each recorded at another hour than its number says, in pages of 30. */
const rows = Array.from({ length: 200 }, (_, n): RecordState => {
  const mixed = (n * 37) % 200;
  const date = new Date(Date.UTC(2021, 0, 1 + (mixed % 50))).toISOString().slice(0, 10);
  const { state } = recordView(mixed % 4 === 0 ? 'task' : 'ordnance', {
    ...(mixed % 7 === 0 ? {} : { date }),
    ...(mixed % 3 === 0 ? { task: uuidOf(7) } : {}),
  });
  const recordedAt = new Date(Date.UTC(2021, 1, 1, mixed)).toISOString();
  return {
    ...state,
    id: uuidOf(n + 1),
    seq: n + 1,
    firstSeq: n + 1,
    recordedAt,
    author: `user-${mixed % 2}`,
  };
});
const model = createRecordModel(registry, createLedger);
for (let from = 0; from < rows.length; from += 30) {
  model.applyPack(openPack(encodeRows(rows.slice(from, from + 30))));
}
const dayOf = ({ body, recordedAt }: RecordState) =>
  (body['date'] as string | undefined) ?? recordedAt.slice(0, 10);
const newestFirst = rows.toSorted((a, b) => {
  const [first, second] = [`${dayOf(a)} ${a.recordedAt}`, `${dayOf(b)} ${b.recordedAt}`];
  return first < second ? 1 : -1;
});

test('a list shows the newest by day and then by when they were recorded, and says how many there are', () => {
  for (const most of [1, 5, 60, 500]) {
    const { views, total } = model.newest(most, ({ kind }) => kind?.kind !== 'task');
    const expected = newestFirst.filter(({ kind }) => kind !== 'task');
    expect(total).toBe(expected.length);
    expect(views.map(({ state }) => state.id)).toEqual(expected.slice(0, most).map(({ id }) => id));
  }
});

test('what nobody holds any more is not kept: a list of a few makes views of those alone', () => {
  const asked = new Set<unknown>();
  const { views } = model.newest(3, (view) => asked.add(view).size > 0);
  expect(asked.size).toBe(rows.length);
  for (const view of views) expect(model.get(view.state.id)).toBe(view);
  expect([...asked].some((view) => view === model.get(rows[0]?.id ?? ''))).toBe(false);
});

test('the last record of an author, and the last of theirs that has a task, are found', () => {
  const of = rows.filter(({ author, kind }) => author === 'user-1' && kind === 'ordnance');
  const latest = (among: readonly RecordState[]) =>
    among.toSorted((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1))[0]?.id;
  const asked = { kind: 'ordnance', author: 'user-1' };
  expect(model.latest(asked)?.state.id).toBe(latest(of));
  const last = model.latest(asked, 'task');
  expect(last?.state.id).toBe(latest(of.filter(({ body }) => body['task'] !== undefined)));
  expect(last && valueOf(last, 'task')).toBe(uuidOf(7));
  expect(model.latest({ author: 'nobody' })).toBeUndefined();
});
