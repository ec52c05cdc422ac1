import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { protocolVersion } from '#protocol/version.ts';
import type { Programme } from '#protocol/wire.ts';
import { problemOf } from '#server/http/api-problem.ts';
import { type ApiEnv, apiRoutes } from '#server/http/api-routes.ts';
import type { Account, Storage } from '#server/storage/port.ts';
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
  /** As whoever the cookie of the browser would say. */
  handle(person: Person, request: Request): Promise<Response>;
  close(): Promise<void>;
}

export async function openOffice(now: () => number): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'safelane-office-'));
  let ids = 1_000_000;
  const makeId = () => testId((ids += 1));
  const storage = await openSqliteStorage({ folder, context: { now, makeId, flag: () => [] } });
  await storage.addProgramme(programme);
  await storage.addTeams(programme.id, [
    { id: 'team-1', name: 'Team 1' },
    { id: 'team-2', name: 'Team 2' },
  ]);
  for (const each of Object.values(accounts)) await storage.addAccount(each);
  await addTask(storage);

  const sites = Object.fromEntries(
    Object.entries(accounts).map(([person, signedIn]) => {
      const site = new Hono<ApiEnv>();
      site.use(async (c, next) => {
        c.set('account', signedIn);
        await next();
      });
      site.route('/api/v1', apiRoutes({ storage, baseMapFolder: folder, log: () => undefined }));
      site.onError((error) => {
        const problem = problemOf(error);
        if (!problem) throw error;
        return problem.response();
      });
      return [person, site];
    }),
  );
  return {
    storage,
    handle: async (person, request) => {
      // Cut from an atlas by another process; nothing here is about it.
      if (request.url.endsWith('/base-map')) return new Response('', { status: 404 });
      return (await sites[person]?.fetch(request)) ?? new Response('', { status: 500 });
    },
    close: async () => storage.close(),
  };
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
