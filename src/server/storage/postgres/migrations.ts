import { newerData } from '../storage-problem.ts';
import { alone, inTransaction, type Pool } from './connection.ts';

/**
 * The steps that lead from an empty database to the present tables; `schema_version` counts those taken. A released step
 * is never changed, only followed by another. Every key leads with the programme. Text is ordered by its bytes, as in
 * SQLite. What the columns hold is said at SQLite's.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE programme (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    short text NOT NULL,
    settings text NOT NULL,
    head bigint NOT NULL DEFAULT 0,
    backed_up bigint NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX programme_short ON programme (lower(short));

  CREATE TABLE epoch (
    programme text COLLATE "C" NOT NULL REFERENCES programme,
    epoch text COLLATE "C" NOT NULL,
    last_seq bigint,
    PRIMARY KEY (programme, epoch)
  );
  CREATE UNIQUE INDEX epoch_present ON epoch (programme) WHERE last_seq IS NULL;

  CREATE TABLE team (
    programme text COLLATE "C" NOT NULL REFERENCES programme,
    id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (programme, id)
  );

  CREATE TABLE account (
    programme text COLLATE "C" NOT NULL REFERENCES programme,
    user_id text COLLATE "C" NOT NULL UNIQUE,
    user_name text COLLATE "C" NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    team text,
    PRIMARY KEY (programme, user_id)
  );

  CREATE TABLE replica (
    programme text COLLATE "C" NOT NULL REFERENCES programme,
    id text COLLATE "C" NOT NULL,
    user_id text NOT NULL,
    tag text COLLATE "C" NOT NULL,
    decided bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (programme, id),
    UNIQUE (programme, tag)
  );

  -- No foreign key from here on: a push writes these under the programme's lock, which it would check for each row.
  CREATE TABLE change (
    programme text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    replica text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    record text COLLATE "C" NOT NULL,
    text text NOT NULL,
    hash text NOT NULL,
    outcome text NOT NULL,
    held text,
    carried_by text,
    received_at text NOT NULL,
    PRIMARY KEY (programme, seq),
    UNIQUE (programme, id),
    UNIQUE (programme, replica, n)
  );
  CREATE INDEX change_record ON change (programme, record, seq);

  CREATE TABLE refused_change (
    programme text COLLATE "C" NOT NULL,
    replica text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    text_json text NOT NULL,
    hash text NOT NULL,
    reason text NOT NULL,
    message text NOT NULL,
    received_at text NOT NULL,
    PRIMARY KEY (programme, replica, n)
  );
  CREATE INDEX refused_change_id ON refused_change (programme, id);

  CREATE TABLE record (
    programme text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    first_seq bigint NOT NULL,
    seq bigint NOT NULL,
    status text NOT NULL,
    author text NOT NULL,
    recorded_at text NOT NULL,
    comment text,
    body text NOT NULL,
    writer text NOT NULL,
    holds text NOT NULL,
    warnings text NOT NULL,
    flags text NOT NULL,
    PRIMARY KEY (programme, id),
    UNIQUE (programme, first_seq)
  );
  CREATE INDEX record_kind ON record (programme, kind, first_seq);

  CREATE TABLE member (
    programme text COLLATE "C" NOT NULL,
    bucket text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    present smallint NOT NULL,
    PRIMARY KEY (programme, bucket, record)
  );
  CREATE UNIQUE INDEX member_seq ON member (programme, bucket, seq);

  CREATE TABLE task_team (
    programme text COLLATE "C" NOT NULL,
    team text COLLATE "C" NOT NULL,
    task text COLLATE "C" NOT NULL,
    present smallint NOT NULL,
    PRIMARY KEY (programme, team, task)
  );

  -- What all processes on this database share, such as the secret that cookies are signed with.
  CREATE TABLE setting (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    value text NOT NULL
  );
  `,
  `
  ALTER TABLE replica ADD COLUMN unsent bigint;
  ALTER TABLE replica ADD COLUMN heard_at text;
  CREATE INDEX refused_change_void ON refused_change (programme, replica) WHERE reason = 'void';

  CREATE TABLE repeated_change (
    programme text COLLATE "C" NOT NULL,
    replica text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    PRIMARY KEY (programme, replica, n)
  );
  `,
  `
  CREATE TABLE kept_page (
    programme text COLLATE "C" NOT NULL,
    bucket text COLLATE "C" NOT NULL,
    after bigint NOT NULL,
    epoch text NOT NULL,
    protocol bigint NOT NULL,
    through bigint NOT NULL,
    rows bigint NOT NULL,
    made_at text COLLATE "C" NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (programme, bucket, after)
  );
  `,
];

const MIGRATING = 5_269_001;

/** Several processes may start at once: one takes the steps. @throws StorageProblem newer-data */
export async function migrate(pool: Pool, steps: readonly string[] = migrations): Promise<void> {
  const version = async () => {
    const { rows } = await pool.query<{ there: boolean }>(
      `SELECT to_regclass('schema_version') IS NOT NULL AS there`,
    );
    if (rows[0]?.there !== true) return 0;
    const found = await pool.query<{ version: number }>('SELECT version FROM schema_version');
    return found.rows[0]?.version ?? 0;
  };
  const now = await version();
  if (now > steps.length) throw newerData();
  if (now === steps.length) return;
  await alone(pool, MIGRATING, async () => {
    for (let next = await version(); next < steps.length; next++) {
      await inTransaction(pool, async (client) => {
        await client.query(`CREATE TABLE IF NOT EXISTS schema_version (version int NOT NULL)`);
        await client.query(steps[next] ?? '');
        await client.query('DELETE FROM schema_version');
        await client.query('INSERT INTO schema_version VALUES ($1)', [next + 1]);
      });
    }
  });
}
