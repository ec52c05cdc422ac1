import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageProblem } from '../storage-problem.ts';

/** The one file of data in a data folder. */
export const databaseFile = (folder: string) => join(folder, 'safelane.db');

/** How long a writer waits for another process (the command line beside a server) before it gives up. */
const BUSY_MS = 10_000;
const LOG_BYTES = 16 * 1024 * 1024;

/** A connection that writes nothing, to a file that is there. */
export function openReading(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: BUSY_MS, readOnly: true });
}

/**
 * A connection with one fsync a commit. The data folder is made when it is missing.
 * @throws StorageProblem unusable-folder
 */
export function openConnection(path: string): DatabaseSync {
  try {
    // What is in it is for the server's account alone.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const db = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    // A reader that stayed long leaves a long log behind: it is cut back when it is begun anew.
    db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${LOG_BYTES};`,
    );
    return db;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new StorageProblem(
      'unusable-folder',
      `The data folder "${dirname(path)}" cannot be used (${detail}). Make it writable, or set SAFELANE_DATA to another.`,
      { cause },
    );
  }
}

/**
 * Runs `work` as one write transaction. It does not take a promise: nothing may be awaited while the write lock is held.
 * @throws what `work` throws, with nothing written
 */
export function inWrite<T>(db: DatabaseSync, work: () => T extends PromiseLike<unknown> ? never : T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite may have rolled back by itself, as it does on a full disk.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
