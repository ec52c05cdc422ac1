import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '#server/storage/port.ts';
import { databaseFile } from '#server/storage/sqlite/connection.ts';
import { openSqliteStorage } from '#server/storage/sqlite/open.ts';
import { actors, programmes } from '#tests/support/server/storage-engines.ts';
import { contextModule, countedIds, testContext } from '#tests/support/server/test-context.ts';
import { TestPhone } from '#tests/support/server/test-phone.ts';

let folder: string;
let storage: Storage;
let makeId: () => string;
beforeEach(async () => {
  makeId = countedIds('a');
  folder = mkdtempSync(join(tmpdir(), 'safelane-thread-'));
  storage = await openSqliteStorage({
    folder,
    context: testContext(),
    threadContext: contextModule('ends the thread'),
  });
  await storage.addProgramme(programmes.demo);
});
afterEach(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const phoneOf = async () => {
  const phone = new TestPhone(actors.ali, makeId(), makeId);
  await phone.meet(storage);
  return phone;
};
const write = async (note: string) =>
  (await phoneOf()).write(storage, { record: makeId(), set: { team: 'team-1', note } });

describe('A writing thread that dies', () => {
  it('fails the push that killed it and no other, and the next ones find a new thread', async () => {
    const settled = await Promise.allSettled(['one', 'two', 'last', 'three', 'four'].map(write));
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect((await write('five')).outcome).toMatchObject({ outcome: 'applied', seq: 5 });
    expect((await storage.rowsAfter('demo', 'all', 0, 100)).rows.map(({ seq }) => seq)).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  it('says nothing stands in the way of closing', async () => {
    await expect(write('last')).rejects.toThrow();
    await storage.close();
    storage = await openSqliteStorage({ folder, context: testContext() });
    expect((await storage.rowsAfter('demo', 'all', 0, 10)).rows).toEqual([]);
  });
});

describe('The log of the data file', () => {
  it('is cut back when a reader that stayed long has gone', async () => {
    const reader = new DatabaseSync(databaseFile(folder), { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM record').get();
    const phone = await phoneOf();
    const note = 'x'.repeat(100_000);
    const fill = async (count: number) => {
      for (let at = 0; at < count; at++) {
        await phone.write(storage, { record: makeId(), set: { team: 'team-1', note } });
      }
    };
    const logBytes = () => statSync(`${databaseFile(folder)}-wal`).size;
    await fill(120);
    const grown = logBytes();
    expect(grown).toBeGreaterThan(20_000_000);
    reader.exec('COMMIT');
    reader.close();
    await fill(60);
    expect(logBytes()).toBeLessThanOrEqual(16 * 1024 * 1024);
    await fill(120);
    expect(logBytes()).toBeLessThanOrEqual(17 * 1024 * 1024);
  });
});
