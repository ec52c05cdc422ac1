import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leaveInstallation, userInHand } from '#store/account.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, foundMine, log, opened } from '#tests/support/phone/handset.ts';
import { accounts, type Office, openOffice } from '#tests/support/phone/office.ts';
import { captivePortal } from '#tests/support/phone/wire.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

describe('a day with a network', () => {
  test('a found mine gets its code at once, reaches the office, and is sent', async () => {
    const phone = await createHandset(office, 'anna').start();
    await phone.sendNow();
    const saved = await log(phone);
    expect(saved.code).toMatch(/^TST-0001-O-210314-[A-Z]\d-01$/);
    expect(saved.delivery).toBe('unsent');
    expect(phone.sync.value.unsent).toBe(1);
    await phone.sendNow();
    expect(phone.model.get(saved.state.id)?.delivery).toBe('sent');
    expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    const [record] = await office.records('ordnance');
    expect(record).toMatchObject({ id: saved.state.id, body: { team: 'team-1', code: saved.code } });
    expect(record?.author).toBe(accounts.anna.userId);
    expect(phone.model.get(saved.state.id)?.state.seq).toBe(record?.seq);
    phone.close();
  });

  test('the other phone of the team sees it, changes it, and the change comes back', async () => {
    const anna = await createHandset(office, 'anna').start();
    const boris = await createHandset(office, 'boris').start();
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

  test('what the own tally counts is there before and after sending, and once', async () => {
    const phone = await createHandset(office, 'anna').start();
    await phone.sendNow();
    const found = () => {
      const tally = phone.model.ledger.tally({ period: {}, series: 'approved+submitted' });
      return tally.columns.apMines?.found;
    };
    await log(phone, { count: 3 });
    expect(found()).toBe(3);
    await phone.sendNow();
    expect(found()).toBe(3);
    phone.close();
  });
});

describe('a day without a network', () => {
  test('what was saved is there after the app was killed, and is sent when the network is back', async () => {
    const handset = createHandset(office, 'anna');
    (await handset.start()).close();
    handset.wire.up = false;
    const offline = await handset.start();
    const first = await log(offline);
    const second = await edit(offline, first.state.id, { note: 'marked' });
    expect(second.values).toMatchObject({ count: 1, note: 'marked' });
    await offline.sendNow();
    expect(offline.sync.value).toMatchObject({ phase: 'offline', unsent: 2 });
    offline.close();

    const again = await handset.start();
    expect(again.model.get(first.state.id)).toMatchObject({ code: first.code, delivery: 'unsent' });
    expect(again.model.get(first.state.id)?.values.note).toBe('marked');
    handset.wire.up = true;
    await again.sendNow();
    expect(again.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    expect((await office.records('ordnance'))[0]?.body).toMatchObject({ note: 'marked', code: first.code });
    again.close();
  });

  test('the first start needs the server, and says so', async () => {
    const handset = createHandset(office, 'anna');
    handset.wire.up = false;
    await expect(handset.start()).rejects.toThrow('No connection to the server.');
    handset.wire.up = true;
    (await handset.start()).close();
  });

  test('codes go on counting after a restart', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    handset.wire.up = false;
    await log(phone);
    phone.close();
    const again = await handset.start();
    expect((await log(again)).code).toMatch(/-02$/);
    again.close();
  });
});

describe('a bad network', () => {
  test.each(['cut-before', 'cut-after', 'twice'] as const)(
    'pain 9: a push that is %s doubles and loses nothing',
    async (trouble) => {
      const handset = createHandset(office, 'anna');
      const phone = await handset.start();
      await phone.sendNow();
      handset.wire.up = false;
      await log(phone);
      await log(phone);
      handset.wire.up = true;
      handset.wire.next(trouble, '/push');
      await phone.sendNow();
      await phone.sendNow();
      expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
      expect(await office.records('ordnance')).toHaveLength(2);
      expect(phone.attention.value).toEqual([]);
      phone.close();
    },
  );

  test('the sign-in page of a hotel network changes nothing and is explained', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    handset.wire.always = captivePortal;
    await log(phone);
    await phone.sendNow();
    expect(phone.sync.value).toMatchObject({ phase: 'offline', unsent: 1 });
    expect(phone.sync.value.problem).toContain('Something else than the server answered');
    handset.wire.always = null;
    await phone.sendNow();
    expect(phone.sync.value.unsent).toBe(0);
    phone.close();
  });

  test('pain 8: one change that the server stumbles over does not keep the others back', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    handset.wire.up = false;
    const poisoned = await log(phone, { note: 'poison' });
    const edited = await edit(phone, poisoned.state.id, { count: 2 });
    const good = await log(phone);
    handset.wire.up = true;
    handset.wire.breakOn('poison', 500);
    await phone.sendNow();
    expect((await office.records('ordnance')).map(({ id }) => id)).toEqual([good.state.id]);
    expect(phone.sync.value).toMatchObject({ phase: 'offline', unsent: 2 });
    expect(phone.model.get(poisoned.state.id)?.values.count).toBe(edited.values.count);
    handset.wire.breakOn(null, 0);
    await phone.sendNow();
    expect(phone.sync.value.unsent).toBe(0);
    expect(await office.records('ordnance')).toHaveLength(2);
    phone.close();
  });

  test('a change that is too large is put before a person, and the others are sent', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    handset.wire.up = false;
    const large = await log(phone, { note: 'large' });
    await log(phone);
    handset.wire.up = true;
    handset.wire.breakOn('large', 413);
    await phone.sendNow();
    expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(phone.attention.value).toMatchObject([
      { type: 'refused', reason: 'void', record: large.state.id, text: expect.stringContaining('large') },
    ]);
    expect(await office.phones()).toMatchObject([{ announced: 1, unsent: 0 }]);
    expect(phone.model.get(large.state.id)?.delivery).toBe('refused');
    expect(await office.records('ordnance')).toHaveLength(1);
    phone.close();
  });
});

describe('who is signed in', () => {
  test('an ended session pauses sending, capture goes on, and the same person resumes', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    await phone.sendNow();
    handset.wire.signedIn = null;
    await log(phone);
    await phone.sendNow();
    expect(phone.sync.value).toMatchObject({ phase: 'signed-out', unsent: 1 });
    const asked = handset.wire.log.length;
    await log(phone);
    expect(handset.wire.log).toHaveLength(asked);
    handset.wire.signedIn = 'anna';
    await phone.wake('signed-in');
    expect(phone.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    phone.close();
  });

  test('two people on one phone keep their changes apart', async () => {
    const handset = createHandset(office, 'anna');
    const anna = await handset.start('anna');
    await anna.sendNow();
    handset.wire.up = false;
    const hers = await log(anna);
    anna.close();
    handset.wire.up = true;
    handset.wire.signedIn = 'boris';
    handset.clock.pass(1_000);
    const boris = await handset.start('boris');
    await boris.sendNow();
    expect(boris.model.get(hers.state.id)).toBeUndefined();
    const his = await log(boris);
    expect(his.code.split('-').at(-2)).not.toBe(hers.code.split('-').at(-2));
    await boris.sendNow();
    expect(boris.sync.value.unsent).toBe(0);
    boris.close();
    // Her app under his cookie: nothing of hers is sent as his.
    const again = await handset.start('anna');
    await again.sendNow();
    expect(again.sync.value).toMatchObject({ phase: 'other-user', unsent: 1 });
    handset.wire.signedIn = 'anna';
    await again.sendNow();
    expect(again.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    again.close();
  });
});

test('a phone knows from its databases alone who uses it, until they sign out', async () => {
  const handset = createHandset(office, 'anna');
  expect(await userInHand(handset.place)).toBeNull();
  (await handset.start('anna')).close();
  handset.clock.pass(1_000);
  handset.wire.signedIn = 'boris';
  (await handset.start('boris')).close();
  expect(await userInHand(handset.place)).toMatchObject({ id: 'boris' });
  await leaveInstallation('boris', handset.place);
  await leaveInstallation('anna', handset.place);
  expect(await userInHand(handset.place)).toBeNull();
  (await handset.start('boris', { start: 'after-sign-in' })).close();
  expect(await userInHand(handset.place)).toEqual({ id: 'boris', name: accounts.boris.name });
});

describe('what a person has to look at', () => {
  test('pain 4: a refusal is kept, can be made anew, and can be put aside', async () => {
    const phone = await createHandset(office, 'anna').start();
    await phone.sendNow();
    const { id } = (await log(phone)).state;
    await phone.sendNow();
    await phone.act(id, { type: 'approve' });
    await phone.sendNow();
    expect(phone.attention.value).toMatchObject([{ type: 'refused', record: id, reason: 'forbidden' }]);
    expect(phone.model.get(id)).toMatchObject({ delivery: 'refused', state: { status: 'submitted' } });
    const [refused] = phone.attention.value;
    if (refused?.type !== 'refused') throw new Error('no refusal');
    expect(JSON.parse(refused.text)).toMatchObject({ record: id, act: { type: 'approve' } });
    await phone.retry(refused.change);
    expect(phone.attention.value).toEqual([]);
    await phone.sendNow();
    const [again] = phone.attention.value;
    if (again?.type !== 'refused') throw new Error('no second refusal');
    expect(JSON.parse(again.text)).toMatchObject({ retryOf: refused.change });
    await phone.dismiss(again.change);
    expect(phone.attention.value).toEqual([]);
    expect(phone.model.get(id)?.delivery).toBe('sent');
    phone.close();
  });

  test('two people change the same thing: neither value is lost, and a person chooses', async () => {
    const anna = await createHandset(office, 'anna').start();
    const boris = await createHandset(office, 'boris').start();
    await anna.sendNow();
    const { id } = (await log(anna)).state;
    await anna.sendNow();
    await boris.sendNow();
    const late = await opened(boris, id, { depthCm: 20 });
    await edit(anna, id, { depthCm: 10 });
    await anna.sendNow();
    await boris.save(late, []);
    await boris.sendNow();
    expect(boris.model.get(id)?.values.depthCm).toBe(10);
    const [held] = boris.attention.value;
    if (held?.type !== 'held') throw new Error('nothing is held');
    expect(held.hold.value).toBe(20);
    await boris.resolve(id, held.hold.id, 'take');
    await boris.sendNow();
    await anna.sendNow();
    expect(anna.model.get(id)?.values.depthCm).toBe(20);
    expect([...anna.attention.value, ...boris.attention.value]).toEqual([]);
    anna.close();
    boris.close();
  });

  test('a returned record is before its author with the comment, until it is corrected', async () => {
    const anna = await createHandset(office, 'anna').start();
    const dora = await createHandset(office, 'dora').start();
    await anna.sendNow();
    const { id } = (await log(anna)).state;
    await anna.sendNow();
    await dora.sendNow();
    await dora.act(id, { type: 'return', comment: 'Which depth?' });
    await dora.sendNow();
    await anna.sendNow();
    expect(anna.attention.value).toEqual([{ type: 'returned', record: id, comment: 'Which depth?' }]);
    expect(dora.attention.value).toEqual([]);
    await edit(anna, id, { depthCm: 10 });
    expect(anna.attention.value).toEqual([]);
    await anna.sendNow();
    expect((await office.records('ordnance'))[0]?.status).toBe('submitted');
    anna.close();
    dora.close();
  });
});

describe('drafts', () => {
  test('a form in work survives a kill, and is gone once saved', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    const draft = await phone.drafts.open('ordnance');
    await phone.drafts.put({ ...draft, values: { ...draft.values, category: 'uxo' } });
    phone.close();
    const again = await handset.start();
    const [kept] = again.drafts.list.value;
    expect(kept?.values.category).toBe('uxo');
    if (!kept) return;
    const complete = { ...kept, values: { ...kept.values, ...foundMine } };
    const late = again.drafts.put(complete);
    await again.save(complete, []);
    await late;
    await again.drafts.put(complete);
    expect(again.drafts.list.value).toEqual([]);
    again.close();
    const third = await handset.start();
    expect(third.drafts.list.value).toEqual([]);
    expect(third.model.get(complete.record)?.values.category).toBe('ap-mine');
    third.close();
  });

  test('half a position that was typed survives a kill, and is not part of what is saved', async () => {
    const handset = createHandset(office, 'anna');
    const phone = await handset.start();
    const draft = await phone.drafts.open('ordnance');
    await phone.drafts.put({ ...draft, unfinished: { place: { field: '39.99' } } });
    phone.close();
    const again = await handset.start();
    const [kept] = again.drafts.list.value;
    expect(kept?.unfinished).toEqual({ place: { field: '39.99' } });
    if (!kept) return;
    const saved = await again.save({ ...kept, values: { ...kept.values, ...foundMine } }, []);
    expect(JSON.stringify(saved)).not.toContain('39.99');
    again.close();
  });

  test('a second touch of Save makes no second record', async () => {
    const phone = await createHandset(office, 'anna').start();
    const draft = await phone.drafts.open('ordnance');
    const complete = { ...draft, values: { ...draft.values, ...foundMine } };
    await Promise.all([phone.save(complete, []), phone.save(complete, [])]);
    await phone.sendNow();
    expect(await office.records('ordnance')).toHaveLength(1);
    phone.close();
  });

  test('a form that changed nothing saves nothing and says so', async () => {
    const phone = await createHandset(office, 'anna').start();
    const { id } = (await log(phone)).state;
    await expect(edit(phone, id, {})).rejects.toThrow('Nothing was changed');
    phone.close();
  });

  test('the next form starts with what was chosen last', async () => {
    const phone = await createHandset(office, 'anna').start();
    await log(phone);
    const next = await phone.drafts.open('ordnance');
    expect(next.values).toMatchObject({ task: foundMine.task, count: 1, team: 'team-1', date: '2021-03-14' });
    expect(next.values.category).toBeUndefined();
    phone.close();
  });
});
