import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenedPhone } from '#store/open-phone.ts';
import type { Attention } from '#store/phone.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, type Handset, log, opened } from '#tests/support/phone/handset.ts';
import { type Office, openOffice } from '#tests/support/phone/office.ts';

/** Anna and Boris are of one team; Dora supervises. */
let office: Office;
let handsets: Record<'anna' | 'boris' | 'dora', Handset>;
let anna: OpenedPhone;
let boris: OpenedPhone;
let dora: OpenedPhone;
/** A found mine, logged by Anna at 15 cm, which everybody has. */
let mine: string;

beforeEach(async () => {
  const clock = createFakeClock();
  office = await openOffice(() => clock.now());
  handsets = {
    anna: createHandset(office, 'anna'),
    boris: createHandset(office, 'boris'),
    dora: createHandset(office, 'dora'),
  };
  anna = await handsets.anna.start();
  boris = await handsets.boris.start();
  dora = await handsets.dora.start();
  await anna.sendNow();
  mine = (await log(anna, { depthCm: 15 })).state.id;
  await everybodySyncs();
});

afterEach(async () => {
  for (const phone of [anna, boris, dora]) phone.close();
  await office.close();
});

async function everybodySyncs() {
  // Once to send, once more to hear what the others sent.
  for (let round = 0; round < 2; round += 1) for (const phone of [anna, boris, dora]) await phone.sendNow();
}

const held = (phone: OpenedPhone) =>
  phone.attention.value.filter((each): each is Extract<Attention, { type: 'held' }> => each.type === 'held');
const refusals = (phone: OpenedPhone) =>
  phone.attention.value.filter(
    (each): each is Extract<Attention, { type: 'refused' }> => each.type === 'refused',
  );
const depthOn = (phone: OpenedPhone) => phone.model.get(mine)?.values['depthCm'];
const statusOn = (phone: OpenedPhone) => phone.model.get(mine)?.state.status;

/** Each types another depth without having seen the other's; the first to send stands. */
async function twoDepths() {
  const late = await opened(boris, mine, { depthCm: 20 });
  await edit(anna, mine, { depthCm: 10 });
  await anna.sendNow();
  await boris.save(late, []);
  await boris.sendNow();
  await everybodySyncs();
}

/** Boris changes the depth on a form that was open while Dora approved or withdrew the record. */
async function changedAfter(type: 'approve' | 'withdraw') {
  const late = await opened(boris, mine, { depthCm: 20 });
  await dora.act(mine, { type, ...(type === 'withdraw' && { comment: 'Twice in the list.' }) });
  await dora.sendNow();
  await boris.save(late, []);
  await boris.sendNow();
  await everybodySyncs();
}

async function expectAgreement(depthCm: number) {
  await everybodySyncs();
  for (const phone of [anna, boris, dora]) {
    expect(depthOn(phone)).toBe(depthCm);
    expect(held(phone)).toEqual([]);
    expect(refusals(phone)).toEqual([]);
    expect(phone.sync.value.unsent).toBe(0);
  }
}

describe('two people changed the depth', () => {
  test('both are told, with both values and whose they are', async () => {
    await twoDepths();
    for (const phone of [anna, boris, dora]) {
      expect(held(phone)).toMatchObject([{ record: mine, hold: { value: 20, author: 'boris' } }]);
      expect(phone.model.get(mine)?.state.writer['depthCm']).toMatchObject({ author: 'anna' });
    }
  });

  test('the desk hears from the server when it had each value, and without a network that it cannot', async () => {
    await twoDepths();
    const answer = await dora.history(mine);
    if (!answer.ok) throw new Error(answer.message);
    expect(answer.changes.map(({ change, outcome }) => [change.author, outcome])).toEqual([
      ['anna', 'applied'],
      ['anna', 'applied'],
      ['boris', 'held'],
    ]);
    for (const { receivedAt } of answer.changes) expect(Date.parse(receivedAt)).not.toBeNaN();
    handsets.dora.wire.up = false;
    expect(await dora.history(mine)).toMatchObject({ ok: false });
  });

  test('what is chosen without a network shows at once, and everybody has it afterwards', async () => {
    await twoDepths();
    handsets.boris.wire.up = false;
    await boris.resolve(mine, held(boris)[0]?.hold.id ?? '', 'take');
    expect(depthOn(boris)).toBe(20);
    expect(held(boris)).toEqual([]);
    expect(depthOn(anna)).toBe(10);
    handsets.boris.wire.up = true;
    await expectAgreement(20);
    expect(dora.model.get(mine)?.state.writer['depthCm']).toMatchObject({ author: 'boris' });
  });

  test('two who choose differently: the first choice stands, and the second is told', async () => {
    await twoDepths();
    const hold = held(dora)[0]?.hold.id ?? '';
    handsets.boris.wire.up = false;
    await boris.resolve(mine, hold, 'take');
    await dora.resolve(mine, hold, 'keep');
    await dora.sendNow();
    handsets.boris.wire.up = true;
    await everybodySyncs();
    for (const phone of [anna, boris, dora]) expect(depthOn(phone)).toBe(10);
    expect(refusals(boris)).toMatchObject([{ record: mine, reason: 'stale' }]);
    expect([...refusals(anna), ...refusals(dora)]).toEqual([]);
    await boris.dismiss(refusals(boris)[0]?.change ?? '');
    await expectAgreement(10);
  });

  test('two who choose the same are not troubled', async () => {
    await twoDepths();
    const hold = held(dora)[0]?.hold.id ?? '';
    await anna.resolve(mine, hold, 'take');
    await boris.resolve(mine, hold, 'take');
    await expectAgreement(20);
  });

  test('who chooses what was chosen already is told so at once', async () => {
    await twoDepths();
    const hold = held(dora)[0]?.hold.id ?? '';
    await dora.resolve(mine, hold, 'keep');
    await dora.sendNow();
    await boris.sendNow();
    await expect(boris.resolve(mine, hold, 'take')).rejects.toThrow('Somebody else has chosen meanwhile');
    expect(boris.sync.value.unsent).toBe(0);
  });

  test('a choice between values of which one was changed meanwhile decides nothing', async () => {
    await twoDepths();
    const hold = held(dora)[0]?.hold.id ?? '';
    handsets.dora.wire.up = false;
    await dora.resolve(mine, hold, 'take');
    await edit(anna, mine, { depthCm: 12 });
    await anna.sendNow();
    handsets.dora.wire.up = true;
    await everybodySyncs();
    for (const phone of [anna, boris, dora]) expect(depthOn(phone)).toBe(12);
    expect(refusals(dora)).toMatchObject([{ reason: 'stale' }]);
    expect(held(dora)).toMatchObject([{ hold: { value: 20 } }]);
  });

  test('of several values that wait, one is chosen and all are closed', async () => {
    const first = await opened(boris, mine, { depthCm: 20 });
    const second = await opened(dora, mine, { depthCm: 30 });
    await edit(anna, mine, { depthCm: 10 });
    await anna.sendNow();
    await boris.save(first, []);
    await dora.save(second, []);
    await everybodySyncs();
    const [one, two] = held(anna).map(({ hold }) => hold.id);
    await anna.resolve(mine, one ?? '', 'take', [two ?? '']);
    await expectAgreement(20);
  });
});

describe.each([
  ['approve', 'approved'],
  ['withdraw', 'withdrawn'],
] as const)('a change that reached a record after somebody chose to %s it', (type, status) => {
  test('waits before its author and at the desk, and the record stays as it is', async () => {
    await changedAfter(type);
    for (const phone of [anna, boris, dora]) {
      expect(statusOn(phone)).toBe(status);
      expect(depthOn(phone)).toBe(15);
      expect(held(phone)).toMatchObject([{ hold: { value: 20, author: 'boris' } }]);
    }
  });

  test('is dismissed: the record stays as it is and nobody is asked any more', async () => {
    await changedAfter(type);
    await dora.resolve(mine, held(dora)[0]?.hold.id ?? '', 'keep');
    await expectAgreement(15);
    expect(statusOn(anna)).toBe(status);
  });

  test('is taken by one press that also reopens the record', async () => {
    await changedAfter(type);
    const unsent = dora.sync.value.unsent;
    await dora.act(mine, { type: 'reopen' }, [held(dora)[0]?.hold.id ?? '']);
    expect(dora.sync.value.unsent).toBe(unsent + 1);
    expect([statusOn(dora), depthOn(dora)]).toEqual(['submitted', 20]);
    await expectAgreement(20);
    expect(statusOn(anna)).toBe('submitted');
  });

  test('is not taken, and the record not reopened, when another change came in that the supervisor has not seen', async () => {
    await changedAfter(type);
    const late = await opened(anna, mine, { note: 'by the wall' });
    await anna.save(late, []);
    await anna.sendNow();
    await dora.act(mine, { type: 'reopen' }, [held(dora)[0]?.hold.id ?? '']);
    await everybodySyncs();
    expect(refusals(dora)).toMatchObject([{ reason: 'stale' }]);
    for (const phone of [anna, boris, dora]) {
      expect([statusOn(phone), depthOn(phone)]).toEqual([status, 15]);
      expect(held(phone)).toHaveLength(2);
    }
  });

  test('can be left waiting when the record is reopened, and then chosen by its team', async () => {
    await changedAfter(type);
    await dora.act(mine, { type: 'reopen' });
    await everybodySyncs();
    expect([statusOn(anna), depthOn(anna)]).toEqual(['submitted', 15]);
    await anna.resolve(mine, held(anna)[0]?.hold.id ?? '', 'take');
    await expectAgreement(20);
  });

  test('is for a supervisor to decide about', async () => {
    await changedAfter(type);
    const hold = held(boris)[0]?.hold.id ?? '';
    for (const choice of ['keep', 'take'] as const) {
      await expect(boris.resolve(mine, hold, choice)).rejects.toThrow(`The record is ${status}`);
    }
    await expect(dora.resolve(mine, hold, 'take')).rejects.toThrow('reopen it and take what waits');
  });
});

test('a choice that a member made without a network does not reach a record that was approved meanwhile', async () => {
  await twoDepths();
  handsets.boris.wire.up = false;
  await boris.resolve(mine, held(boris)[0]?.hold.id ?? '', 'keep');
  await dora.act(mine, { type: 'approve' });
  await dora.sendNow();
  handsets.boris.wire.up = true;
  await everybodySyncs();
  expect(refusals(boris)).toMatchObject([{ reason: 'forbidden' }]);
  expect(refusals(boris)[0]?.message).toContain('a supervisor decides about what waits');
  expect(held(dora)).toMatchObject([{ hold: { value: 20 } }]);
});
