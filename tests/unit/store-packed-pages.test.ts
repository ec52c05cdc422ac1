import { gzipSync } from 'node:zlib';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { encodeRows, type Page } from '#protocol/page.ts';
import type { RecordState } from '#protocol/record.ts';
import { openMapDatabase } from '#store/map-database.ts';
import { createPackReader } from '#store/pack-reader.ts';
import { createPageStore } from '#store/page-store.ts';
import { createRecordModel } from '#store/record-model.ts';
import type { PageAsCame } from '#sync/ports.ts';
import { testId } from '#tests/support/phone/test-id.ts';

const bucket = 'team:team-1';

/** Records of the sequences after the one to the other, in a page that came as a gzip file. */
function packedPage(after: number, through: number, epoch = 'e1'): PageAsCame {
  const rows = Array.from({ length: through - after }, (_, index): RecordState => {
    const seq = after + index + 1;
    const id = testId(seq);
    return {
      id,
      kind: 'ordnance',
      firstSeq: seq,
      seq,
      status: 'submitted',
      body: { code: epoch === 'e1' ? `T-${seq}` : `${epoch}-${seq}` },
      writer: { code: { seq, change: id } },
      holds: [],
      flags: [],
      author: 'anna',
      recordedAt: '2021-03-14T08:00:00.000Z',
    };
  });
  const stamp = { protocol: 1, epoch, backedUpSeq: 0 };
  const page: Page = { ...stamp, bucket, after, through, more: true, columns: encodeRows(rows) };
  const text = JSON.stringify(page);
  return { page, answer: { status: 200, bytes: new Uint8Array(gzipSync(text)), text } };
}

let map: ReturnType<typeof openMapDatabase>;
beforeEach(() => {
  map = openMapDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
});

async function started() {
  const model = createRecordModel(registry, createLedger);
  const reader = createPackReader(map, 'anna', model, createRecordModel(registry, createLedger));
  await reader.reload();
  const pages = createPageStore({
    map,
    user: 'anna',
    arrived: (...rows) => {
      reader.arrived(...rows);
    },
    reset: async () => reader.reload(),
  });
  if ((await pages.epoch()) !== 'e1') await pages.restart('e1');
  return { model, pages, reader };
}

const codes = ({ model }: Awaited<ReturnType<typeof started>>) =>
  [...model.all()].map(({ state }) => String(state.body['code'])).sort();

test('a large page is kept as the gzip file that came, and a restart reads it', async () => {
  const first = await started();
  const page = packedPage(0, 1_200);
  await first.pages.add([page]);
  expect((await map.packs.toArray()).map(({ bytes }) => bytes)).toEqual([page.answer.bytes]);
  expect(codes(await started())).toEqual(codes(first));
  expect(codes(first)).toHaveLength(1_200);
});

test('many small ones become one, whatever they came as, and large ones stay', async () => {
  const first = await started();
  await first.pages.add([packedPage(0, 1_200)]);
  for (let seq = 1_200; seq < 1_230; seq += 1) await first.pages.add([packedPage(seq, seq + 1)]);
  expect(await map.packs.count()).toBeLessThan(10);
  expect(codes(await started())).toEqual(codes(first));
  expect(codes(first)).toHaveLength(1_230);
});

test('of pages stored together none is left out, and one that another tab has stored is not stored twice', async () => {
  const first = await started();
  await first.pages.add([packedPage(0, 1_100)]);
  await first.pages.add([packedPage(0, 1_100), packedPage(1_100, 2_300), packedPage(2_300, 2_400)]);
  expect((await map.packs.toArray()).map(({ through }) => through)).toEqual([1_100, 2_300, 2_400]);
  expect(codes(await started())).toHaveLength(2_400);
});

test('a file that is damaged on the phone costs one more pull of its bucket, and no start', async () => {
  const first = await started();
  const page = packedPage(0, 1_200);
  const half = page.answer.bytes.slice(0, page.answer.bytes.length / 2);
  await first.pages.add([{ ...page, answer: { ...page.answer, bytes: half } }]);
  const again = await started();
  expect(codes(again)).toEqual([]);
  expect(await again.pages.cursor(bucket)).toBe(0);
});

test('a tab whose other has pulled a new history as far as the old one shows the new one', async () => {
  const [one, two] = [await started(), await started()];
  await two.pages.add([packedPage(0, 3)]);
  const cursors = await map.cursors.toArray();
  await one.reader.catchUp(cursors, 'e1');
  expect(codes(one)).toEqual(['T-1', 'T-2', 'T-3']);
  await two.pages.restart('e2');
  await two.pages.add([packedPage(0, 3, 'e2')]);
  expect(await map.cursors.toArray()).toEqual(cursors);
  await one.reader.catchUp(cursors, 'e2');
  expect(codes(one)).toEqual(['e2-1', 'e2-2', 'e2-3']);
});
