import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import { registry } from '#domain/kinds/registry.ts';
import type { RecordState } from '#protocol/record.ts';
import { protocolVersion } from '#protocol/version.ts';
import type { Programme } from '#protocol/wire.ts';
import { problemOf } from '#server/http/api-problem.ts';
import { type ApiEnv, apiRoutes } from '#server/http/api-routes.ts';
import { type TakenChanges, takeChanges } from '#server/import/take-changes.ts';
import type { Account, HeardReplica, Storage } from '#server/storage/port.ts';
import { databaseFile } from '#server/storage/sqlite/connection.ts';
import { openSqliteStorage } from '#server/storage/sqlite/open.ts';
import { freezeChange } from '#protocol/change.ts';
import { testId } from './test-id.ts';

export const programme: Programme = {
  id: 'programme-1',
  name: 'Test programme',
  short: 'TST',
  area: [46, 38.5, 49, 40.5],
  timeZone: 'Asia/Baku',
  synthetic: true,
};

const account = (userId: string, role: Account['role'], team: string | null): Account => ({
  userId,
  userName: userId,
  name: `Person ${userId}`,
  programme: programme.id,
  role,
  team,
});

/** Team 1 has two people, so that two phones can work on the same records. */
export const accounts = {
  anna: account('anna', 'member', 'team-1'),
  boris: account('boris', 'member', 'team-1'),
  chen: account('chen', 'member', 'team-2'),
  dora: account('dora', 'supervisor', null),
} as const;
export type Person = keyof typeof accounts;

/** The id of the task that team 1 works on: `TST-0001`. */
export const taskId = testId(1);

/** The real routes over the real storage, without a socket and without the sign-in. */
export interface Office {
  readonly storage: Storage;
  /** Copies the data as they are now. @returns puts the copy back, as often as one likes: each time a new epoch begins */
  backUp(): () => Promise<void>;
  /** Writes the data as they are now into a new file. */
  saveAs(file: string): void;
  /** As whoever the cookie of the browser would say. */
  handle(person: Person, request: Request): Promise<Response>;
  /** What the office knows of the phones. */
  phones(): Promise<readonly HeardReplica[]>;
  /** A file of changes, brought to the office. */
  importChanges(text: string): Promise<TakenChanges>;
  /** All records, or those of a kind, as they stand. */
  records(kind?: string): Promise<readonly RecordState[]>;
  /** The file of the present data. */
  readonly file: string;
  close(): Promise<void>;
}

export interface OfficeOptions {
  /** Where the folders of data are made: memory, where a test opens hundreds of offices. */
  readonly place?: string;
  /** A file that `saveAs` wrote: the office begins with these data. */
  readonly from?: string;
}

export async function openOffice(now: () => number, options: OfficeOptions = {}): Promise<Office> {
  const { place = tmpdir(), from } = options;
  const folders: string[] = [];
  const makeFolder = () => {
    const made = mkdtempSync(join(place, 'safelane-office-'));
    folders.push(made);
    return made;
  };
  // Data that come from a file have the first ids already.
  let ids = from === undefined ? 1_000_000 : 2_000_000;
  const makeId = () => testId((ids += 1));
  const openIn = async (folder: string, file?: string) => {
    if (file !== undefined) copyFileSync(file, databaseFile(folder));
    const storage = await openSqliteStorage({ folder, context: { now, makeId, flag: () => [], registry } });
    return { storage, folder, sites: sitesOf(storage) };
  };
  let current = await openIn(makeFolder(), from);
  if (from === undefined) await fill(current.storage);

  const saveAs = (file: string) => {
    const live = new DatabaseSync(databaseFile(current.folder));
    live.exec(`VACUUM INTO '${file}'`);
    live.close();
  };
  return {
    get storage() {
      return current.storage;
    },
    get file() {
      return databaseFile(current.folder);
    },
    saveAs,
    backUp: () => {
      const file = join(makeFolder(), 'backup.db');
      saveAs(file);
      return async () => {
        await current.storage.close();
        const folder = makeFolder();
        copyFileSync(file, databaseFile(folder));
        const restored = new DatabaseSync(databaseFile(folder));
        restored.exec(`
          UPDATE epoch SET last_seq = (SELECT head FROM programme WHERE id = epoch.programme) WHERE last_seq IS NULL;
          INSERT INTO epoch (programme, epoch) SELECT id, '${makeId()}' FROM programme;`);
        restored.close();
        current = await openIn(folder);
      };
    },
    handle: async (person, request) => {
      // Cut from an atlas by another process; nothing here is about it.
      if (request.url.endsWith('/base-map')) return new Response('', { status: 404 });
      return current.sites[person].fetch(request);
    },
    phones: async () => {
      const replicas = await current.storage.replicas(programme.id);
      return replicas.filter(({ heardAt }) => heardAt !== null);
    },
    importChanges: async (text) => takeChanges(current.storage, accounts.dora, text),
    records: async (kind) => {
      const records: RecordState[] = [];
      for await (const record of current.storage.records(programme.id, kind)) records.push(record);
      return records;
    },
    close: async () => {
      await current.storage.close();
      for (const folder of folders) rmSync(folder, { recursive: true });
    },
  };
}

async function fill(storage: Storage): Promise<void> {
  await storage.addProgramme(programme);
  await storage.addTeams(programme.id, [
    { id: 'team-1', name: 'Team 1' },
    { id: 'team-2', name: 'Team 2' },
  ]);
  for (const each of Object.values(accounts)) await storage.addAccount(each);
  await addTask(storage);
}

/** The routes as each person would reach them. */
function sitesOf(storage: Storage): Readonly<Record<Person, Hono<ApiEnv>>> {
  const siteFor = (signedIn: Account) => {
    const site = new Hono<ApiEnv>();
    site.use(async (c, next) => {
      c.set('account', signedIn);
      await next();
    });
    site.route('/api/v1', apiRoutes({ storage, registry, baseMapFolder: tmpdir(), log: () => undefined }));
    site.onError((error) => {
      const problem = problemOf(error);
      if (!problem) throw error;
      return problem.response();
    });
    return site;
  };
  const { anna, boris, chen, dora } = accounts;
  return { anna: siteFor(anna), boris: siteFor(boris), chen: siteFor(chen), dora: siteFor(dora) };
}

async function addTask(storage: Storage): Promise<void> {
  const replica = testId(2);
  await storage.openReplica(accounts.dora, replica);
  const frozen = freezeChange({
    id: taskId,
    record: taskId,
    kind: 'task',
    base: { epoch: '', seq: 0 },
    after: [],
    set: { code: 'TST-0001', name: 'Field by the school', team: 'team-1', date: '2021-01-01' },
    author: 'dora',
    at: '2021-01-01T00:00:00.000Z',
  });
  const { outcomes } = await storage.push(accounts.dora, replica, [{ n: 1, ...frozen }]);
  if (outcomes[0]?.outcome !== 'applied') throw new Error(`no task at protocol ${protocolVersion}`);
}
