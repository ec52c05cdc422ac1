import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOutbox } from '#store/outbox.ts';
import { afterDecision, readOutbox } from '#store/read-outbox.ts';
import { openWorkDatabase, type OutboxRow } from '#store/work-database.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, log } from '#tests/support/phone/handset.ts';
import { type Office, openOffice } from '#tests/support/phone/office.ts';
import { testId } from '#tests/support/phone/test-id.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

test('what is shown after a decision is what reading the outbox anew shows', async () => {
  const handset = createHandset(office, 'anna');
  const phone = await handset.start();
  await phone.sendNow();
  handset.wire.up = false;
  for (let count = 1; count <= 6; count += 1) await log(phone, { count });
  phone.close();
  const work = openWorkDatabase(handset.place);
  const before = await readOutbox(work, 'anna');
  let shown: ReturnType<typeof afterDecision> | undefined;
  const outbox = createOutbox({
    work,
    user: 'anna',
    now: () => 1_700_000_000_000,
    makeId: () => testId(1),
    changed: async () => Promise.resolve(),
    decided: async (rows: readonly OutboxRow[], head: number) => {
      shown = afterDecision(before, rows, head);
      return Promise.resolve();
    },
  });
  const changes = await outbox.pending({ changes: 5, bytes: 1_000_000 });
  const owner = await work.users.get('anna');
  const outcomes = changes.map(({ n, id }, index) =>
    index === 2
      ? ({ n, id, outcome: 'refused', reason: 'forbidden', message: 'No.' } as const)
      : ({ n, id, outcome: 'applied', seq: 100 + n } as const),
  );
  expect(await outbox.decide(owner?.epoch ?? '', outcomes)).toBe(true);
  expect(shown).toEqual(await readOutbox(work, 'anna'));
  expect([shown?.unsent, shown?.refused.length]).toEqual([1, 1]);
  work.close();
});

test('a queue that is sent while another tab saves ends with nothing unsent, in both', async () => {
  const handset = createHandset(office, 'anna');
  const first = await handset.start();
  const second = await handset.start();
  handset.wire.up = false;
  for (let count = 1; count <= 5; count += 1) await log(first, { count });
  handset.wire.up = true;
  await Promise.all([first.sendNow(), log(second, { count: 9 })]);
  await Promise.all([first.sendNow(), second.sendNow()]);
  expect([first.sync.value.unsent, second.sync.value.unsent]).toEqual([0, 0]);
  expect(await office.records('ordnance')).toHaveLength(6);
  first.close();
  second.close();
});
