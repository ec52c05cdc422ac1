/**
 * The first sync beside that of others, in one run: the same Chromium, the same records, each peer's own server on this
 * machine, an empty IndexedDB each time. From the start to where a map can draw every record.
 */
import type { Page } from '@playwright/test';
import { createProfile, phoneSize, type RunningBrowser, startBrowser } from '#tests/e2e/support/browser.ts';
import type { RunningServer } from '#tests/support/server/start-server.ts';
import { median, rounded } from './figures.ts';
import { buildApp, bundled } from './sync/bundle.ts';
import { phoneWhilePulling } from './sync/in-the-app.ts';
import { password, pusher, startOurs, readerOf } from './sync/our-server.ts';
import { type Peer, startPeer } from './sync/peer-process.ts';
import { sampleRecords } from './sync/sample-records.ts';
import { bytesOfBucket } from './sync/wire-bytes.ts';

const count = 10_000;
const many = 100_000;
const pushed = 1_000;
const rounds = 3;
/** In these the peers were quickest, of 100, 500, 1,000, 2,500 and 10,000 rows a batch. */
const batch = { rxdb: 1_000, pouchdb: 10_000 } as const;

type InPage = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

export async function benchSync(): Promise<Readonly<Record<string, unknown>>> {
  await buildApp();
  const [ours, rows, couch] = await Promise.all([
    startOurs([count, many]),
    startPeer('row-server.ts', count),
    startPeer('couch-server.ts', count),
  ]);
  const profile = createProfile();
  let browser: RunningBrowser | undefined;
  try {
    browser = await startBrowser({ profile, size: phoneSize, origin: ours.server.url });
    const { page } = browser;
    const run = await runnerOn(page);
    const figures: Record<string, unknown> = {
      ...(await pulls(run, ours.server, rows, couch)),
      ...(await pushes(run, ours.server, couch)),
      bytesPerRecord: rounded(await bytesOfBucket(ours.server, readerOf(count), 'team:team-1', count)),
    };
    await forget(page, ours.server.url);
    Object.assign(figures, await phoneWhilePulling(page, ours.server, readerOf(many)));
    return { records: count, ...figures };
  } finally {
    await browser?.close();
    profile.remove();
    rows.stop();
    couch.stop();
    await ours.remove();
  }
}

type Run = (script: string, url: string, name: string, ...args: readonly unknown[]) => Promise<number>;

/** Calls a function of a bundled script in a new page of the server, on an empty memory. */
async function runnerOn(page: Page): Promise<Run> {
  const names = ['ours', 'rxdb', 'pouchdb', 'dexie'];
  const scripts = new Map<string, string>();
  for (const name of names) scripts.set(name, await bundled(name));
  return async (script, url, name, ...args) => {
    process.stderr.write(`${script} ${name} … `);
    await forget(page, url);
    await page.goto(url);
    await page.evaluate(scripts.get(script) ?? '');
    const result = await page.evaluate(
      async ([called, given]) => {
        const { bench } = globalThis as unknown as { readonly bench: InPage };
        return (await bench[called]?.(...given)) as number;
      },
      [name, args] as const,
    );
    process.stderr.write(`${typeof result === 'number' ? `${Math.round(result)} ms` : 'done'}\n`);
    return result;
  };
}

/** Clears what the origin has stored, whoever still has it open. */
async function forget(page: Page, url: string): Promise<void> {
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(url).origin,
    storageTypes: 'indexeddb,local_storage,cache_storage,service_workers',
  });
  await session.detach();
}

/** Any page of the server's own that loads nothing else. */
const emptyPage = (server: RunningServer) => `${server.url}/api/v1/health`;

async function signedIn(run: Run, server: RunningServer, userName: string): Promise<unknown> {
  return run('ours', emptyPage(server), 'signIn', userName, password);
}

async function pulls(run: Run, server: RunningServer, rows: Peer, couch: Peer) {
  const took = { ours: [] as number[], rxdb: [] as number[], pouchdb: [] as number[], dexie: [] as number[] };
  const user = await signedIn(run, server, readerOf(count));
  // The very first pull of a bucket also makes its kept pages; a programme has one such pull, and many phones.
  const firstEverMs = await run('ours', emptyPage(server), 'pull', user, count);
  for (let round = 0; round < rounds; round += 1) {
    took.rxdb.push(await run('rxdb', `${rows.url}/bench`, 'pull', count, batch.rxdb));
    took.ours.push(await run('ours', emptyPage(server), 'pull', user, count));
    took.pouchdb.push(await run('pouchdb', `${couch.url}/bench`, 'pull', count, batch.pouchdb));
    took.ours.push(await run('ours', emptyPage(server), 'pull', user, count));
    took.dexie.push(await run('dexie', `${rows.url}/bench`, 'pull', count));
  }
  const other = await signedIn(run, server, readerOf(many));
  const firstEver100kMs = await run('ours', emptyPage(server), 'pull', other, many);
  const ours100k: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours100k.push(await run('ours', emptyPage(server), 'pull', other, many));
  }
  const [ours, rxdb, pouchdb, dexie] = [took.ours, took.rxdb, took.pouchdb, took.dexie].map(median);
  const ratio = (peer = Number.NaN) => rounded(peer / (ours ?? Number.NaN));
  return {
    oursMs: Math.round(ours ?? Number.NaN),
    rxdbMs: Math.round(rxdb ?? Number.NaN),
    pouchdbMs: Math.round(pouchdb ?? Number.NaN),
    dexieMs: Math.round(dexie ?? Number.NaN),
    ratioRxdb: ratio(rxdb),
    ratioPouchdb: ratio(pouchdb),
    ratioDexie: ratio(dexie),
    firstEverMs: Math.round(firstEverMs),
    ours100kMs: Math.round(median(ours100k)),
    ours100kOfRxdb: rounded(median(ours100k) / (rxdb ?? Number.NaN), 2),
    firstEver100kMs: Math.round(firstEver100kMs),
  };
}

async function pushes(run: Run, server: RunningServer, couch: Peer) {
  const records = sampleRecords(pushed, 'author-1');
  const user = await signedIn(run, server, pusher);
  const ours: number[] = [];
  const pouchdb: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await run('ours', emptyPage(server), 'push', user, records));
    const target = `pushed-${round}`;
    await fetch(`${couch.url}/db/${target}`, { method: 'PUT' });
    pouchdb.push(await run('pouchdb', `${couch.url}/bench`, 'push', records, batch.pouchdb, target));
  }
  return {
    oursPushMs: Math.round(median(ours)),
    pouchdbPushMs: Math.round(median(pouchdb)),
    ratioPush: rounded(median(pouchdb) / median(ours)),
  };
}
