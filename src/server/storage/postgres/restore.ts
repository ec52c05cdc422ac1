import { setTimeout as wait } from 'node:timers/promises';
import { BackupProblem } from '../../backup/backup-problem.ts';
import type { RestorePlace } from '../../backup/restore-place.ts';
import type { SnapshotRow } from '../snapshot.ts';
import { newerData } from '../storage-problem.ts';
import { assertUsable, createPool, inTransaction, type Pool } from './connection.ts';
import { migrate, migrations } from './migrations.ts';

/**
 * A schema beside the present one where a backup is unpacked.
 * @param stamp a word for names, such as an instant
 * @param openAuthTables brings the sign-in service's tables at an address up to date
 * @throws StorageProblem unusable-database; BackupProblem in-use
 */
export async function postgresRestorePlace(
  url: string,
  stamp: string,
  openAuthTables: (url: string) => Promise<void>,
): Promise<RestorePlace> {
  const word = stamp.toLowerCase().replaceAll(/[^a-z0-9]/g, '_');
  const beside = `restoring_${word}`;
  const pool = createPool(url, 2);
  try {
    await assertUsable(pool);
    await assertUnused(pool);
    await pool.query(`CREATE SCHEMA ${beside}`);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const besideUrl = inSchema(url, beside);
  const own = createPool(besideUrl, 2);
  const end = async () => {
    await own.end();
    await pool.end();
  };

  return {
    begin: async (schema) => {
      if (schema > migrations.length) throw newerData();
      await migrate(own, migrations.slice(0, schema));
    },
    insert: (table, rows) => insertInto(own, table, rows),
    complete: async () => {
      await migrate(own);
      await openAuthTables(besideUrl);
    },
    execute: (statements) =>
      inTransaction(own, async (client) => {
        for (const { text, values } of statements) await client.query(text, [...values]);
      }),
    programmes: async () =>
      (await own.query<{ id: string }>('SELECT id FROM programme')).rows.map(({ id }) => id),
    takeOver: async () => {
      await own.end();
      const { rows } = await pool.query<{ there: boolean; present: string }>(
        `SELECT current_schema() AS present, to_regclass('programme') IS NOT NULL AS there`,
      );
      const { present = 'public', there = false } = rows[0] ?? {};
      await assertUnused(pool);
      await inTransaction(pool, async (client) => {
        await client.query(`ALTER SCHEMA ${present} RENAME TO before_restore_${word}`);
        await client.query(`ALTER SCHEMA ${beside} RENAME TO ${present}`);
        if (!there) await client.query(`DROP SCHEMA before_restore_${word}`);
      });
      await pool.end();
      return there ? `schema before_restore_${word}` : null;
    },
    discard: async () => {
      await pool.query(`DROP SCHEMA IF EXISTS ${beside} CASCADE`);
      await end();
    },
  };
}

function inSchema(url: string, schema: string): string {
  const address = new URL(url);
  address.searchParams.set('options', `-c search_path=${schema}`);
  return address.toString();
}

async function insertInto(pool: Pool, table: string, rows: readonly SnapshotRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const { rows: columns } = await pool.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const names = Object.keys(first);
  const values = names.map((name) => rows.map((row) => cellFor(types.get(name), row[name])));
  await pool.query(
    `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')})
     SELECT * FROM unnest(${names.map((name, index) => `$${index + 1}::${types.get(name) ?? 'text'}[]`).join(', ')})`,
    values,
  );
}

/** The other engine keeps yes and no as 1 and 0. */
const cellFor = (type: string | undefined, cell: SnapshotRow[string] | undefined) =>
  type === 'boolean' && typeof cell === 'number' ? cell !== 0 : (cell ?? null);

/** How long a server that was just stopped may still be seen. */
const GOING_MS = 3_000;

/** @throws BackupProblem in-use */
async function assertUnused(pool: Pool): Promise<void> {
  const until = performance.now() + GOING_MS;
  while (await isUsed(pool)) {
    if (performance.now() > until) {
      const message =
        'A server is using this database. Stop every one of them, then restore. Nothing was changed.';
      throw new BackupProblem('in-use', message);
    }
    await wait(100);
  }
}

async function isUsed(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*) AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'safelane' AND pid <> pg_backend_pid()
       AND backend_start < (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())`,
  );
  return (rows[0]?.count ?? 0) > 0;
}
