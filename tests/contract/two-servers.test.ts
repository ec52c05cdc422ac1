import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeRows } from '#protocol/pack.ts';
import { createDatabase } from '#tests/support/postgres/database.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import { PASSWORD, seed } from '#tests/support/server/seeded-server.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { postgresMissing, postgresUrl } from '#tests/support/server/storage-engines.ts';

describe.skipIf(postgresMissing() !== undefined)('Two server processes on one database', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let servers: RunningServer[];
  beforeAll(async () => {
    database = await createDatabase(postgresUrl);
    await seed({ databaseUrl: database.url });
    const env = { DATABASE_URL: database.url };
    // At the same time, as a platform starts them.
    servers = await Promise.all([startServer({ env }), startServer({ env })]);
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.remove()));
    await database.remove();
  });

  const [first, second] = [0, 1].map((at) => () => {
    const server = servers[at];
    if (!server) throw new Error(`there is no server ${at}`);
    return server;
  }) as [() => RunningServer, () => RunningServer];

  /** Somebody who signed in at the first server, talking to either. */
  async function atBoth(person: string): Promise<[ApiClient, ApiClient]> {
    const one = new ApiClient(first().url);
    const signedIn = await one.signIn(person, PASSWORD);
    expect(signedIn.status).toBe(200);
    return [one, new ApiClient(second().url, one)];
  }
  const pulled = async (client: ApiClient, bucket: string, after = 0) => {
    const response = await client.request(`/api/v1/pull?bucket=${bucket}&after=${after}`);
    expect(response.status).toBe(200);
    return decodeRows(((await response.json()) as { columns: Parameters<typeof decodeRows>[0] }).columns);
  };

  it('take a session of the other, and see its records at once', async () => {
    const [here, there] = await atBoth('ali');
    await here.session();
    const made = here.change();
    expect((await here.pushed([made])).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect((await there.session()).buckets).toEqual((await here.session()).buckets);
    expect(await pulled(there, 'team:team-1')).toMatchObject([{ id: made.record, body: { note: 'Found' } }]);
  });

  it('decide what both are sent as if there were one, without a gap for a reader of either', async () => {
    const people = await Promise.all(['ali', 'ali', 'leyla', 'leyla'].map(atBoth));
    const before = (await pulled(people[2]?.[0] as ApiClient, 'all')).at(-1)?.seq ?? 0;
    const sending = people.map(async ([here, there], index) => {
      await here.session();
      for (let round = 0; round < 10; round++) {
        const batch = Array.from({ length: 5 }, () => here.change());
        const client = (index + round) % 2 === 0 ? here : there;
        expect((await client.pushed(batch)).outcomes).toHaveLength(5);
        // The same again, to the other: its answer was lost on the way.
        const again = await (client === here ? there : here).pushed(batch);
        expect(again.outcomes.every(({ outcome }) => outcome === 'applied')).toBe(true);
      }
    });
    const pushes = { areDone: false };
    const done = Promise.all(sending).finally(() => (pushes.areDone = true));
    const [reader] = await atBoth('leyla');
    const readers = [reader, new ApiClient(second().url, reader)];
    const seen: number[][] = [[], []];
    const readOn = async () => {
      for (const [at, client] of readers.entries()) {
        const own = seen[at] ?? [];
        own.push(...(await pulled(client, 'all', own.at(-1) ?? before)).map(({ seq }) => seq));
      }
    };
    while (!pushes.areDone) await readOn();
    await done;
    await readOn();
    const expected = Array.from({ length: 4 * 10 * 5 }, (_, index) => before + index + 1);
    expect(seen).toEqual([expected, expected]);
  });

  it('go on when one of them is killed, and it finds everything when it is back', async () => {
    const [here, there] = await atBoth('rauf');
    await here.session();
    await first().kill();
    const made = here.change({ set: { team: 'team-2' } });
    expect((await there.pushed([made])).outcomes).toMatchObject([{ outcome: 'applied' }]);
    await first().start();
    expect(await pulled(here, 'team:team-2')).toMatchObject([{ id: made.record }]);
  });
});
