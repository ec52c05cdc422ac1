/**
 * A day's work over a bad link: 180 records that a phone has kept without a network go to the server over 50 kbit/s,
 * 1 s each way, where one exchange in twenty is cut somewhere. The phone's own sync and store in this process, on a proxy, on
 * a real server. Once without cuts, then by three seeds; the figures are the medians of these.
 */
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { createRandom } from '#server/demo/random.ts';
import { browserClock } from '#store/follow-browser.ts';
import { createHttpTransport } from '#store/http-transport.ts';
import { createMakeId } from '#store/make-id.ts';
import { openPhone, type OpenedPhone } from '#store/open-phone.ts';
import type { Transport } from '#sync/transport.ts';
import { createOfficeEyes } from '#tests/faults/support/office-eyes.ts';
import { startProxy, type Proxy, type Traffic } from '#tests/support/proxy/start-proxy.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import { startServer } from '#tests/support/server/start-server.ts';
import { daysWork } from './days-work.ts';
import { median, rounded } from './figures.ts';

/** Few exchanges make up a day, and most seeds cut none of them: these cut a session, the push and a pull. */
const seeds = [617, 294, 434];
const link = { bytesPerSecond: { up: 6_250, down: 6_250 }, delayMs: 1_000 };
const cut = { share: 0.05, withinBytes: 30_000 };
/** Longer than that and the day has not arrived. */
const patienceMs = 180_000;

interface Run extends Traffic {
  readonly seconds: number;
  readonly arrivedOnce: boolean;
}

export async function benchSlow(): Promise<Readonly<Record<string, unknown>>> {
  // Live queries ask whether there is an IndexedDB at all; the phones bring their own.
  Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange });
  const proxy = await startProxy();
  const url = `http://localhost:${proxy.port}`;
  const server = await startServer({ env: { SAFELANE_URL: url } });
  proxy.target(server.port);
  try {
    const whole = await day(proxy, url, 0, 0);
    const runs: Run[] = [];
    for (const seed of seeds) runs.push(await day(proxy, url, seed, cut.share));
    const all = [whole, ...runs];
    const of = (name: Exclude<keyof Run, 'arrivedOnce'>) => runs.map((run) => run[name]);
    return {
      upstreamBytes: median(of('up')),
      downstreamBytes: median(of('down')),
      requests: median(of('requests')),
      seconds: median(of('seconds')),
      upstreamBytesWorst: Math.max(...of('up')),
      secondsWorst: Math.max(...of('seconds')),
      upstreamBytesUncut: whole.up,
      downstreamBytesUncut: whole.down,
      secondsUncut: whole.seconds,
      cuts: of('cuts').reduce((sum, each) => sum + each, 0),
      records: 180,
      allArrivedOnce: all.every(({ arrivedOnce }) => arrivedOnce),
      bitsPerSecond: link.bytesPerSecond.up * 8,
      delayMs: link.delayMs,
      cutShare: cut.share,
      seeds: seeds.join(' '),
    };
  } finally {
    await server.remove();
    await proxy.close();
  }
}

async function day(proxy: Proxy, url: string, seed: number, share: number): Promise<Run> {
  const random = createRandom(seed);
  const office = await createOfficeEyes(url);
  const network = { isUp: true };
  const phone = await openTeamPhone(url, network);
  try {
    await phone.sendNow();
    network.isUp = false;
    const task = [...phone.model.all()].find(({ state }) => state.kind === 'task')?.state.id;
    if (task === undefined) throw new Error('The team has no task.');
    const codes: string[] = [];
    for (const { kind, values } of daysWork(random, task)) {
      const draft = await phone.drafts.open(kind);
      const saved = await phone.save({ ...draft, values: { ...draft.values, ...values } }, []);
      codes.push(saved.code);
    }
    const { withinBytes } = cut;
    proxy.link({ ...link, cut: { share, withinBytes, random: createRandom(seed).next } });
    proxy.reset();
    const startedMs = performance.now();
    network.isUp = true;
    void phone.wake('online');
    await allSent(phone);
    const seconds = rounded((performance.now() - startedMs) / 1_000);
    const { traffic } = proxy;
    proxy.link();
    const there = await office.codes();
    const arrivedOnce = there.length === codes.length && codes.every((code, index) => there[index] === code);
    return { ...traffic, seconds, arrivedOnce };
  } finally {
    proxy.link();
    phone.close();
  }
}

/** Everything is decided and pulled back; the loop tries again by itself after a cut. */
function allSent(phone: OpenedPhone): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(JSON.stringify(phone.sync.value))), patienceMs);
  const stop = phone.sync.subscribe(({ phase, unsent, problem }) => {
    if (unsent === 0 && phase === 'idle' && problem === undefined) resolve();
  });
  return promise.finally(() => {
    clearTimeout(timer);
    stop();
  });
}

async function openTeamPhone(url: string, network: { isUp: boolean }): Promise<OpenedPhone> {
  const client = new ApiClient(url);
  await client.signIn('team1', 'safelane-demo');
  const { cookie, userId: user } = client;
  const overHttp = createHttpTransport(asChromium(cookie, url), url);
  const transport: Transport = {
    send: (request) => (network.isUp ? overHttp.send(request) : Promise.reject(new TypeError('no network'))),
  };
  const place = { indexedDB: new IDBFactory(), IDBKeyRange };
  const makeId = createMakeId(browserClock.now, (bytes) => crypto.getRandomValues(bytes));
  const common = { user, transport, makeId, place };
  return openPhone({
    ...common,
    start: 'after-sign-in',
    clock: browserClock,
    random: Math.random,
    registry,
    createLedger,
  });
}

/** With the heads that Chromium on a phone sends: they are upstream bytes as well. */
function asChromium(cookie: string, url: string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    const own = {
      cookie,
      'accept-encoding': 'gzip, deflate, br, zstd',
      'accept-language': 'en-US,en;q=0.9',
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      origin: url,
      referer: `${url}/`,
      'sec-ch-ua': '"Chromium";v="140", "Not=A?Brand";v="24"',
      'sec-ch-ua-mobile': '?1',
      'sec-ch-ua-platform': '"Android"',
      'sec-fetch-dest': 'empty',
      'sec-fetch-mode': 'cors',
      'sec-fetch-site': 'same-origin',
      'user-agent':
        'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    };
    for (const [name, value] of Object.entries(own)) headers.set(name, value);
    return fetch(input, { ...init, headers });
  };
}
