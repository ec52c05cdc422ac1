import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile } from '#server/storage/sqlite/connection.ts';
import { migrate, migrations } from '#server/storage/sqlite/migrations.ts';
import { openSqliteStorage } from '#server/storage/sqlite/open.ts';
import { testContext } from '#tests/support/server/storage-engines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelane-migrations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const schemaOf = (db: DatabaseSync) => db.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all();

describe('the tables of a data folder', () => {
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
