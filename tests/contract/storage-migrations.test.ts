import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '#server/storage/port.ts';
import { createPool, type Pool } from '#server/storage/postgres/connection.ts';
import {
  migrate as migratePostgres,
  migrations as postgresSteps,
} from '#server/storage/postgres/migrations.ts';
import { openPostgresStorage } from '#server/storage/postgres/open.ts';
import { databaseFile } from '#server/storage/sqlite/connection.ts';
import { migrate, migrations } from '#server/storage/sqlite/migrations.ts';
import { openSqliteStorage } from '#server/storage/sqlite/open.ts';
import { createDatabase } from '#tests/support/postgres/database.ts';
import { releasedData } from '#tests/support/server/released-data.ts';
import { actors, postgresMissing, postgresUrl } from '#tests/support/server/storage-engines.ts';
import { testContext } from '#tests/support/server/test-context.ts';
import { TestPhone } from '#tests/support/server/test-phone.ts';

const RECORD = '00000000-0000-7000-8000-000000000011';

/** What was kept by a released version is read by this one, and built on. */
async function expectReleasedData(storage: Storage, version: number): Promise<void> {
  expect(await storage.programme('demo')).toMatchObject({ name: 'Demo' });
  expect(await storage.account('ali')).toMatchObject({ name: 'Ali', team: 'team-1' });
  expect(await storage.history('demo')).toEqual({ epoch: 'epoch-2', backedUpSeq: 0 });
  expect(await storage.record('demo', RECORD)).toMatchObject({
    seq: 3,
    body: { note: 'second' },
    holds: [{ value: 'late' }],
    flags: [{ code: 'small' }],
  });
  expect((await storage.changesOf('demo', RECORD)).map(({ outcome }) => outcome)).toEqual([
    'applied',
    'applied',
    'held',
  ]);
  expect(await storage.buckets(actors.ali)).toEqual([
    { bucket: 'team:team-1', head: 3 },
    { bucket: 'task:00000000-0000-7000-8000-0000000000ff', head: 0 },
    { bucket: 'danger', head: 0 },
  ]);
  const replica = await storage.openReplica(actors.ali, '00000000-0000-7000-8000-000000000001');
  expect(replica).toMatchObject({ tag: 'A1', decided: version < 2 ? 4 : 5 });
  expect(await storage.replicas('demo')).toMatchObject([{ tag: 'A1', unsent: version < 2 ? null : 2 }]);
  let ids = 0;
  const makeId = () => `00000000-0000-7000-9000-${String((ids += 1)).padStart(12, '0')}`;
  const phone = new TestPhone(actors.ali, makeId(), makeId);
  await phone.meet(storage);
  const { outcome } = await phone.write(storage, { record: RECORD, seen: 3, set: { note: 'third' } });
  expect(outcome).toMatchObject({ outcome: 'applied', seq: 4 });
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelane-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('every released version has its data to be tested with', () => {
  expect(releasedData).toHaveLength(migrations.length);
  expect(releasedData).toHaveLength(postgresSteps.length);
});

describe('The tables of a data folder', () => {
  const schemaOf = (db: DatabaseSync) =>
    db.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all();

  it('come out the same from every released version', () => {
    const fresh = new DatabaseSync(':memory:');
    migrate(fresh);
    for (let version = 0; version <= migrations.length; version++) {
      const old = new DatabaseSync(':memory:');
      migrate(old, migrations.slice(0, version));
      migrate(old);
      expect(schemaOf(old)).toEqual(schemaOf(fresh));
    }
  });

  it('keep what every released version had written, and are built on', async () => {
    for (const [index, data] of releasedData.entries()) {
      const own = join(folder, String(index));
      const context = testContext();
      mkdirSync(own);
      const old = new DatabaseSync(databaseFile(own));
      migrate(old, migrations.slice(0, index + 1));
      old.exec(data);
      old.close();
      const storage = await openSqliteStorage({ folder: own, context });
      await expectReleasedData(storage, index + 1);
      await storage.close();
    }
  });

  it('stay as they were when a step fails', () => {
    const db = new DatabaseSync(':memory:');
    migrate(db);
    const before = schemaOf(db);
    const failing = [...migrations, 'CREATE TABLE next (id TEXT); SELECT * FROM nowhere;'];
    expect(() => migrate(db, failing)).toThrow('nowhere');
    expect(schemaOf(db)).toEqual(before);
  });

  it('are left alone when a newer version of the program wrote them', async () => {
    const db = new DatabaseSync(databaseFile(folder));
    db.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    db.close();
    await expect(openSqliteStorage({ folder, context: testContext() })).rejects.toMatchObject({
      code: 'newer-data',
    });
  });
});

describe.skipIf(postgresMissing() !== undefined)('The tables of a PostgreSQL database', () => {
  /** A database for `work` alone. */
  async function inDatabase(work: (url: string, pool: Pool) => Promise<void>): Promise<void> {
    const { url, remove } = await createDatabase(postgresUrl);
    const pool = createPool(url, 4);
    try {
      await work(url, pool);
    } finally {
      await pool.end();
      await remove();
    }
  }
  const schemaOf = async (pool: Pool) => {
    const { rows } = await pool.query<{ part: string }>(`
      SELECT format('%s %s %s %s %s', table_name, column_name, data_type, collation_name, is_nullable) AS part
      FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`);
    return rows.map(({ part }) => part);
  };

  it('come out the same from every released version, and when several servers start at once', () =>
    inDatabase(async (_, fresh) => {
      await Promise.all([migratePostgres(fresh), migratePostgres(fresh), migratePostgres(fresh)]);
      const expected = await schemaOf(fresh);
      expect(expected.length).toBeGreaterThan(50);
      for (let version = 0; version <= postgresSteps.length; version++) {
        await inDatabase(async (__, old) => {
          await migratePostgres(old, postgresSteps.slice(0, version));
          await migratePostgres(old);
          expect(await schemaOf(old)).toEqual(expected);
        });
      }
    }));

  it('keep what every released version had written, and are built on', async () => {
    for (const [index, data] of releasedData.entries()) {
      await inDatabase(async (url, pool) => {
        await migratePostgres(pool, postgresSteps.slice(0, index + 1));
        await pool.query(data);
        const storage = await openPostgresStorage({ url, context: testContext() });
        await expectReleasedData(storage, index + 1);
        await storage.close();
      });
    }
  });

  it('stay as they were when a step fails', () =>
    inDatabase(async (_, pool) => {
      await migratePostgres(pool);
      const before = await schemaOf(pool);
      const failing = [...postgresSteps, 'CREATE TABLE next (id text); SELECT * FROM nowhere;'];
      await expect(migratePostgres(pool, failing)).rejects.toThrow('nowhere');
      expect(await schemaOf(pool)).toEqual(before);
      await migratePostgres(pool);
    }));

  it('are left alone when a newer version of the program wrote them', () =>
    inDatabase(async (url, pool) => {
      await migratePostgres(pool);
      await pool.query('UPDATE schema_version SET version = version + 1');
      await expect(openPostgresStorage({ url, context: testContext() })).rejects.toMatchObject({
        code: 'newer-data',
      });
    }));

  it('are not looked for where nobody answers, or where the address is none', async () => {
    for (const url of [postgresUrl('nowhere'), 'postgres://localhost:1/x', 'postgres://x@/tmp/none/']) {
      await expect(openPostgresStorage({ url, context: testContext() })).rejects.toMatchObject({
        code: 'unusable-database',
      });
    }
  });
});
