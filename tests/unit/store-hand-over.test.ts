import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeChangesFile } from '#protocol/changes-file.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { createHandset, edit, log } from '#tests/support/phone/handset.ts';
import { accounts, type Office, openOffice, type Person, programme } from '#tests/support/phone/office.ts';
import type { OpenedPhone } from '#store/open-phone.ts';

let office: Office;
const clock = createFakeClock();
beforeEach(async () => {
  office = await openOffice(() => clock.now());
});
afterEach(async () => office.close());

/** A phone that has met the office once, and has no network since. */
async function cutOff(person: Person) {
  const handset = createHandset(office, person, { clock });
  const phone = await handset.start();
  await phone.sendNow();
  handset.wire.up = false;
  return { handset, phone };
}
const online = async (person: Person) => {
  const handset = createHandset(office, person, { clock });
  const phone = await handset.start();
  await phone.sendNow();
  return { handset, phone };
};
const fileOf = async (phone: OpenedPhone) => {
  const file = await phone.exportUnsent();
  if (!file) throw new Error('nothing to export');
  return file.text;
};

describe('a phone that never reaches a network hands its day over', () => {
  test('by whoever brings it, and as often as it is brought', async () => {
    const { phone: anna } = await cutOff('anna');
    const mine = await log(anna, { note: 'by the wall' });
    await edit(anna, mine.state.id, { note: 'by the white wall' });
    await log(anna);
    const file = await fileOf(anna);

    const { phone: chen, handset } = await online('chen');
    handset.wire.up = false;
    expect(await chen.importChanges(file)).toEqual({ taken: 3, known: 0, damaged: [] });
    expect(chen.sync.value.unsent).toBe(3);
    handset.wire.up = true;
    await chen.sendNow();
    expect(chen.sync.value.unsent).toBe(0);
    const { phone: dora } = await online('dora');
    expect(await dora.importChanges(file)).toMatchObject({ taken: 3 });
    await dora.sendNow();
    expect(await chen.importChanges(file)).toMatchObject({ taken: 0, known: 3 });

    const records = await office.records('ordnance');
    expect(records.map(({ body, author }) => [body.note, author])).toEqual([
      ['by the white wall', accounts.anna.userId],
      [undefined, accounts.anna.userId],
    ]);
    for (const phone of [anna, chen, dora]) phone.close();
  });

  test('and when it is back on a network itself, nothing is doubled and its own count goes on', async () => {
    const { phone: anna, handset } = await cutOff('anna');
    await log(anna);
    const { phone: boris } = await online('boris');
    await boris.importChanges(await fileOf(anna));
    await boris.sendNow();
    await log(anna);
    handset.wire.up = true;
    await anna.sendNow();
    expect(anna.sync.value).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(anna.attention.value).toEqual([]);
    expect(await office.records('ordnance')).toHaveLength(2);
    anna.close();
    boris.close();
  });

  test('two of its files in the wrong order: the later one waits for the earlier', async () => {
    const { phone: anna } = await cutOff('anna');
    await log(anna);
    const first = await fileOf(anna);
    await log(anna);
    const second = JSON.parse(await fileOf(anna)) as { changes: unknown[] };
    const { phone: boris } = await online('boris');
    await boris.importChanges(JSON.stringify({ ...second, changes: second.changes.slice(1) }));
    await boris.sendNow();
    expect(boris.sync.value).toMatchObject({ phase: 'idle', unsent: 1 });
    await boris.importChanges(first);
    await boris.sendNow();
    expect(boris.sync.value.unsent).toBe(0);
    expect(await office.records('ordnance')).toHaveLength(2);
    anna.close();
    boris.close();
  });

  test('and after the office was restored from a backup, whoever carried it brings it again', async () => {
    const { phone: anna } = await cutOff('anna');
    const restore = office.backUp();
    const mine = await log(anna);
    const { phone: boris } = await online('boris');
    await boris.importChanges(await fileOf(anna));
    await boris.sendNow();
    await restore();
    expect(await office.records('ordnance')).toEqual([]);
    await boris.sendNow();
    await boris.sendNow();
    expect((await office.records('ordnance')).map(({ id }) => id)).toEqual([mine.state.id]);
    anna.close();
    boris.close();
  });

  test('a change too large to be sent is in the file, and is taken by the command line at the office', async () => {
    const { phone: anna, handset } = await cutOff('anna');
    await log(anna, { note: 'large' });
    handset.wire.up = true;
    handset.wire.breakOn('large', 413);
    await anna.sendNow();
    expect(await office.phones()).toMatchObject([{ announced: 1 }]);
    const file = await fileOf(anna);
    const taken = await office.importChanges(file);
    expect(taken).toMatchObject({ applied: 1 });
    expect(await office.importChanges(file)).toMatchObject({ applied: 0, alreadyThere: 1 });
    expect(await office.records('ordnance')).toMatchObject([{ body: { note: 'large' } }]);
    expect(await office.phones()).toMatchObject([{ announced: 0 }]);
    anna.close();
  });
});

test('a record that could not be sent, corrected while somebody brought it, stands as corrected', async () => {
  const { phone: anna, handset } = await cutOff('anna');
  const { id } = (await log(anna, { note: 'large' })).state;
  handset.wire.up = true;
  handset.wire.breakOn('large', 413);
  await anna.sendNow();
  handset.wire.up = false;
  const file = await fileOf(anna);
  await edit(anna, id, { note: 'short' });
  expect(await office.importChanges(file)).toMatchObject({ applied: 1 });
  handset.wire.up = true;
  await anna.sendNow();
  expect(await office.records('ordnance')).toMatchObject([{ id, holds: [], body: { note: 'short' } }]);
  anna.close();
});

describe('a file that is no good', () => {
  test.each([
    ['cut off in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['something else', () => '{"type":"FeatureCollection","features":[]}'],
    ['of another programme', (text: string) => text.replace(programme.id, 'programme-2')],
    ['of a newer version', (text: string) => text.replace('"version": 1', '"version": 2')],
  ])('%s: it says so in a sentence, and nothing is taken', async (_, spoil) => {
    const { phone: anna } = await cutOff('anna');
    await log(anna);
    const { phone: boris } = await cutOff('boris');
    const file = spoil(await fileOf(anna));
    await expect(boris.importChanges(file)).rejects.toThrow(/^[A-Z].*Nothing was taken from it\.$/);
    expect(boris.sync.value.unsent).toBe(0);
    anna.close();
    boris.close();
  });

  test('with one damaged change: it is named, and the others are taken', async () => {
    const { phone: anna } = await cutOff('anna');
    await log(anna, { note: 'first' });
    await log(anna, { note: 'second' });
    const { phone: boris } = await cutOff('boris');
    const file = (await fileOf(anna)).replace('second', 'secund');
    const { taken, damaged } = await boris.importChanges(file);
    expect(taken).toBe(1);
    expect(damaged).toEqual([{ entry: 2, message: 'It is not as it was when it was saved.' }]);
    anna.close();
    boris.close();
  });

  test('what nobody of the programme made is put before whoever brought it', async () => {
    const { phone: boris } = await online('boris');
    const { phone: anna } = await cutOff('anna');
    await log(anna);
    const row = JSON.parse(await fileOf(anna)) as { changes: { text: string }[] };
    const { freezeChange, readChange } = await import('#protocol/change.ts');
    const read = readChange(row.changes[0]?.text ?? '');
    if (!read.ok) throw new Error(read.message);
    const forged = freezeChange({ ...read.change, author: 'nobody' });
    const replica = '01780000-0000-7000-8000-0000000000aa';
    await boris.importChanges(writeChangesFile(programme.id, '', [{ ...forged, n: 1, replica }]));
    await boris.sendNow();
    expect(boris.attention.value).toMatchObject([{ type: 'refused', reason: 'void' }]);
    expect(await office.records('ordnance')).toEqual([]);
    anna.close();
    boris.close();
  });
});
