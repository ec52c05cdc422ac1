import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, foundMine, log } from '#tests/support/phone/handset.ts';
import { type Office, openOffice } from '#tests/support/phone/office.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

test('a mine that another team left in place is on every phone, without who found it, and counts nowhere', async () => {
  const anna = await createHandset(office, 'anna', { clock }).start();
  await anna.sendNow();
  const mine = await log(anna, { note: 'Behind Leyla’s house', count: 2 });
  await anna.sendNow();

  const handset = createHandset(office, 'chen', { clock });
  const chen = await handset.start();
  await chen.sendNow();
  const warned = () => [...chen.warnings.all()].map(({ state }) => state.id);
  expect(warned()).toEqual([mine.state.id]);
  const [warning] = [...chen.warnings.within([46.8, 39.8, 47, 40])];
  expect(warning?.values).toMatchObject({ category: 'ap-mine', count: 2, place: foundMine.place });
  expect(JSON.stringify(warning?.state)).not.toMatch(/Leyla|anna|team-1/);
  expect(chen.model.get(mine.state.id)).toBeUndefined();
  expect([...chen.model.all()]).toEqual([]);
  const { columns, records } = chen.model.ledger.tally({ period: {}, series: 'approved+submitted' });
  expect([columns['apMines']?.found ?? 0, records]).toEqual([0, 0]);

  // Without a network, from a cold start, it is there all the same.
  chen.close();
  handset.wire.up = false;
  const again = await handset.start();
  expect([...again.warnings.all()].map(({ state }) => state.id)).toEqual([mine.state.id]);

  const disposal = { on: '2021-03-15', count: 2, how: 'destroyed-in-situ' };
  await edit(anna, mine.state.id, { disposals: [disposal], location: 'gone' });
  await anna.sendNow();
  handset.wire.up = true;
  await again.sendNow();
  expect([...again.warnings.all()]).toEqual([]);
  again.close();
  anna.close();
});

test('whose record it is sees all of it, and it is warned of only where it is not', async () => {
  const anna = await createHandset(office, 'anna', { clock }).start();
  await anna.sendNow();
  const mine = await log(anna, { note: 'by the wall' });
  await anna.sendNow();
  expect(anna.model.get(mine.state.id)?.values['note']).toBe('by the wall');
  expect(anna.warnings.get(mine.state.id)?.values['note']).toBeUndefined();
  anna.close();
  const dora = await createHandset(office, 'dora', { clock }).start();
  await dora.sendNow();
  expect(dora.warnings.size).toBe(0);
  dora.close();
});
