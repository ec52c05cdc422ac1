import pg from 'pg';

let made = 0;

/** A database of its own in the cluster of the address. @returns its address, and what removes it */
export async function createDatabase(
  urlOf: (database: string) => string,
): Promise<{ readonly url: string; remove(): Promise<void> }> {
  made += 1;
  const name = `test_${process.pid}_${made}`;
  await administer(urlOf('postgres'), `CREATE DATABASE ${name}`);
  return {
    url: urlOf(name),
    remove: () => administer(urlOf('postgres'), `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
