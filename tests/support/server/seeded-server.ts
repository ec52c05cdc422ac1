import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openData } from '#server/cli/context.ts';
import { ApiClient } from './api-client.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { programmes } from './storage-engines.ts';

export const PASSWORD = 'a long password';

const people = [
  ['ali', 'demo', 'member', 'team-1'],
  ['rauf', 'demo', 'member', 'team-2'],
  ['leyla', 'demo', 'supervisor', null],
  ['stranger', 'other', 'supervisor', null],
] as const;
type Person = (typeof people)[number][0];

export interface SeededServer {
  readonly server: RunningServer;
  /** A phone on which the person has just signed in. */
  as(person: Person): Promise<ApiClient>;
  remove(): Promise<void>;
}

export interface SeededPlace {
  /** A data folder that is there already, and stays. */
  readonly folder?: string;
  readonly databaseUrl?: string;
  /** Further settings. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A server with two programmes and four people in them. */
export async function startSeededServer(place: SeededPlace = {}): Promise<SeededServer> {
  const { databaseUrl, env } = place;
  const folder = place.folder ?? mkdtempSync(join(tmpdir(), 'safelane-seeded-'));
  await seed({ data: folder, ...(databaseUrl !== undefined && { databaseUrl }) });
  const server = await startServer({
    folder,
    env: { ...env, ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }) },
  });
  return {
    server,
    async as(person) {
      const client = new ApiClient(server.url);
      const response = await client.signIn(person, PASSWORD);
      if (!response.ok) throw new Error(`${person} cannot sign in: ${await response.text()}`);
      await client.session();
      return client;
    },
    async remove() {
      await server.remove();
      if (place.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the programmes and people there. */
export async function seed(where: { readonly data?: string; readonly databaseUrl?: string }): Promise<void> {
  const data = await openData({ data: tmpdir(), ...where });
  for (const programme of Object.values(programmes)) await data.storage.addProgramme(programme);
  for (const team of ['team-1', 'team-2']) await data.storage.addTeams('demo', [{ id: team, name: team }]);
  for (const [userName, programme, role, team] of people) {
    await data.accounts.createAccount({
      userName,
      password: PASSWORD,
      name: userName,
      programme,
      role,
      team,
    });
  }
  await data.close();
}
