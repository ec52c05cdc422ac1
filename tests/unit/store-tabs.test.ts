import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, log } from '#tests/support/phone/handset.ts';
import { type Office, openOffice } from '#tests/support/phone/office.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

describe('two tabs', () => {
  test('what one saves, drafts and pulls, the other shows', async () => {
    const handset = createHandset(office, 'anna');
    const one = await handset.start();
    await one.sendNow();
    const two = await handset.start();
    await two.sendNow();
    handset.wire.up = false;
    const saved = await log(one);
    await vi.waitFor(() => {
      expect(two.model.get(saved.state.id)?.delivery).toBe('unsent');
    });
    expect(two.sync.value.unsent).toBe(1);
    const draft = await one.drafts.open('ordnance');
    await one.drafts.put({ ...draft, values: { ...draft.values, count: 7 } });
    await vi.waitFor(() => {
      expect(two.drafts.list.value.map((each) => each.values.count)).toEqual([7]);
    });
    handset.wire.up = true;
    await one.sendNow();
    await vi.waitFor(() => {
      expect(two.model.get(saved.state.id)?.delivery).toBe('sent');
      expect(two.model.get(saved.state.id)?.state.seq).toBe(one.model.get(saved.state.id)?.state.seq);
    });
    one.close();
    two.close();
  });

  test('a page of the history that the other has left is not stored, and hides nothing of the new one', async () => {
    const boris = await createHandset(office, 'boris').start();
    const dora = await createHandset(office, 'dora').start();
    await dora.sendNow();
    const handset = createHandset(office, 'anna');
    const one = await handset.start();
    await one.sendNow();
    const two = await handset.start();
    await two.sendNow();
    const restore = office.backUp();
    const lost = await log(boris);
    await boris.sendNow();
    let fresh = '';
    // session, pull
    handset.wire.meanwhile({ request: 1, when: 'after' }, async () => {
      await restore();
      await two.sendNow();
      fresh = (await log(dora, { team: 'team-1' })).state.id;
      await dora.sendNow();
    });
    await one.sendNow();
    for (const tab of [one, two]) tab.close();
    const again = await handset.start();
    await again.sendNow();
    for (const phone of [one, again]) {
      expect(phone.model.get(lost.state.id)).toBeUndefined();
      expect(phone.model.get(fresh)).toBeDefined();
    }
    for (const phone of [again, boris, dora]) phone.close();
  });

  test('one opens while the other saves: nobody is told that a number is missing', async () => {
    const handset = createHandset(office, 'anna');
    const one = await handset.start();
    await one.sendNow();
    handset.wire.up = false;
    // A save at every moment of the start.
    for (let moment = 0; moment < 24; moment += 1) {
      const starting = handset.start();
      for (let turn = 0; turn < moment; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await log(one);
      const two = await starting;
      expect(two.attention.value).toEqual([]);
      two.close();
    }
    one.close();
  });

  test('both save at once: each change has its own number and each record its own code', async () => {
    const handset = createHandset(office, 'anna');
    const tabs = [await handset.start(), await handset.start()] as const;
    handset.wire.up = false;
    const saved = await Promise.all([log(tabs[0]), log(tabs[1]), log(tabs[0]), log(tabs[1])]);
    expect(new Set(saved.map(({ code }) => code)).size).toBe(4);
    handset.wire.up = true;
    await Promise.all(tabs.map(async (tab) => tab.sendNow()));
    expect(await office.records('ordnance')).toHaveLength(4);
    for (const tab of tabs) tab.close();
  });
});
