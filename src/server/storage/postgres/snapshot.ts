import {
  type Cell,
  type Snapshot,
  SNAPSHOT_ROWS,
  type SnapshotRow,
  type SnapshotTable,
  snapshotTables,
} from '../snapshot.ts';
import type { Pool } from './connection.ts';

/** A transaction that reads one state of the database from begin to end. */
export async function openPostgresSnapshot(pool: Pool): Promise<Snapshot> {
  const client = await pool.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows: versions } = await client.query<{ version: number }>('SELECT version FROM schema_version');
  async function* rows(table: SnapshotTable): AsyncGenerator<readonly SnapshotRow[]> {
    const found = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
      table,
    ]);
    if (found.rows[0]?.there !== true) return;
    await client.query(
      `DECLARE reading NO SCROLL CURSOR FOR SELECT * FROM ${table} ORDER BY ${snapshotTables[table]}`,
    );
    for (;;) {
      const some = await client.query<Record<string, unknown>>(`FETCH ${SNAPSHOT_ROWS} FROM reading`);
      if (some.rows.length === 0) break;
      yield some.rows.map(plain);
    }
    await client.query('CLOSE reading');
  }
  return {
    schema: versions[0]?.version ?? 0,
    rows,
    close: async () => {
      await client.query('ROLLBACK');
      client.release();
    },
  };
}

/** Instants as ISO 8601, as the other engine keeps them. */
const plain = (row: Readonly<Record<string, unknown>>): SnapshotRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : (value as Cell),
    ]),
  );
