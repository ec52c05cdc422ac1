import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Programme } from '#protocol/wire.ts';
import type { Actor, Storage, StorageContext } from '#server/storage/port.ts';
import { openAuth } from '#server/auth/open-auth.ts';
import type { RestorePlace } from '#server/backup/restore-place.ts';
import { postgresRestorePlace } from '#server/storage/postgres/restore.ts';
import { sqliteRestorePlace } from '#server/storage/sqlite/restore.ts';
import type { AuthDatabase } from '#server/auth/auth-database.ts';
import { openPostgresAuth } from '#server/auth/postgres-auth.ts';
import { openSqliteAuth } from '#server/auth/sqlite-auth.ts';
import { databaseFile } from '#server/storage/sqlite/connection.ts';
import { openPostgresStorage } from '#server/storage/postgres/open.ts';
import { openSqliteStorage } from '#server/storage/sqlite/open.ts';
import { createDatabase } from '#tests/support/postgres/database.ts';
import { describe, inject } from 'vitest';
import { contextModule, countedIds, type TestFlags } from './test-context.ts';

/** A way to open the same storage again and again, as a server that is restarted does. */
export interface StorageEngine {
  readonly name: string;
  make(): Promise<StoragePlace>;
}
export interface StoragePlace {
  open(context: StorageContext & { readonly flags?: TestFlags }): Promise<Storage>;
  openAuthDatabase(): Promise<AuthDatabase>;
  /** Where a backup is unpacked that is to take the place of what is there. */
  restorePlace(stamp: string): Promise<RestorePlace>;
  remove(): Promise<void>;
}

/** A place whose data a test can damage. */
interface SqlitePlace extends StoragePlace {
  execute(sql: string): void;
}

/** @param threaded as a server has it, and not as a command */
const sqliteEngine = (name: string, threaded: boolean) => ({
  name,
  async make(): Promise<SqlitePlace> {
    const folder = mkdtempSync(join(tmpdir(), 'safelane-storage-'));
    return {
      open: (context) => {
        const threadContext = threaded ? contextModule(context.flags ?? 'none') : undefined;
        return openSqliteStorage({ folder, context, threadContext });
      },
      openAuthDatabase: () => openSqliteAuth(folder),
      restorePlace: async (stamp) =>
        sqliteRestorePlace(folder, stamp, async (where) => authTables(await openSqliteAuth(where))),
      execute: (sql) => {
        const db = new DatabaseSync(databaseFile(folder));
        db.exec(sql);
        db.close();
      },
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
});
const sqlite = sqliteEngine('SQLite', false);
const threadedSqlite = sqliteEngine('SQLite, written in a thread', true);

const postgres: StorageEngine = {
  name: 'PostgreSQL',
  async make() {
    const { url, remove } = await createDatabase(postgresUrl);
    return {
      open: (context) => openPostgresStorage({ url, context }),
      openAuthDatabase: () => openPostgresAuth(url),
      restorePlace: (stamp) =>
        postgresRestorePlace(url, stamp, async (where) => authTables(await openPostgresAuth(where))),
      remove,
    };
  },
};

/** The sign-in service makes its tables when it is opened. */
async function authTables(database: AuthDatabase): Promise<void> {
  const auth = await openAuth({
    database,
    storage: undefined as never,
    origins: ['http://localhost'],
    makeId: countedIds('b'),
    now: () => 0,
    report: () => undefined,
  });
  await auth.close();
}

/** The address of a database in the run's cluster. @throws where there is none */
export function postgresUrl(database: string): string {
  const found = inject('postgres');
  if ('missing' in found) throw new Error(found.missing);
  return found.url.replace('DATABASE', database);
}

/** Why there is no PostgreSQL to test with; undefined where there is one. */
export function postgresMissing(): string | undefined {
  const found = inject('postgres');
  return 'missing' in found ? found.missing : undefined;
}

/**
 * A suite that runs over every engine there is; one that is not to be had is skipped, and its title says why.
 * @param ways with `engines` SQLite is tested where the caller is only: what is decided is the same in a thread
 */
export function describeEngines(
  title: string,
  suite: (engine: StorageEngine) => void,
  ways: 'all' | 'engines' = 'all',
): void {
  const here = ways === 'all' ? [sqlite, threadedSqlite] : [sqlite];
  for (const engine of here) describe(`${title} in ${engine.name}`, () => suite(engine));
  const missing = postgresMissing();
  const why = missing === undefined ? '' : ` (${missing})`;
  describe.skipIf(missing !== undefined)(`${title} in ${postgres.name}${why}`, () => suite(postgres));
}

/** For what is about something else than the engine. */
export const anyEngine = sqlite;

export const programmes: Readonly<Record<'demo' | 'other', Programme>> = {
  demo: {
    id: 'demo',
    name: 'Demo',
    short: 'DEMO',
    area: [46, 38.8, 48, 40.6],
    timeZone: 'Asia/Baku',
    synthetic: true,
  },
  other: {
    id: 'other',
    name: 'Other',
    short: 'OTHER',
    area: [-82, -5, -66, 14],
    timeZone: 'America/Bogota',
    synthetic: false,
  },
};

const actor = (userId: string, programme: string, team: string | null): Actor => ({
  userId,
  programme,
  role: team === null ? 'supervisor' : 'member',
  team,
});

export const actors = {
  ali: actor('ali', 'demo', 'team-1'),
  leyla: actor('leyla', 'demo', 'team-1'),
  rauf: actor('rauf', 'demo', 'team-2'),
  supervisor: actor('supervisor', 'demo', null),
  stranger: actor('stranger', 'other', null),
} as const;
