/** What the service worker sends while no app is open: everything that can go, for whoever is signed in, and nothing else. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWorkDatabase } from '#store/work-database.ts';
import { pushUnsent } from '#sw/push-unsent.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, type Handset, log } from '#tests/support/phone/handset.ts';
import { type Office, openOffice, type Person } from '#tests/support/phone/office.ts';
import { readRaw, writeRaw } from '#tests/support/phone/raw-storage.ts';
import { testId } from '#tests/support/phone/test-id.ts';

const clock = createFakeClock();
let office: Office;
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

const place = (handset: Handset) => ({
  indexedDB: handset.place.indexedDB ?? new IDBFactory(),
  IDBKeyRange,
});

/** The browser gives the worker its turn, unless a tab has it. */
function push(handset: Handset, tabs: readonly string[] = []) {
  const asked: string[] = [];
  const result = pushUnsent({
    place: place(handset),
    transport: handset.wire,
    turnOf: (user) => async (work) => {
      asked.push(user);
      if (tabs.includes(user)) return false;
      await work();
      return true;
    },
    now: () => clock.now(),
    makeId: () => testId(900_000),
  });
  return result.then((said) => ({ said, asked }));
}

/** A person has worked without a network and put the phone away. */
async function workOffline(handset: Handset, person: Person, records: number) {
  handset.wire.signedIn = person;
  handset.wire.up = true;
  const phone = await handset.start(person);
  await phone.sendNow();
  handset.wire.up = false;
  for (let made = 0; made < records; made += 1) await log(phone, { note: `${person} ${made}` });
  // Nothing is under way any more when the network comes back.
  await phone.sendNow();
  return phone;
}

test('pain 22: a push that fails half-way is sent again, and nothing is lost or doubled', async () => {
  const handset = createHandset(office, 'anna', { clock });
  (await workOffline(handset, 'anna', 3)).close();
  expect(await push(handset)).toMatchObject({ said: 'later' });
  handset.wire.up = true;
  handset.wire.next('cut-after', 'push');
  expect(await push(handset)).toMatchObject({ said: 'later' });
  handset.wire.next({ status: 503, body: '{}' }, 'push');
  expect(await push(handset)).toMatchObject({ said: 'later' });
  expect(await push(handset)).toMatchObject({ said: 'done' });
  expect(await office.records('ordnance')).toHaveLength(3);
  handset.wire.log.length = 0;
  expect(await push(handset)).toEqual({ said: 'done', asked: [] });
  expect(handset.wire.log).toEqual([]);
  const again = await handset.start();
  expect(again.sync.value.unsent).toBe(0);
  again.close();
});

test('it only sends: what others recorded stays for the app to fetch', async () => {
  const handset = createHandset(office, 'anna', { clock });
  (await workOffline(handset, 'anna', 1)).close();
  handset.wire.up = true;
  handset.wire.log.length = 0;
  await push(handset);
  expect(handset.wire.log).toEqual(['session', 'push:1']);
});

test('an open tab shows as sent what the worker sent', async () => {
  const handset = createHandset(office, 'anna', { clock });
  const phone = await workOffline(handset, 'anna', 2);
  expect(phone.sync.value.unsent).toBe(2);
  handset.wire.up = true;
  await push(handset);
  await vi.waitFor(() => {
    expect(phone.sync.value.unsent).toBe(0);
  });
  expect([...phone.model.all()].filter(({ delivery }) => delivery === 'unsent')).toEqual([]);
  phone.close();
});

test('where a tab has the turn it keeps out of the way, and comes back', async () => {
  const handset = createHandset(office, 'anna', { clock });
  (await workOffline(handset, 'anna', 1)).close();
  handset.wire.up = true;
  expect(await push(handset, ['anna'])).toEqual({ said: 'later', asked: ['anna'] });
  expect(await office.records('ordnance')).toEqual([]);
});

test('pain 19: two people on one phone: it sends for who is signed in, and the other’s work waits untouched', async () => {
  const handset = createHandset(office, 'anna', { clock });
  (await workOffline(handset, 'anna', 2)).close();
  (await workOffline(handset, 'boris', 1)).close();
  handset.wire.up = true;
  expect(await push(handset)).toMatchObject({ said: 'done' });
  const authors = async () => (await office.records('ordnance')).map(({ author }) => author);
  expect(await authors()).toEqual(['boris']);
  handset.wire.signedIn = 'anna';
  expect(await push(handset)).toMatchObject({ said: 'done', asked: ['anna'] });
  expect(await authors()).toEqual(['boris', 'anna', 'anna']);
});

test('pain 19: with nobody signed in it sends nothing, does not try again by itself, and keeps all', async () => {
  const handset = createHandset(office, 'anna', { clock });
  (await workOffline(handset, 'anna', 1)).close();
  handset.wire.up = true;
  handset.wire.signedIn = null;
  expect(await push(handset)).toMatchObject({ said: 'done' });
  handset.wire.signedIn = 'anna';
  await push(handset);
  expect(await office.records('ordnance')).toHaveLength(1);
});

test('a server with another history is left to the app, which sends all of it', async () => {
  const handset = createHandset(office, 'anna', { clock });
  const restore = office.backUp();
  (await workOffline(handset, 'anna', 1)).close();
  await restore();
  handset.wire.up = true;
  handset.wire.log.length = 0;
  expect(await push(handset)).toMatchObject({ said: 'done' });
  expect(handset.wire.log).toEqual(['session']);
  const phone = await handset.start();
  await phone.sendNow();
  expect(await office.records('ordnance')).toHaveLength(1);
  phone.close();
});

test('pain 21: a database of another version is left alone, and none is made where there is none', async () => {
  const handset = createHandset(office, 'anna', { clock });
  (await workOffline(handset, 'anna', 1)).close();
  handset.wire.up = true;
  const known = await readRaw(handset.place, 'safelane-work');
  for (const version of [known.version - 1, known.version + 10]) {
    const other = createHandset(office, 'anna', { clock });
    await writeRaw(other.place, { ...known, version });
    const before = await readRaw(other.place, known.name);
    expect(await push(other)).toEqual({ said: 'done', asked: [] });
    expect(await readRaw(other.place, known.name)).toEqual(before);
    expect(other.wire.log).toEqual([]);
  }
  const empty = createHandset(office, 'anna', { clock });
  await push(empty);
  expect(await place(empty).indexedDB.databases()).toEqual([]);
});

test('it does not keep the database open behind its back', async () => {
  const handset = createHandset(office, 'anna', { clock });
  (await workOffline(handset, 'anna', 1)).close();
  await push(handset);
  const blocked = await new Promise((resolve) => {
    const request = place(handset).indexedDB.deleteDatabase(openWorkDatabase({}).name);
    request.addEventListener('blocked', () => resolve(true));
    request.addEventListener('success', () => resolve(false));
  });
  expect(blocked).toBe(false);
});
