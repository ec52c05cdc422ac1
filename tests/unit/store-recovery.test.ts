import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OpenedPhone } from '#store/open-phone.ts';
import { openMapDatabase } from '#store/map-database.ts';
import { openWorkDatabase } from '#store/work-database.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, foundMine, log } from '#tests/support/phone/handset.ts';
import { cloneStorage, killableStorage } from '#tests/support/phone/handset-storage.ts';
import { type Office, openOffice } from '#tests/support/phone/office.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

describe('the server was restored from a backup', () => {
  test('the phone sends again what the server forgot, and shows what it knows', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    const first = await log(phone);
    await phone.sendNow();
    const restore = office.backUp();
    const second = await log(phone);
    await edit(phone, first.state.id, { note: 'after the backup' });
    await phone.sendNow();
    expect(phone.sync.value.unsent).toBe(0);
    await restore();
    expect(await office.records('ordnance')).toHaveLength(1);
    await phone.sendNow();
    expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    const records = await office.records('ordnance');
    expect(records.map(({ id }) => id)).toEqual([first.state.id, second.state.id]);
    expect(records[0]?.body.note).toBe('after the backup');
    expect(phone.model.get(first.state.id)?.values.note).toBe('after the backup');
    expect(phone.attention.value).toEqual([]);
    phone.close();
  });

  test('an edit of what was sent long ago stands again, since nobody else has changed the record', async () => {
    const restore = office.backUp();
    const anna = await createHandset(office, 'anna').start();
    const boris = await createHandset(office, 'boris').start();
    const { id } = (await log(anna, { note: 'first', depthCm: 5 })).state;
    await anna.sendNow();
    await edit(anna, id, { note: 'second' });
    await anna.sendNow();
    await boris.sendNow();
    await edit(boris, id, { depthCm: 10 });
    await boris.sendNow();
    await restore();
    for (const phone of [anna, boris, anna]) await phone.sendNow();
    expect((await office.records('ordnance'))[0]).toMatchObject({
      holds: [],
      body: { note: 'second', depthCm: 10 },
    });
    expect([...anna.attention.value, ...boris.attention.value]).toEqual([]);
    for (const phone of [anna, boris]) phone.close();
  });

  test('an edit of what somebody else has changed since waits for a person all the same', async () => {
    const anna = await createHandset(office, 'anna').start();
    const boris = await createHandset(office, 'boris').start();
    const { id } = (await log(anna, { note: 'first' })).state;
    await anna.sendNow();
    const restore = office.backUp();
    await edit(anna, id, { note: 'second' });
    await anna.sendNow();
    await edit(anna, id, { note: 'third' });
    await anna.sendNow();
    await restore();
    await boris.sendNow();
    await edit(boris, id, { note: 'unseen' });
    await boris.sendNow();
    await anna.sendNow();
    const [record] = await office.records('ordnance');
    expect(record?.body.note).toBe('unseen');
    expect(record?.holds.map(({ value }) => value)).toEqual(['second', 'third']);
    for (const phone of [anna, boris]) phone.close();
  });

  test('a choice that was made before counts again, where the same two values are there', async () => {
    const restore = office.backUp();
    const people = ['anna', 'boris', 'dora'] as const;
    const phones = await Promise.all(people.map(async (each) => createHandset(office, each).start()));
    const [anna, boris, dora] = phones as [OpenedPhone, OpenedPhone, OpenedPhone];
    const { id } = (await log(anna, { note: 'first' })).state;
    await anna.sendNow();
    await boris.sendNow();
    await edit(anna, id, { note: 'of Anna' });
    await edit(boris, id, { note: 'of Boris' });
    for (const phone of phones) await phone.sendNow();
    const [hold] = dora.model.get(id)?.state.holds ?? [];
    await dora.resolve(id, hold?.id ?? '', 'take');
    await dora.sendNow();
    await restore();
    for (const phone of phones) await phone.sendNow();
    expect((await office.records('ordnance'))[0]).toMatchObject({ holds: [], body: { note: 'of Boris' } });
    expect(dora.attention.value).toEqual([]);
    for (const phone of phones) phone.close();
  });

  test('records of others that the restored server does not have are gone from the map', async () => {
    const anna = await createHandset(office, 'anna').start();
    const boris = await createHandset(office, 'boris').start();
    await anna.sendNow();
    const restore = office.backUp();
    const lost = await log(anna);
    await anna.sendNow();
    await boris.sendNow();
    expect(boris.model.get(lost.state.id)).toBeDefined();
    anna.close();
    await restore();
    await boris.sendNow();
    expect(boris.model.get(lost.state.id)).toBeUndefined();
    boris.close();
  });
});

describe('a change to a record that a restored server has forgotten', () => {
  test('is not tried again before the record is back: it would make a record of its few values', async () => {
    const restore = office.backUp();
    const anna = await createHandset(office, 'anna').start();
    const boris = await createHandset(office, 'boris').start();
    const { id } = (await log(anna, { note: 'hers' })).state;
    await anna.sendNow();
    await boris.sendNow();
    await edit(boris, id, { condition: 'damaged' });
    await boris.sendNow();
    await restore();
    await boris.sendNow();
    const [refused] = boris.attention.value;
    if (refused?.type !== 'refused') throw new Error('nothing was refused');
    expect(refused.reason).toBe('parent');
    await expect(boris.retry(refused.change)).rejects.toThrow('is not on the phone');
    await boris.sendNow();
    expect(await office.records('ordnance')).toEqual([]);
    await anna.sendNow();
    await boris.sendNow();
    await boris.retry(refused.change);
    await boris.sendNow();
    expect((await office.records('ordnance'))[0]?.body).toMatchObject({ note: 'hers', condition: 'damaged' });
    for (const phone of [anna, boris]) phone.close();
  });
});

describe('a decision that was made on what a restored server has forgotten', () => {
  test('is not taken for one on the older record: whoever made it is told', async () => {
    const anna = await createHandset(office, 'anna').start();
    const dora = await createHandset(office, 'dora').start();
    const { id } = (await log(anna, { note: 'in place' })).state;
    await anna.sendNow();
    const restore = office.backUp();
    await edit(anna, id, { note: 'gone' });
    await anna.sendNow();
    await dora.sendNow();
    await dora.act(id, { type: 'approve' });
    await dora.sendNow();
    await restore();
    await dora.sendNow();
    expect((await office.records('ordnance'))[0]).toMatchObject({ status: 'submitted' });
    expect(dora.attention.value).toMatchObject([{ type: 'refused', record: id, reason: 'stale' }]);
    await anna.sendNow();
    expect((await office.records('ordnance'))[0]).toMatchObject({ body: { note: 'gone' } });
    for (const phone of [anna, dora]) phone.close();
  });
});

describe('a phone that was copied', () => {
  test('both copies go on: the second takes a new replica, and nothing of either is lost', async () => {
    const original = createHandset(office, 'anna');
    const phone = await original.start();
    await log(phone);
    await phone.sendNow();
    phone.close();
    const copy = createHandset(office, 'anna', { place: await cloneStorage(original.place) });
    const [one, two] = [await original.start(), await copy.start()];
    await one.sendNow();
    await two.sendNow();
    await log(one);
    await one.sendNow();
    const mine = await log(two);
    const more = await edit(two, mine.state.id, { count: 4 });
    await two.sendNow();
    expect(two.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    const records = await office.records('ordnance');
    expect(records).toHaveLength(3);
    expect(records.find(({ id }) => id === more.state.id)?.body).toMatchObject({ amount: { count: 4 } });
    const next = await log(two);
    expect(next.code.split('-').at(-2)).not.toBe(mine.code.split('-').at(-2));
    await two.sendNow();
    await one.sendNow();
    expect(one.model.size).toBe(two.model.size);
    one.close();
    two.close();
  });
});

describe('a phone that was copied, and a server that was restored', () => {
  test('what a copy sent under its first replica is sent again after it took another', async () => {
    const original = createHandset(office, 'anna');
    const phone = await original.start();
    await phone.sendNow();
    const restore = office.backUp();
    await log(phone);
    await phone.sendNow();
    phone.close();
    const copy = await createHandset(office, 'anna', { place: await cloneStorage(original.place) }).start();
    const other = await original.start();
    await log(other);
    await other.sendNow();
    await log(copy);
    await copy.sendNow();
    other.close();
    // The original is lost with its phone; the copy has all but its last record.
    await restore();
    await copy.sendNow();
    expect(copy.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(await office.records('ordnance')).toHaveLength(2);
    expect(copy.attention.value).toEqual([]);
    copy.close();
  });

  test('what the server forgot comes back, though the copy has used its number meanwhile', async () => {
    const original = createHandset(office, 'anna');
    const phone = await original.start();
    await phone.sendNow();
    const restore = office.backUp();
    const copied = createHandset(office, 'anna', { place: await cloneStorage(original.place) });
    const copy = await copied.start();
    const forgotten = await log(phone);
    await phone.sendNow();
    copied.wire.up = false;
    const mine = await log(copy);
    await restore();
    copied.wire.up = true;
    await copy.sendNow();
    await phone.sendNow();
    const ids = (await office.records('ordnance')).map(({ id }) => id);
    expect(ids.toSorted()).toEqual([forgotten.state.id, mine.state.id].toSorted());
    for (const each of [phone, copy]) each.close();
  });

  test('a restore between the answer to a push and the pull loses nothing', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    const restore = office.backUp();
    handset.wire.up = false;
    await log(phone);
    await log(phone);
    handset.wire.up = true;
    // session, push | session, pull
    handset.wire.meanwhile({ request: 1, when: 'after' }, restore);
    await phone.sendNow();
    await phone.sendNow();
    expect(await office.records('ordnance')).toHaveLength(2);
    expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    phone.close();
  });
});

describe('storage that fails', () => {
  test('a connection that the system killed is opened anew, and the save is stored', async () => {
    const storage = killableStorage();
    const handset = createHandset(office, 'anna', { place: storage.place });
    const phone = await handset.start();
    await phone.sendNow();
    handset.wire.up = false;
    const draft = await phone.drafts.open('ordnance');
    storage.kill();
    // Dexie says so when it finds the connection dead.
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const saved = await phone.save({ ...draft, values: { ...draft.values, ...foundMine } }, []);
    expect(warned).toHaveBeenCalled();
    phone.close();
    const again = await handset.start();
    expect(again.model.get(saved.state.id)?.code).toBe(saved.code);
    again.close();
  });

  test('a full disk is said to be full, and the draft is still there', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    handset.wire.up = false;
    const draft = await phone.drafts.open('ordnance');
    const complete = { ...draft, values: { ...draft.values, ...foundMine } };
    await phone.drafts.put(complete);
    const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(phone.save(complete, [])).rejects.toThrow("The phone's storage is full");
    full.mockRestore();
    expect(phone.model.get(complete.record)).toBeUndefined();
    expect(phone.drafts.list.value).toHaveLength(1);
    expect((await phone.save(complete, [])).code).toMatch(/-01$/);
    phone.close();
  });

  test('pain 5: a change that is not as it was saved is kept and shown, and the others are sent', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    handset.wire.up = false;
    const damaged = await log(phone);
    await log(phone);
    phone.close();
    const work = openWorkDatabase(handset.place);
    await work.outbox.update(['anna', damaged.state.id], { text: '{"id":"half of' });
    work.close();
    handset.wire.up = true;
    const again = await handset.start();
    expect(again.attention.value).toMatchObject([
      { type: 'unreadable', where: `change ${damaged.state.id}` },
    ]);
    await again.sendNow();
    expect(again.sync.value.unsent).toBe(0);
    expect(await office.records('ordnance')).toHaveLength(1);
    expect(again.attention.value).toContainEqual(
      expect.objectContaining({ type: 'refused', change: damaged.state.id, text: '{"id":"half of' }),
    );
    again.close();
  });

  test('a damaged page of the map is pulled again', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    const { id } = (await log(phone)).state;
    await phone.sendNow();
    phone.close();
    const map = openMapDatabase(handset.place);
    await map.packs.toCollection().modify({ bytes: new Uint8Array([123]) });
    map.close();
    const again = await handset.start();
    expect(again.model.get(id)).toBeUndefined();
    await again.sendNow();
    expect(again.model.get(id)?.delivery).toBe('sent');
    again.close();
  });
});

describe('a desk that looks every few seconds', () => {
  test('its many small pages become few, and a restart shows the same records', async () => {
    const anna = await createHandset(office, 'anna').start();
    const desk = createHandset(office, 'dora');
    const dora = await desk.start();
    for (let round = 0; round < 28; round += 1) {
      const { id } = (await log(anna, { count: round + 1 })).state;
      if (round % 3 === 0) await edit(anna, id, { note: `note ${round}` });
      await anna.sendNow();
      await dora.sendNow();
    }
    const shown = [...dora.model.all()].map(({ state }) => state).sort((a, b) => a.seq - b.seq);
    dora.close();
    const map = openMapDatabase(desk.place);
    expect(await map.packs.count()).toBeLessThan(10);
    map.close();
    desk.wire.up = false;
    const again = await desk.start();
    expect([...again.model.all()].map(({ state }) => state).sort((a, b) => a.seq - b.seq)).toEqual(shown);
    expect(again.model.size).toBe(29);
    again.close();
    anna.close();
  });
});
