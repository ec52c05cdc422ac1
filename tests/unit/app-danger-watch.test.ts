import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDangerMemory } from '#app/danger/danger-memory.ts';
import { type DangerWatch, watchDanger } from '#app/danger/danger-watch.ts';
import { createLocalMemory } from '#app/shell/local-memory.ts';
import type { Fix, Locator } from '#app/shell/locator.ts';
import { createTaskInHand } from '#app/shell/task-in-hand.ts';
import { destination } from '#domain/geo/distance.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import type { OpenedPhone } from '#store/open-phone.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, foundMine, log } from '#tests/support/phone/handset.ts';
import { type Office, openOffice, taskId } from '#tests/support/phone/office.ts';

const mineAt: LonLat = foundMine.place.shape.coordinates;
const clock = createFakeClock();
let office: Office;
const opened: { close(): void }[] = [];
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  office = await openOffice(() => clock.now());
});
afterEach(async () => {
  for (const each of opened.splice(0)) each.close();
  await office.close();
  vi.useRealTimers();
});

/** What browsers keep of settings, which outlives the app. */
function createStore(): Storage {
  const items = new Map<string, string>();
  return {
    length: 0,
    clear: () => items.clear(),
    key: () => null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

function carry(phone: OpenedPhone, store = createStore()) {
  const fix = signal<Fix | null>(null);
  const locator: Locator = { state: signal('working'), fix, start: () => undefined };
  const memory = createLocalMemory(() => store);
  const vibrate = vi.fn<(pattern: readonly number[]) => void>();
  const taskInHand = createTaskInHand(phone, memory);
  const watch: DangerWatch = watchDanger({
    phone,
    taskInHand,
    locator,
    memory: createDangerMemory(memory, phone.session.value.user.id),
    now: () => clock.now(),
    vibrate,
  });
  opened.push({ close: () => watch.stop() }, phone);
  return {
    watch,
    vibrate,
    taskInHand,
    /** Walks to so many metres south of the mine. */
    standAt(distanceM: number, accuracyM = 4) {
      clock.pass(1_000);
      const [lon, lat] = destination(mineAt, 180, distanceM);
      fix.value = { lon, lat, accuracyM, takenAt: clock.now() };
    },
    wait(ms: number) {
      clock.pass(ms);
      vi.advanceTimersByTime(ms);
    },
    warned: () => watch.state.value.alerts.map(({ id }) => id),
  };
}

/** A mine that team 1 left in place; the other team's phone has heard of it. */
async function mineOfTeam1(values: Record<string, unknown> = {}) {
  const anna = await createHandset(office, 'anna', { clock }).start();
  opened.push(anna);
  await anna.sendNow();
  const mine = await log(anna, values);
  await anna.sendNow();
  const handset = createHandset(office, 'chen', { clock });
  const chen = await handset.start();
  await chen.sendNow();
  return { anna, chen, handset, id: mine.state.id };
}

test('another team’s mine is warned of within 25 m, less both accuracies, and not further away', async () => {
  const { chen, id } = await mineOfTeam1();
  const phone = carry(chen);
  // 4 m of the item's accuracy and 4 m of the phone's.
  phone.standAt(33.5);
  expect(phone.warned()).toEqual([]);
  expect(phone.vibrate).not.toHaveBeenCalled();
  phone.standAt(32.5);
  expect(phone.warned()).toEqual([id]);
  expect(phone.vibrate).toHaveBeenCalledTimes(1);
  expect(phone.watch.state.value.alerts[0]).toMatchObject({ accuracyM: 8, isArea: false });
  expect(phone.watch.state.value.alerts[0]?.distanceM).toBeCloseTo(24.5, 3);
  expect(phone.watch.state.value.alerts[0]?.bearingDeg).toBeCloseTo(0, 3);
  // A poorer fix warns from further away.
  const poorer = carry(chen);
  poorer.standAt(45, 20);
  expect(poorer.warned()).toEqual([id]);
});

test('the distance is set on the phone and kept there', async () => {
  const { chen, id } = await mineOfTeam1();
  const store = createStore();
  const phone = carry(chen, store);
  phone.standAt(60);
  expect(phone.warned()).toEqual([]);
  phone.watch.setWithinM(100);
  expect(phone.warned()).toEqual([id]);
  expect(carry(chen, store).watch.withinM.value).toBe(100);
  store.setItem('safelane.danger-within', '0');
  expect(carry(chen, store).watch.withinM.value).toBe(25);
});

test('without a network and after a restart it warns all the same', async () => {
  const { chen, handset, id } = await mineOfTeam1();
  chen.close();
  handset.wire.up = false;
  const phone = carry(await handset.start());
  phone.standAt(15);
  expect(phone.warned()).toEqual([id]);
});

test('what was seen is quiet for the day, after a restart too, and speaks up the next day', async () => {
  const { chen, id } = await mineOfTeam1();
  const store = createStore();
  const phone = carry(chen, store);
  phone.standAt(15);
  phone.watch.see();
  expect(phone.watch.state.value).toMatchObject({ alerts: [], seen: 1 });
  const later = carry(chen, store);
  later.standAt(10);
  expect(later.watch.state.value).toMatchObject({ alerts: [], seen: 1 });
  expect(later.vibrate).not.toHaveBeenCalled();
  clock.pass(86_400_000);
  later.standAt(10);
  expect(later.warned()).toEqual([id]);
});

test('a seen item that is recorded elsewhere warns anew', async () => {
  const { anna, chen, id } = await mineOfTeam1();
  const phone = carry(chen);
  phone.standAt(15);
  phone.watch.see();
  const moved = { ...foundMine.place, shape: { type: 'Point', coordinates: destination(mineAt, 180, 5) } };
  await edit(anna, id, { place: moved });
  await anna.sendNow();
  await chen.sendNow();
  phone.standAt(15);
  expect(phone.warned()).toEqual([id]);
});

test('a mine that was destroyed is warned of no more, by whoever knows of it', async () => {
  const { anna, chen, id } = await mineOfTeam1();
  const phone = carry(chen);
  phone.standAt(15);
  expect(phone.warned()).toEqual([id]);
  const disposals = [{ on: '2021-03-15', count: 1, how: 'destroyed-in-situ' }];
  await edit(anna, id, { disposals, location: 'gone' });
  await anna.sendNow();
  await chen.sendNow();
  expect(phone.warned()).toEqual([]);
});

test('whoever destroyed it is warned of it no more, though nobody else has heard of that yet', async () => {
  const { anna, id } = await mineOfTeam1({ task: '01780000-0000-7000-8000-00000000ffff' });
  const phone = carry(anna);
  phone.taskInHand.choose(taskId);
  phone.standAt(15);
  expect(phone.warned()).toEqual([id]);
  const disposals = [{ on: '2021-03-15', count: 1, how: 'destroyed-in-situ' }];
  await edit(anna, id, { disposals, location: 'gone' });
  expect(phone.warned()).toEqual([]);
});

test('on its own active task a team is not warned of its own items, and on another task it is', async () => {
  const { anna, id } = await mineOfTeam1();
  const phone = carry(anna);
  phone.taskInHand.choose(taskId);
  phone.standAt(15);
  expect(phone.warned()).toEqual([]);
  await edit(anna, id, { task: '01780000-0000-7000-8000-00000000ffff' });
  phone.standAt(15);
  expect(phone.warned()).toEqual([id]);
});

test('a task that is no longer worked on is not quiet', async () => {
  const { anna, id } = await mineOfTeam1();
  const phone = carry(anna);
  phone.taskInHand.choose(taskId);
  await edit(anna, taskId, { state: 'completed' });
  phone.standAt(15);
  expect(phone.warned()).toEqual([id]);
});

test('without a position it says so, and what was near stays in sight', async () => {
  const { chen, id } = await mineOfTeam1();
  const phone = carry(chen);
  expect(phone.watch.state.value.position).toBe('none');
  phone.standAt(15);
  phone.wait(29_000);
  expect(phone.watch.state.value.position).toBe('known');
  phone.wait(5_000);
  expect(phone.watch.state.value.position).toBe('none');
  expect(phone.warned()).toEqual([id]);
  phone.standAt(15, 2_000);
  expect(phone.watch.state.value.position).toBe('coarse');
});

test('it is felt again every quarter of a minute until it was seen', async () => {
  const { chen } = await mineOfTeam1();
  const phone = carry(chen);
  for (let second = 0; second < 40; second += 1) phone.standAt(15);
  expect(phone.vibrate).toHaveBeenCalledTimes(3);
  phone.watch.see();
  for (let second = 0; second < 40; second += 1) phone.standAt(15);
  expect(phone.vibrate).toHaveBeenCalledTimes(3);
});
