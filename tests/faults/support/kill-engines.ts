import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { databaseFile, openReading } from '#server/storage/sqlite/connection.ts';
import { createDatabase } from '#tests/support/postgres/database.ts';
import { postgresMissing, postgresUrl } from '#tests/support/server/storage-engines.ts';

/** One change as it lies in the tables, accepted or refused. */
export interface StoredRow {
  /** Null for a refused one. */
  readonly seq: number | null;
  readonly replica: string;
  readonly n: number;
  readonly id: string;
  readonly outcome: string;
}

/** Where a server that is killed keeps its data, and how a test looks at them behind its back. */
export interface KillEngine {
  readonly name: string;
  /** Why it is not to be had here. */
  readonly missing: () => string | undefined;
  make(): Promise<{
    readonly folder: string;
    /** Undefined where the data are in the folder. */
    readonly databaseUrl?: string;
    /** Fulfilled when nothing goes on there that a server began before it was killed. */
    settled(): Promise<void>;
    /** Every change of every programme, by sequence. */
    rows(): Promise<readonly StoredRow[]>;
    remove(): Promise<void>;
  }>;
}

const everyChange = `
  SELECT seq, replica, n, id, outcome FROM change
  UNION ALL SELECT NULL, replica, n, id, 'refused' FROM refused_change
  ORDER BY 1, 2, 3`;

/** A session whose client is gone ends what it was told to commit before it notices. */
const otherSessions = `
  SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND backend_type = 'client backend'`;

const asRow = (row: Readonly<Record<string, unknown>>): StoredRow => ({
  seq: row.seq === null ? null : Number(row.seq),
  replica: String(row.replica),
  n: Number(row.n),
  id: String(row.id),
  outcome: String(row.outcome),
});

const makeFolder = () => mkdtempSync(join(tmpdir(), 'safelane-kill-'));
const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });

export const killEngines: readonly KillEngine[] = [
  {
    name: 'SQLite',
    missing: () => undefined,
    async make() {
      const folder = makeFolder();
      return {
        folder,
        settled: async () => undefined,
        async rows() {
          const db = openReading(databaseFile(folder));
          try {
            return db.prepare(everyChange).all().map(asRow);
          } finally {
            db.close();
          }
        },
        remove: async () => removeFolder(folder),
      };
    },
  },
  {
    name: 'PostgreSQL',
    missing: postgresMissing,
    async make() {
      const folder = makeFolder();
      const database = await createDatabase(postgresUrl);
      const withClient = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
        const client = new pg.Client({ connectionString: database.url });
        await client.connect();
        try {
          return await work(client);
        } finally {
          await client.end();
        }
      };
      return {
        folder,
        databaseUrl: database.url,
        settled: () =>
          withClient(async (client) => {
            while ((await client.query(otherSessions)).rowCount !== 0) await wait(5);
          }),
        rows: () =>
          withClient(async (client) =>
            (await client.query<Record<string, unknown>>(everyChange)).rows.map(asRow),
          ),
        async remove() {
          await database.remove();
          removeFolder(folder);
        },
      };
    },
  },
];
