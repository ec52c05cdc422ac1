import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, foundMine, log } from '#tests/support/phone/handset.ts';
import { type Office, openOffice } from '#tests/support/phone/office.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

describe('a new record that was refused', () => {
  /** The id of a task that team 1 never had. */
  async function taskOfOthers(): Promise<string> {
    const dora = await createHandset(office, 'dora').start();
    const { id } = (await log(dora, { team: 'team-2', name: 'Field by the river' }, 'task')).state;
    await dora.sendNow();
    dora.close();
    return id;
  }

  test('a new record that is refused, corrected and refused again can be corrected once more', async () => {
    const phone = await createHandset(office, 'anna').start();
    await phone.sendNow();
    const { id } = (await log(phone, { task: await taskOfOthers() })).state;
    await phone.sendNow();
    await edit(phone, id, { count: 2 });
    await phone.sendNow();
    expect(phone.attention.value).toMatchObject([{ type: 'refused', record: id, reason: 'forbidden' }]);
    await edit(phone, id, { count: 3, task: foundMine.task });
    expect(phone.sync.value.unsent).toBe(1);
    expect(phone.attention.value).toEqual([]);
    await phone.sendNow();
    expect(phone.sync.value.unsent).toBe(0);
    expect((await office.records('ordnance'))[0]).toMatchObject({ id, body: { amount: { count: 3 } } });
    expect(phone.model.get(id)).toMatchObject({ delivery: 'sent' });
    phone.close();
  });

  test('a new record that was sent anew as it was, and refused again, can be corrected', async () => {
    const phone = await createHandset(office, 'anna').start();
    await phone.sendNow();
    const { id } = (await log(phone, { task: await taskOfOthers() })).state;
    await phone.sendNow();
    await phone.retry(id);
    await phone.sendNow();
    await edit(phone, id, { count: 3, task: foundMine.task });
    await phone.sendNow();
    expect((await office.records('ordnance'))[0]).toMatchObject({ id, body: { amount: { count: 3 } } });
    expect(phone.attention.value).toEqual([]);
    phone.close();
  });

  test.each(['sent anew', 'corrected'])('and %s while an edit of it is unsent is made', async (how) => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    const dora = await createHandset(office, 'dora').start();
    const task = await taskOfOthers();
    const { id } = (await log(phone, { task })).state;
    // The office gives the task to the team only after the record was refused.
    handset.wire.meanwhile({ request: 1, when: 'after' }, async () => {
      await edit(phone, id, { note: 'on top' });
      handset.wire.up = false;
    });
    await phone.sendNow();
    await dora.sendNow();
    await edit(dora, task, { team: 'team-1' });
    await dora.sendNow();
    dora.close();
    expect(phone.attention.value).toMatchObject([{ type: 'refused', change: id }]);
    expect(phone.sync.value.unsent).toBe(1);
    if (how === 'corrected') await edit(phone, id, { count: 3 });
    else await phone.retry(id);
    handset.wire.up = true;
    await phone.sendNow();
    expect(await office.records('ordnance')).toMatchObject([
      { id, body: how === 'corrected' ? { amount: { count: 3 }, note: 'on top' } : {} },
    ]);
    phone.close();
  });

  test('sent anew, and long after corrected: what was put aside first is not taken for it', async () => {
    const phone = await createHandset(office, 'anna', { clock }).start();
    await phone.sendNow();
    const { id } = (await log(phone, { task: await taskOfOthers() })).state;
    await phone.sendNow();
    await phone.retry(id);
    await phone.sendNow();
    // The first is cleared away meanwhile.
    clock.pass(40 * 24 * 3_600_000);
    await phone.sendNow();
    await edit(phone, id, { count: 3, task: foundMine.task });
    await phone.sendNow();
    expect(phone.attention.value).toEqual([]);
    expect((await office.records('ordnance'))[0]).toMatchObject({ id, body: { amount: { count: 3 } } });
    phone.close();
  });

  test('and put aside while its form was still open is made anew by that form', async () => {
    const handset = createHandset(office, 'anna');
    const tabs = [await handset.start(), await handset.start()] as const;
    await tabs[0].sendNow();
    const draft = await tabs[0].drafts.open('ordnance');
    const foreign = { ...draft, values: { ...draft.values, ...foundMine, task: await taskOfOthers() } };
    await tabs[0].save(foreign, []);
    await tabs[0].sendNow();
    await tabs[0].dismiss(draft.record);
    await tabs[1].save({ ...foreign, values: { ...foreign.values, task: foundMine.task } }, []);
    await tabs[1].sendNow();
    expect(await office.records('ordnance')).toMatchObject([{ id: draft.record }]);
    for (const tab of tabs) tab.close();
  });
});

describe('a new record that was saved', () => {
  test('a form that goes on after it was saved in another tab changes what was saved', async () => {
    const handset = createHandset(office, 'anna');
    const tabs = [await handset.start(), await handset.start()] as const;
    const draft = await tabs[0].drafts.open('ordnance');
    const complete = { ...draft, values: { ...draft.values, ...foundMine } };
    const saved = await tabs[0].save(complete, []);
    await tabs[1].save({ ...complete, values: { ...complete.values, count: 5 } }, []);
    for (const tab of tabs) await tab.sendNow();
    expect(await office.records('ordnance')).toMatchObject([
      { id: saved.state.id, body: { code: saved.code, amount: { count: 5 } } },
    ]);
    for (const tab of tabs) tab.close();
  });
});
