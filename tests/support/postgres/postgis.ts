import pg from 'pg';
import { postgresMissing, postgresUrl } from '#tests/support/server/storage-engines.ts';

/** Why there is no PostGIS to compare with; undefined where there is one. */
export async function postgisMissing(): Promise<string | undefined> {
  const missing = postgresMissing();
  if (missing !== undefined) return missing;
  const client = new pg.Client({ connectionString: postgresUrl('postgres') });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'");
    return found.rowCount === 0
      ? 'this PostgreSQL has no PostGIS; install it: apt-get install postgresql-15-postgis-3'
      : undefined;
  } finally {
    await client.end();
  }
}
