import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registry } from '#domain/kinds/registry.ts';
import { writeBackup } from '#server/backup/backup-file.ts';
import { restoreBackup } from '#server/backup/restore-backup.ts';
import { checkData } from '#server/check/check-data.ts';
import { openAuth } from '#server/auth/open-auth.ts';
import type { Storage } from '#server/storage/port.ts';
import {
  actors,
  anyEngine,
  describeEngines,
  programmes,
  type StorageEngine,
  type StoragePlace,
} from '#tests/support/server/storage-engines.ts';
import { countedIds, testContext } from '#tests/support/server/test-context.ts';
import { TestPhone } from '#tests/support/server/test-phone.ts';

const AT = '2021-03-14T18:00:00.000Z';
let folder: string;
let file: string;
const places: StoragePlace[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelane-backup-'));
  file = join(folder, 'day.backup');
});
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function placeOf(engine: StorageEngine): Promise<StoragePlace> {
  const place = await engine.make();
  places.push(place);
  return place;
}
const backUp = async (storage: Storage) => {
  const snapshot = await storage.snapshot();
  const written = await writeBackup(snapshot, file, AT, () => undefined);
  await snapshot.close();
  await storage.backedUp(written.heads);
  return written;
};
const restore = async (place: StoragePlace) =>
  restoreBackup(file, await place.restorePlace('then'), countedIds('c'), () => undefined);
const check = async (storage: Storage) => {
  const snapshot = await storage.snapshot();
  const reports = await checkData(snapshot, registry);
  await snapshot.close();
  return reports;
};
const problems = async (storage: Storage) => (await check(storage)).flatMap((report) => report.problems);

/** A programme with a task, a record of two changes, a value that waits, a refusal, and somebody who can sign in. */
async function fill(place: StoragePlace) {
  const storage = await place.open(testContext());
  await storage.addProgramme(programmes.demo);
  await storage.addTeams('demo', [{ id: 'team-1', name: 'Team 1' }]);
  for (const [name, actor] of Object.entries(actors)) {
    if (actor.programme === 'demo') await storage.addAccount({ ...actor, userName: name, name });
  }
  const database = await place.openAuthDatabase();
  const auth = await openAuth({
    database,
    storage,
    origins: ['http://localhost'],
    makeId: countedIds('d'),
    now: () => Date.parse(AT),
    report: () => undefined,
  });
  const account = {
    userName: 'zaur',
    name: 'Zaur',
    programme: 'demo',
    role: 'member',
    team: 'team-1',
  } as const;
  await auth.createAccount({ ...account, password: 'a long password' });
  await auth.close();
  const makeId = countedIds('a');
  const phones = {
    supervisor: new TestPhone(actors.supervisor, makeId(), makeId),
    ali: new TestPhone(actors.ali, makeId(), makeId),
    leyla: new TestPhone(actors.leyla, makeId(), makeId),
  };
  for (const phone of Object.values(phones)) await phone.meet(storage);
  const task = makeId();
  const record = makeId();
  const { supervisor, ali, leyla } = phones;
  await supervisor.write(storage, { record: task, kind: 'task', set: { name: 'Field', team: 'team-1' } });
  await ali.write(storage, { record, set: { team: 'team-1', note: 'first ∞ "quoted"\n', task } });
  await ali.write(storage, { record, seen: 2, set: { note: 'second' } });
  await leyla.write(storage, { record, seen: 2, set: { note: 'late' } });
  await leyla.write(storage, { record: makeId(), seen: 7, set: { note: 'of nothing' } });
  await supervisor.write(storage, { record: task, seen: 1, kind: 'task', set: { team: 'team-2' } });
  return { storage, phones, task, record, makeId };
}

async function contentOf(storage: Storage) {
  const records = [];
  for await (const record of storage.records('demo')) records.push(record);
  const { rows } = await storage.rowsAfter('demo', 'all', 0, 100);
  const gone = (await storage.rowsAfter('demo', 'team:team-1', 0, 100)).rows;
  const accounts = await storage.accounts('demo');
  const replicas = await storage.replicas('demo');
  return { records, rows, gone, accounts, replicas, teams: await storage.teams('demo') };
}

describeEngines('A backup', (engine) => {
  it('written while others write is whole, and is put back in either kind of storage', async () => {
    const { storage, phones, record, makeId } = await fill(await placeOf(engine));
    const before = await contentOf(storage);
    const snapshot = await storage.snapshot();
    // What comes after the moment of the backup is not in it, nor half of it.
    await phones.ali.write(storage, { record: makeId(), set: { team: 'team-1' } });
    await phones.ali.write(storage, { record, seen: 4, set: { note: 'third' } });
    await writeBackup(snapshot, file, AT, () => undefined);
    await snapshot.close();
    await storage.close();

    for (const target of [engine, anyEngine]) {
      const place = await placeOf(target);
      expect(await restore(place)).toMatchObject({ header: { createdAt: AT }, aside: null });
      const restored = await place.open(testContext());
      expect(await contentOf(restored)).toEqual(before);
      expect(await problems(restored)).toEqual([]);
      const { epoch, backedUpSeq } = await restored.history('demo');
      expect(epoch).toMatch(/^c/);
      expect(backedUpSeq).toBe(5);
      await restored.close();
    }
  });

  it('says to phones how far it goes, so that they keep what is in none', async () => {
    const { storage, phones, makeId } = await fill(await placeOf(engine));
    expect((await storage.history('demo')).backedUpSeq).toBe(0);
    await backUp(storage);
    await phones.ali.write(storage, { record: makeId(), set: { team: 'team-1' } });
    expect((await storage.history('demo')).backedUpSeq).toBe(5);
    await storage.close();
  });

  it('begins a new history: what a phone saw of the old one after it counts for nothing', async () => {
    const place = await placeOf(engine);
    const { storage, phones, record } = await fill(place);
    await backUp(storage);
    const lost = await phones.ali.write(storage, { record, seen: 4, set: { note: 'third' } });
    expect(lost.outcome).toMatchObject({ outcome: 'applied', seq: 6 });
    await storage.close();
    const { aside } = await restore(place);
    expect(aside).toMatch(/before.restore/);
    const restored = await place.open(testContext());
    const other = new TestPhone(actors.leyla, phones.leyla.replica, countedIds('f'));
    await other.meet(restored);
    const late = other.make({ record, seen: 4, set: { note: 'meanwhile' } });
    await other.push(restored, [{ ...late, n: 3 }]);
    // Sent again, the forgotten change waits beside what was written since, which its author had not seen.
    const again = await phones.ali.push(restored, [lost]);
    expect(again.outcomes).toMatchObject([{ outcome: 'held', seq: 7 }]);
    expect(await problems(restored)).toEqual([]);
    await restored.close();
  });

  it('gives no phone the tag of one that it does not know any more', async () => {
    const place = await placeOf(engine);
    const { storage, makeId } = await fill(place);
    await backUp(storage);
    const forgotten = await storage.openReplica(actors.rauf, makeId());
    await storage.close();
    await restore(place);
    const restored = await place.open(testContext());
    const next = await restored.openReplica(actors.rauf, makeId());
    const pushed = new TestPhone(actors.ali, makeId(), makeId);
    await pushed.meet(restored);
    await pushed.write(restored, { record: makeId(), set: { team: 'team-1' } });
    const tags = (await restored.replicas('demo')).map(({ tag }) => tag);
    expect(new Set(tags).size).toBe(tags.length);
    expect(tags).toContain(next?.tag);
    expect(tags).not.toContain(forgotten?.tag);
    await restored.close();
  });

  it('that is damaged or cut off is not taken, and what is there stays', async () => {
    const place = await placeOf(engine);
    const { storage } = await fill(place);
    await backUp(storage);
    const before = await contentOf(storage);
    await storage.close();
    const whole = readFileSync(file);
    const spoilt = {
      cut: whole.subarray(0, whole.length - 40),
      'cut in the middle': whole.subarray(0, whole.length / 2),
      empty: new Uint8Array(),
      altered: whole.map((byte, index) => (index === Math.floor(whole.length / 2) ? byte ^ 4 : byte)),
    };
    for (const bytes of Object.values(spoilt)) {
      writeFileSync(file, bytes);
      await expect(restore(place)).rejects.toThrow(/^[A-Z/].*(damaged or was cut off|cannot be read)/);
    }
    const again = await place.open(testContext());
    expect(await contentOf(again)).toEqual(before);
    await again.close();
  });

  it('is not put back under a server that is running', async () => {
    const place = await placeOf(engine);
    const { storage } = await fill(place);
    await backUp(storage);
    await expect(restore(place)).rejects.toMatchObject({ code: 'in-use' });
    expect(await problems(storage)).toEqual([]);
    await storage.close();
    expect(readdirSync(folder)).toEqual(['day.backup']);
  });
});

describe('The check', () => {
  it.each([
    [
      'a record that was altered',
      `UPDATE record SET body = '{"note":"x"}' WHERE kind = 'ordnance'`,
      /is not what its changes make of it: body/,
    ],
    [
      'a value that is said to be somebody else’s',
      `UPDATE record SET writer = replace(writer, '"author":"', '"author":"x') WHERE kind = 'ordnance'`,
      /is not what its changes make of it: writer/,
    ],
    [
      'a record that is missing',
      `DELETE FROM record WHERE kind = 'ordnance'`,
      /1 records; the changes make 2/,
    ],
    [
      'a change that was altered',
      `UPDATE change SET text = replace(text, 'second', 'secund')`,
      /its hash is another/,
    ],
    ['a change that is missing', 'DELETE FROM change WHERE seq = 3', /Sequence 3 is missing/],
    [
      'a lost outcome',
      `UPDATE change SET outcome = 'applied', held = NULL WHERE seq = 4`,
      /by the rules it is held/,
    ],
    [
      'a membership that is missing',
      `DELETE FROM member WHERE bucket = 'all' AND seq = 4`,
      /is missing in all/,
    ],
    [
      'a membership too many',
      `INSERT INTO member SELECT programme, 'team:team-9', record, 99, 1 FROM member LIMIT 1`,
      /does not belong there/,
    ],
    [
      'a membership that did not follow',
      `UPDATE member SET seq = 1 WHERE bucket = 'all' AND seq = 4`,
      /changed at 4/,
    ],
    ['a number that is missing', 'DELETE FROM refused_change', /2 numbers are decided, and 1 are there/],
    ['a task given to a team that nobody noted', 'DELETE FROM task_team WHERE present = 1', /are not noted/],
    ['a sequence that runs ahead', 'UPDATE programme SET head = 9', /ends at 5; the programme says 9/],
  ])('finds %s', async (_, damage, sentence) => {
    const place = await anyEngine.make();
    places.push(place);
    const { storage } = await fill(place);
    expect(await problems(storage)).toEqual([]);
    await storage.close();
    place.execute(damage);
    const again = await place.open(testContext());
    expect((await problems(again)).join('\n')).toMatch(sentence);
    await again.close();
  });

  it('asks of records that an older version wrote only what that kept', async () => {
    const place = await anyEngine.make();
    places.push(place);
    const { storage } = await fill(place);
    await storage.close();
    place.execute(`UPDATE record SET writer = json_remove(writer, '$.note.author', '$.note.at')`);
    const again = await place.open(testContext());
    expect(await problems(again)).toEqual([]);
    await again.close();
  });
});
