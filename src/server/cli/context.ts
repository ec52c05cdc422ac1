import { resolve } from 'node:path';
import { Option } from 'commander';
import { registry } from '#domain/kinds/registry.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { Auth } from '../auth/open-auth.ts';
import { createFlagRecord } from '../storage/flag-record.ts';
import type { Storage } from '../storage/port.ts';
import { openSqliteStorage } from '../storage/sqlite/open.ts';
import { makeUuid } from './make-uuid.ts';

/** The data folder as a command has it open. A server may be running on it at the same time. */
export interface OpenData {
  readonly folder: string;
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

/** @throws StorageProblem when the folder cannot be used */
export async function openData({ data }: DataOptions): Promise<OpenData> {
  const folder = resolve(data);
  const now = () => Date.now();
  const context = { now, makeId: () => makeUuid(now()), flag: createFlagRecord(registry, now) };
  const storage = await openSqliteStorage({ folder, context });
  let opened: Promise<Auth> | undefined;
  const auth = async (origins: readonly [string, ...string[]]): Promise<Auth> => {
    // Its packages are a third of a command's start-up: they are loaded where they are needed.
    const { openAuth } = await import('../auth/open-auth.ts');
    const report = (message: string) =>
      console.error(JSON.stringify({ level: 'error', event: 'sign-in', message }));
    return openAuth({ folder, storage, origins, makeId: context.makeId, now, report });
  };
  const once = (origins: readonly [string, ...string[]]) => (opened ??= auth(origins));
  return {
    folder,
    storage,
    auth: once,
    accounts: { createAccount: async (made) => (await once(['http://localhost'])).createAccount(made) },
    async close() {
      (await opened)?.close();
      await storage.close();
    },
  };
}

/** Opens the data, does the work, and closes it whatever comes of it. */
export async function withData<T>(options: DataOptions, work: (data: OpenData) => Promise<T>): Promise<T> {
  const data = await openData(options);
  try {
    return await work(data);
  } finally {
    await data.close();
  }
}
