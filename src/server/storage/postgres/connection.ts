import pg from 'pg';
import { StorageProblem } from '../storage-problem.ts';

export type Pool = pg.Pool;
export type Client = pg.PoolClient;

/** How long to wait for a connection, and for a lock that another process holds. */
const CONNECT_MS = 5_000;
const LOCK = '10s';

const { INT8 } = pg.types.builtins;

/** Sequences are within what a number holds; `pg` gives them as text. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);

/** Connections to the database that the address names. None is made yet. */
export function createPool(url: string, max: number): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    application_name: 'safelane',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  // A connection that breaks is said by the query that meets it; unheard, its event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/**
 * Whether records can be kept there.
 * @throws StorageProblem unusable-database
 */
export async function assertUsable(pool: Pool): Promise<void> {
  const found = await pool
    .query<{ version: number; encoding: string }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version,
         current_setting('server_encoding') AS encoding`,
    )
    .catch((cause: unknown) => {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw unusable(`cannot be reached (${detail})`, cause);
    });
  const { version, encoding } = found.rows[0] ?? { version: 0, encoding: '' };
  if (version < 15) throw unusable(`is PostgreSQL ${version}; it has to be 15 or newer`);
  if (encoding !== 'UTF8') throw unusable(`keeps text as ${encoding}; it has to be UTF8`);
}

const unusable = (why: string, cause?: unknown) =>
  new StorageProblem('unusable-database', `The database of DATABASE_URL ${why}.`, { cause });

// What is acknowledged is on the disk, also where the database was set up to be faster than that.
// A plan that was made for empty tables would be kept while they grow: each statement is planned for what there is.
// Its guess at the cost of one that asks for two hundred keys makes it compile that, for longer than it runs.
const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '${LOCK}';
  SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off;
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`;

/** Runs `work` as one transaction. @throws what `work` throws, with nothing written */
export async function inTransaction<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(BEGIN);
    const result = await work(client);
    const { command } = await client.query('COMMIT');
    // So it is said that an earlier statement failed and nobody noticed.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Runs `work` while no other process runs what has the same key. Keys are of this program: any numbers that differ. */
export async function alone<T>(pool: Pool, key: number, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [key]);
    return await work();
  } finally {
    // With the connection goes the lock.
    client.release(true);
  }
}
