import { setImmediate as breathe } from 'node:timers/promises';
import {
  type Cell,
  type Snapshot,
  SNAPSHOT_ROWS,
  type SnapshotRow,
  type SnapshotTable,
  snapshotTables,
} from '../snapshot.ts';
import { openReading } from './connection.ts';

/**
 * A read transaction on a connection of its own: writers go on, and the log beside the file grows until it is closed.
 * @param secret what session cookies are signed with, which is kept beside the file
 */
export function openSqliteSnapshot(path: string, secret: string | undefined): Snapshot {
  const db = openReading(path);
  db.exec('BEGIN');
  // The first read is what fixes the moment.
  const schema = Number(db.prepare('PRAGMA user_version').get()?.user_version);
  const isThere = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`);
  async function* rows(table: SnapshotTable): AsyncGenerator<readonly SnapshotRow[]> {
    if (table === 'setting' && secret !== undefined) yield [{ name: 'auth-secret', value: secret }];
    if (isThere.get(table) === undefined) return;
    let some: SnapshotRow[] = [];
    for (const row of db.prepare(`SELECT * FROM ${table} ORDER BY ${snapshotTables[table]}`).iterate()) {
      some.push(row as Record<string, Cell>);
      if (some.length < SNAPSHOT_ROWS) continue;
      yield some;
      some = [];
      await breathe();
    }
    yield some;
  }
  return { schema, rows, close: async () => db.close() };
}
