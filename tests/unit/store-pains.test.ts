/** What went wrong in comparable systems, by its number in the list of pains: the cases that no other test has. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, log, opened } from '#tests/support/phone/handset.ts';
import { type Office, openOffice } from '#tests/support/phone/office.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

test('pain 6: what is changed while it is being sent is sent after it', async () => {
  const handset = createHandset(office, 'anna');
  let underWay = async () => {};
  const phone = await handset.start('anna', {
    transport: {
      async send(request) {
        if (request.path.endsWith('/push')) await underWay();
        return handset.wire.send(request);
      },
    },
  });
  await phone.sendNow();
  handset.wire.up = false;
  const { id } = (await log(phone)).state;
  handset.wire.up = true;
  underWay = async () => {
    underWay = async () => {};
    await edit(phone, id, { note: 'seen while it was sent' });
  };
  await phone.sendNow();
  await phone.sendNow();
  expect(handset.wire.log.filter((line) => /^push:\d/.test(line))).toEqual(['push:1', 'push:2']);
  expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
  expect(phone.model.get(id)?.values.note).toBe('seen while it was sent');
  expect((await office.records('ordnance')).map(({ body }) => body.note)).toEqual(['seen while it was sent']);
  phone.close();
});

test('pain 11: an edit of a record that was withdrawn meanwhile brings nothing back and is not lost', async () => {
  const anna = createHandset(office, 'anna');
  const [hers, dora] = [await anna.start(), await createHandset(office, 'dora').start()];
  const { id } = (await log(hers)).state;
  await hers.sendNow();
  await dora.sendNow();
  const late = await opened(hers, id, { note: 'one more look' });
  await dora.act(id, { type: 'withdraw', comment: 'Logged twice' });
  await dora.sendNow();
  await hers.save(late, []);
  await hers.sendNow();
  expect(await office.records('ordnance')).toMatchObject([
    { id, status: 'withdrawn', holds: [{ group: 'note', value: 'one more look' }] },
  ]);
  expect(hers.model.get(id)?.state.status).toBe('withdrawn');
  expect(hers.sync.value.unsent).toBe(0);
  await dora.sendNow();
  expect(dora.attention.value).toMatchObject([{ type: 'held', record: id }]);
  hers.close();
  dora.close();
});

test('pain 23: clocks that are years off decide nothing: the order is the server’s', async () => {
  const early = createFakeClock(Date.parse('2011-01-01T00:00:00.000Z'));
  const late = createFakeClock(Date.parse('2031-01-01T00:00:00.000Z'));
  const anna = await createHandset(office, 'anna', { clock: late }).start();
  const boris = await createHandset(office, 'boris', { clock: early }).start();
  await anna.sendNow();
  const { id } = (await log(anna, { note: 'by the clock of 2031' })).state;
  await anna.sendNow();
  await boris.sendNow();
  // Twenty years "before" what it changes, and it stands: its author had seen that.
  await edit(boris, id, { note: 'by the clock of 2011' });
  await boris.sendNow();
  await anna.sendNow();
  for (const phone of [anna, boris]) expect(phone.model.get(id)?.values.note).toBe('by the clock of 2011');
  // And a later clock overwrites nothing that its author had not seen.
  const unseen = await opened(anna, id, { note: 'by 2031 again' });
  await edit(boris, id, { note: 'by 2011 again' });
  await boris.sendNow();
  await anna.save(unseen, []);
  await anna.sendNow();
  await boris.sendNow();
  expect(await office.records('ordnance')).toMatchObject([
    { body: { note: 'by 2011 again' }, holds: [{ value: 'by 2031 again' }] },
  ]);
  anna.close();
  boris.close();
});
