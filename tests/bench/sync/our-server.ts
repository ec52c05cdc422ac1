import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freezeChange } from '#protocol/change.ts';
import { type OpenData, openData } from '#server/cli/context.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { type SampleRecord, sampleRecords } from './sample-records.ts';

export const password = 'a long password';
export const pusher = 'pusher';
/** In the team that made the records: pulls all of them. */
export const readerOf = (count: number) => `reader-${count}`;

/** Our server with a programme for each count, holding as many records, and a phone's user in each who may read them all. */
export async function startOurs(
  counts: readonly number[],
  make: Make = sampleRecords,
): Promise<{ readonly server: RunningServer; remove(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'safelane-bench-sync-'));
  const data = await openData({ data: folder });
  try {
    for (const count of counts) await addProgramme(data, count, make);
    await data.accounts.createAccount({
      userName: pusher,
      password,
      name: pusher,
      programme: programmeOf(counts[0] ?? 0),
      role: 'member',
      team: 'team-2',
    });
  } finally {
    await data.close();
  }
  const server = await startServer({ folder });
  return {
    server,
    remove: async () => {
      await server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Make = (
  count: number,
  author: string,
) => readonly (Omit<SampleRecord, 'kind'> & { readonly kind: string })[];

const programmeOf = (count: number) => `programme-${count}`;

async function addProgramme({ storage, accounts }: OpenData, count: number, make: Make): Promise<void> {
  const programme = programmeOf(count);
  await storage.addProgramme({
    id: programme,
    name: programme,
    short: `B${count}`,
    area: [46, 38.8, 48, 40.6],
    timeZone: 'Asia/Baku',
    synthetic: false,
  });
  await storage.addTeams(programme, [
    { id: 'team-1', name: 'Team 1' },
    { id: 'team-2', name: 'Team 2' },
  ]);
  const userName = readerOf(count);
  const made = { userName, password, name: userName, programme, role: 'member', team: 'team-1' } as const;
  const account = await accounts.createAccount(made);
  const { epoch } = await storage.history(programme);
  const records = make(count, account.userId);
  const replica = records[0]?.id ?? '';
  const changes = records.map(({ id, kind, body, author, recordedAt: at }, index) => ({
    n: index + 1,
    ...freezeChange({ id, record: id, kind, base: { epoch, seq: 0 }, after: [], set: body, author, at }),
  }));
  for (let from = 0; from < changes.length; from += 200) {
    const { outcomes } = await storage.push(account, replica, changes.slice(from, from + 200));
    const refused = outcomes.find(({ outcome }) => outcome !== 'applied');
    if (refused) throw new Error(`A sample was not taken: ${JSON.stringify(refused)}`);
  }
}
