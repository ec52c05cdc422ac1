import { PostgresDialect } from 'kysely';
import { alone, createPool, type Pool } from '../storage/postgres/connection.ts';
import type { AuthDatabase } from './auth-database.ts';
import { makeSecret } from './secret.ts';

const CONNECTIONS = 4;
const OPENING = 5_269_002;

/**
 * The sign-in service's tables in the database of the records, which has been brought up to date.
 * @param secret in place of the one that is kept there
 */
export async function openPostgresAuth(url: string, secret?: string): Promise<AuthDatabase> {
  const pool = createPool(url, CONNECTIONS);
  try {
    return {
      dialect: new PostgresDialect({ pool }),
      type: 'postgres',
      secret: secret ?? (await sharedSecret(pool)),
      alone: (work) => alone(pool, OPENING, work),
      close: () => pool.end(),
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Made at the first start. In the database, since every process on it must read the others' cookies. */
async function sharedSecret(pool: Pool): Promise<string> {
  // Of two processes that start at once, the second reads what the first wrote.
  await pool.query(`INSERT INTO setting VALUES ('auth-secret', $1) ON CONFLICT DO NOTHING`, [makeSecret()]);
  const { rows } = await pool.query<{ value: string }>(
    `SELECT value FROM setting WHERE name = 'auth-secret'`,
  );
  const [row] = rows;
  if (!row) throw new Error('the secret of the session cookies is not in the database');
  return row.value;
}
