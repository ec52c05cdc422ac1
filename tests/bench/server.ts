/**
 * How fast the server takes records in, on either engine: phones that send one record each, at a load that is offered and at
 * twice that, and phones that send two hundred at once. A real server, durable before it answers, and the phones in a
 * process of their own beside it.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openData } from '#server/cli/context.ts';
import { findPostgres } from '#tests/support/gate/postgres.ts';
import { startCluster } from '#tests/support/postgres/cluster.ts';
import { createDatabase } from '#tests/support/postgres/database.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import { PASSWORD, seed } from '#tests/support/server/seeded-server.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { rounded } from './figures.ts';
import type { LoadFigures, LoadOrder } from './server-load.ts';

const OFFERED_PER_S = 1_500;
const SECONDS = 5;
const PHONES = 300;
const SESSIONS = 20;
const BATCH = 200;
const BATCHES = 200;

export async function benchServer(): Promise<Readonly<Record<string, unknown>>> {
  return { ...(await onSqlite()), ...(await onPostgres()) };
}

async function onSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'safelane-bench-'));
  try {
    await seed({ data: folder });
    const figures = await measure({ data: folder }, await startServer({ folder }));
    return named('sqlite', figures);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onPostgres() {
  if (findPostgres(process.env) === undefined) return { postgres: 'not installed' };
  const cluster = await startCluster({ durable: true });
  try {
    const { url } = await createDatabase((database) => cluster.urlOf(database));
    await seed({ databaseUrl: url });
    const server = await startServer({ env: { DATABASE_URL: url } });
    return named('postgres', await measure({ databaseUrl: url }, server));
  } finally {
    await cluster.stop();
  }
}

type Figures = Awaited<ReturnType<typeof measure>>;

const named = (engine: string, { fastest, single, overload, batches, memoryMb }: Figures) => ({
  [`${engine}SinglePerS`]: fastest.answeredPerS,
  [`${engine}SingleP95Ms`]: rounded(single.p95Ms),
  [`${engine}Single`]: short(single),
  [`${engine}Overload`]: short(overload),
  [`${engine}BatchPerS`]: batches.answeredPerS * BATCH,
  [`${engine}ServerRssMb`]: memoryMb,
});

const short = ({ offeredPerS, answeredPerS, p50Ms, p95Ms, busy, failed }: LoadFigures) => ({
  offeredPerS,
  answeredPerS,
  p50Ms: rounded(p50Ms),
  p95Ms: rounded(p95Ms),
  busy,
  failed,
});

async function measure(where: { data?: string; databaseUrl?: string }, server: RunningServer) {
  try {
    const load = await preparePhones(server);
    const one = { changesPerRequest: 1 };
    // Compiled code and warm caches first, as after an hour of service.
    const warm = await load(PHONES, { ...one, offeredPerS: 1_000, requests: 3_000 });
    const single = await load(PHONES, {
      ...one,
      offeredPerS: OFFERED_PER_S,
      requests: OFFERED_PER_S * SECONDS,
    });
    const overload = await load(PHONES, {
      ...one,
      offeredPerS: 2 * OFFERED_PER_S,
      requests: 2 * OFFERED_PER_S * SECONDS,
    });
    const fastest = await load(PHONES, { ...one, offeredPerS: null, requests: 2 * OFFERED_PER_S * SECONDS });
    const batches = await load(10, { changesPerRequest: BATCH, offeredPerS: null, requests: BATCHES });
    const memoryMb = server.rssMb();
    // What was acknowledged is there, each once.
    const acknowledged = [warm, single, overload, fastest, batches].reduce(
      (sum, { taken }) => sum + taken,
      0,
    );
    await server.kill();
    const stored = await countRecords(where);
    if (stored !== acknowledged)
      throw new Error(`${acknowledged} records were acknowledged, ${stored} stored`);
    return { single, overload, fastest, batches, memoryMb };
  } finally {
    await server.remove();
  }
}

/** A supervisor's task, and members who have it. */
async function preparePhones(server: RunningServer) {
  const supervisor = new ApiClient(server.url);
  await supervisor.signIn('leyla', PASSWORD);
  const { epoch } = await supervisor.session();
  const task = randomUUID();
  const place = { lon: 46.92, lat: 39.92 };
  await supervisor.pushed([
    supervisor.change({
      record: task,
      kind: 'task',
      set: { code: 'BENCH', name: 'Field', team: 'team-1', place },
    }),
  ]);
  const cookies: ApiClient[] = [];
  while (cookies.length < SESSIONS) {
    const client = new ApiClient(server.url);
    await client.signIn('ali', PASSWORD);
    cookies.push(client);
  }
  return async (count: number, order: Omit<LoadOrder, 'port' | 'phones'>): Promise<LoadFigures> => {
    const phones = Array.from({ length: count }, (_, index) => {
      const { cookie, userId } = cookies[index % SESSIONS] as ApiClient;
      const by = { author: userId, team: 'team-1', task, epoch, tag: `P${index}` };
      return { replica: randomUUID(), cookie, by };
    });
    const child = fork(join(import.meta.dirname, 'server-load.ts'));
    const answered = once(child, 'message');
    child.send({ port: server.port, phones, ...order } satisfies LoadOrder);
    const [figures] = (await answered) as [LoadFigures];
    child.disconnect();
    return figures;
  };
}

/** But for the task. */
async function countRecords(where: { data?: string; databaseUrl?: string }): Promise<number> {
  const data = await openData({ data: tmpdir(), ...where });
  let count = -1;
  for await (const _ of data.storage.records('demo')) count += 1;
  await data.close();
  return count;
}
