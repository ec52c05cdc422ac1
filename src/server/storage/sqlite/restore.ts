import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { BackupProblem } from '../../backup/backup-problem.ts';
import type { RestorePlace } from '../../backup/restore-place.ts';
import { keepSecret } from '../../auth/secret.ts';
import type { SnapshotRow, SnapshotTable } from '../snapshot.ts';
import { newerData } from '../storage-problem.ts';
import { databaseFile, inWrite, openConnection } from './connection.ts';
import { migrate, migrations } from './migrations.ts';

/**
 * A folder inside the data folder where a backup is unpacked.
 * @param stamp a word for the names of files, such as an instant
 * @param openAuthTables brings the sign-in service's tables in a data folder up to date
 * @throws BackupProblem in-use
 */
export function sqliteRestorePlace(
  folder: string,
  stamp: string,
  openAuthTables: (folder: string) => Promise<void>,
): RestorePlace {
  const present = databaseFile(folder);
  assertUnused(present);
  const beside = join(folder, `restoring-${stamp}`);
  mkdirSync(beside, { recursive: true, mode: 0o700 });
  const path = databaseFile(beside);
  const db = openConnection(path);
  // It is worth nothing before it is whole, and synced then.
  db.exec('PRAGMA synchronous = OFF');
  let secret: string | undefined;

  const insertInto = (table: string, rows: readonly SnapshotRow[]) => {
    const [first] = rows;
    if (!first) return;
    const names = Object.keys(first);
    const quoted = names.map((name) => `"${name}"`).join(', ');
    const insert = db.prepare(`INSERT INTO ${table} (${quoted}) VALUES (${names.map(() => '?').join(', ')})`);
    inWrite(db, () => {
      for (const row of rows) insert.run(...names.map((name) => valueOf(row[name])));
    });
  };

  return {
    begin: async (schema) => {
      if (schema > migrations.length) throw newerData();
      migrate(db, migrations.slice(0, schema));
    },
    insert: async (table: SnapshotTable, rows) => {
      if (table === 'setting') secret = String(rows.find(({ name }) => name === 'auth-secret')?.value ?? '');
      else insertInto(table, rows);
    },
    complete: async () => {
      migrate(db);
      await openAuthTables(beside);
    },
    execute: async (statements) =>
      inWrite(db, () => {
        for (const { text, values } of statements) db.prepare(text.replaceAll(/\$\d/g, '?')).run(...values);
      }),
    programmes: async () =>
      db
        .prepare('SELECT id FROM programme')
        .all()
        .map(({ id }) => String(id)),
    takeOver: async () => {
      db.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
      db.close();
      assertUnused(present);
      const aside = existsSync(present) ? `${present}.before-restore-${stamp}` : null;
      if (aside !== null) linkOrCopy(present, aside);
      // In one step: there is no moment without data, which a server would fill with a demo.
      renameSync(path, present);
      if (secret) keepSecret(folder, secret);
      rmSync(beside, { recursive: true, force: true });
      return aside;
    },
    discard: async () => {
      if (db.isOpen) db.close();
      rmSync(beside, { recursive: true, force: true });
    },
  };
}

const valueOf = (cell: SnapshotRow[string] | undefined): SQLInputValue =>
  typeof cell === 'boolean' ? Number(cell) : (cell ?? null);

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** The log beside the file goes only when nobody else has the file open; then the file alone is all there is. */
function assertUnused(path: string): void {
  if (!existsSync(path)) return;
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA journal_mode = DELETE');
    if (db.prepare('PRAGMA journal_mode').get()?.journal_mode === 'delete') return;
  } catch {
    // "database is locked": said below in the words of the person who runs it.
  } finally {
    db.close();
  }
  const message =
    'A server or another command is using these data. Stop it, then restore. Nothing was changed.';
  throw new BackupProblem('in-use', message);
}
