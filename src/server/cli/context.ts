import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Accounts } from '../auth/accounts.ts';
import type { AuthDatabase } from '../auth/auth-database.ts';
import type { Auth } from '../auth/open-auth.ts';
import type { RestorePlace } from '../backup/restore-place.ts';
import type { Storage, StorageContext } from '../storage/port.ts';
import { CliProblem } from './cli-problem.ts';
import { createStorageContext } from './storage-context.ts';

const STORAGE_CONTEXT = new URL('./storage-context.ts', import.meta.url).href;

/** The data as a command has them open. A server may be running on them at the same time. */
export interface OpenData {
  readonly folder: string;
  /** Where the records are, for people. */
  readonly place: string;
  /** Whether other servers may be using the same data. */
  readonly isShared: boolean;
  readonly storage: Storage;
  readonly accounts: Accounts;
  /** The sign-in service, opened when it is first asked for: most commands do not need it. */
  auth(origins: readonly [string, ...string[]]): Promise<Auth>;
  close(): Promise<void>;
}

/** `--data FOLDER`, for every command that reads or writes data. */
export const dataOption = () =>
  new Option('--data <folder>', 'the folder that holds all data').env('SAFELANE_DATA').default('./data');

export interface DataOptions {
  readonly data: string;
}

export interface DataSettings extends DataOptions {
  /** Of a PostgreSQL database that holds the records instead of the folder. */
  readonly databaseUrl?: string | undefined;
  /** Signs the session cookies instead of a secret that is kept with the data. */
  readonly secret?: string | undefined;
  /** Whether requests are answered while records are written. */
  readonly isServing?: boolean;
}

/** From the environment only: what stands on a command line is seen by everybody on the machine. */
export function dataSettings({ data }: DataOptions, env: NodeJS.ProcessEnv = process.env): DataSettings {
  const given = (name: string) => (env[name] === '' ? undefined : env[name]);
  const secret = given('SAFELANE_SECRET');
  if (secret !== undefined && secret.length < 32) {
    throw new CliProblem('SAFELANE_SECRET is too short to keep sessions safe: use 32 characters or more.');
  }
  return { data, databaseUrl: given('DATABASE_URL'), secret };
}

/** @throws StorageProblem when the folder or the database cannot be used */
export async function openData({ data, databaseUrl, secret, isServing }: DataSettings): Promise<OpenData> {
  const folder = resolve(data);
  const context = createStorageContext();
  const threadContext = isServing === true ? STORAGE_CONTEXT : undefined;
  const engine =
    databaseUrl === undefined
      ? await sqlite(folder, secret, threadContext)
      : await postgres(databaseUrl, secret);
  const storage = await engine.openStorage(context);
  let opened: Promise<Auth> | undefined;
  const auth = async (origins: readonly [string, ...string[]]): Promise<Auth> => {
    // Its packages are a third of a command's start-up: they are loaded where they are needed.
    const { openAuth } = await import('../auth/open-auth.ts');
    const report = (message: string) =>
      console.error(JSON.stringify({ level: 'error', event: 'sign-in', message }));
    const database = await engine.openAuthDatabase();
    const { makeId, now } = context;
    return openAuth({ database, storage, origins, makeId, now, report });
  };
  const once = (origins: readonly [string, ...string[]]) => (opened ??= auth(origins));
  return {
    folder,
    place: engine.place(folder),
    isShared: databaseUrl !== undefined,
    storage,
    auth: once,
    accounts: { createAccount: async (made) => (await once(['http://localhost'])).createAccount(made) },
    async close() {
      await (await opened)?.close();
      await storage.close();
    },
  };
}

interface Engine {
  openStorage(context: StorageContext): Promise<Storage>;
  openAuthDatabase(): Promise<AuthDatabase>;
  /** Where the records are, for people. */
  place(folder: string): string;
}

async function sqlite(
  folder: string,
  secret: string | undefined,
  threadContext: string | undefined,
): Promise<Engine> {
  const { openSqliteStorage } = await import('../storage/sqlite/open.ts');
  return {
    openStorage: (context) => openSqliteStorage({ folder, context, threadContext }),
    openAuthDatabase: async () => {
      const { openSqliteAuth } = await import('../auth/sqlite-auth.ts');
      return openSqliteAuth(folder, secret);
    },
    place: () => folder,
  };
}

async function postgres(url: string, secret: string | undefined): Promise<Engine> {
  const { openPostgresStorage } = await import('../storage/postgres/open.ts');
  return {
    openStorage: (context) => openPostgresStorage({ url, context }),
    openAuthDatabase: async () => {
      const { openPostgresAuth } = await import('../auth/postgres-auth.ts');
      return openPostgresAuth(url, secret);
    },
    place: (folder) => `a PostgreSQL database, base maps in ${folder}`,
  };
}

/** Where a backup is unpacked before it takes the place of the data. @throws BackupProblem in-use */
export async function restorePlace(options: DataOptions, stamp: string): Promise<RestorePlace> {
  const { data, databaseUrl, secret } = dataSettings(options);
  // Its tables are its own business: they are made by opening it.
  const openAuthTables = async (where: Pick<DataSettings, 'data' | 'databaseUrl'>) => {
    const opened = await openData({ ...where, secret });
    await opened.auth(['http://localhost']);
    await opened.close();
  };
  if (databaseUrl === undefined) {
    const { sqliteRestorePlace } = await import('../storage/sqlite/restore.ts');
    return sqliteRestorePlace(resolve(data), stamp, (folder) => openAuthTables({ data: folder }));
  }
  const { postgresRestorePlace } = await import('../storage/postgres/restore.ts');
  return postgresRestorePlace(databaseUrl, stamp, (url) => openAuthTables({ data, databaseUrl: url }));
}

/** Opens the data, does the work, and closes it whatever comes of it. */
export async function withData<T>(options: DataOptions, work: (data: OpenData) => Promise<T>): Promise<T> {
  const data = await openData(dataSettings(options));
  try {
    return await work(data);
  } finally {
    await data.close();
  }
}
