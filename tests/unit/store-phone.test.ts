import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, log } from '#tests/support/phone/handset.ts';
import { accounts, type Office, openOffice, programme } from '#tests/support/phone/office.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

const ordnanceAtOffice = async () => {
  const records = [];
  for await (const record of office.storage.records(programme.id, 'ordnance')) records.push(record);
  return records;
};

describe('a day with a network', () => {
  test('a found mine gets its code at once, reaches the office, and is sent', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    const saved = await log(phone);
    expect(saved.code).toMatch(/^TST-0001-O-210314-[A-Z]\d-01$/);
    expect(saved.delivery).toBe('unsent');
    expect(phone.sync.value.unsent).toBe(1);
    await phone.sendNow();
    expect(phone.model.get(saved.state.id)?.delivery).toBe('sent');
    expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    const [record] = await ordnanceAtOffice();
    expect(record).toMatchObject({
      id: saved.state.id,
      author: accounts.anna.userId,
      body: { team: 'team-1', code: saved.code },
    });
    expect(phone.model.get(saved.state.id)?.state).toMatchObject({ seq: record?.seq });
    phone.close();
  });

  test('the other phone of the team sees it, changes it, and the change comes back', async () => {
    const [anna, boris] = [
      await createHandset(office, 'anna').start(),
      await createHandset(office, 'boris').start(),
    ];
    await anna.sendNow();
    const { id } = (await log(anna)).state;
    await anna.sendNow();
    await boris.sendNow();
    expect(boris.model.get(id)?.values.count).toBe(1);
    await edit(boris, id, { note: 'by the wall' });
    await boris.sendNow();
    await anna.sendNow();
    expect(anna.model.get(id)?.values.note).toBe('by the wall');
    anna.close();
    boris.close();
  });
});
