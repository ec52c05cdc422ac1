/**
 * A person logs items while the network does what networks do, at each of the three calls of a sync. A real Chromium, a
 * proxy outside it, a real server.
 */
import { expect } from '@playwright/test';
import { afterAll, beforeAll, describe, it, onTestFinished } from 'vitest';
import { createRandom } from '#server/demo/random.ts';
import { badGateway, captivePortal, type Fault } from '#tests/support/proxy/fault.ts';
import { fromNode, type Proxy, startProxy } from '#tests/support/proxy/start-proxy.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import {
  createFieldPhone,
  expectOneSent,
  type FieldPhone,
  logItem,
  problemSaid,
  sendAll,
  strip,
} from './support/field-phone.ts';
import { createOfficeEyes } from './support/office-eyes.ts';

let proxy: Proxy;
let server: RunningServer;
let phone: FieldPhone;
let office: Awaited<ReturnType<typeof createOfficeEyes>>;
const logged: string[] = [];

beforeAll(async () => {
  proxy = await startProxy({ spared: fromNode });
  const url = `http://localhost:${proxy.port}`;
  server = await startServer({ env: { SAFELANE_URL: url } });
  proxy.target(server.port);
  office = await createOfficeEyes(url);
  phone = await createFieldPhone(url);
}, 120_000);

afterAll(async () => {
  await phone?.remove();
  await server?.remove();
  await proxy?.close();
});

const calls = {
  session: 'POST /api/v1/session',
  push: 'POST /api/v1/push',
  pull: 'GET /api/v1/pull',
} as const;

const noConnection = 'No connection to the server.';
const gatewaySays = 'The server has a problem (502).';
const foreign = 'Something else than the server answered.';

/** What befalls the call, and what the phone then says. */
const troubles: readonly (readonly [string, Fault, string])[] = [
  ['cut in the middle of the request', { type: 'cut-request', afterBytes: 200 }, noConnection],
  ['cut in the middle of the answer', { type: 'cut-answer', afterBytes: 500 }, noConnection],
  ['done by the server, and its answer lost', { type: 'cut-answer', afterBytes: 0 }, noConnection],
  ['answered 502 by a gateway', { type: 'answer-instead', answer: badGateway }, gatewaySays],
  ['done, and then answered 502 by a gateway', { type: 'answer-after', answer: badGateway }, gatewaySays],
  ['answered by the sign-in page of a hotel', { type: 'answer-instead', answer: captivePortal }, foreign],
  ['answered by half of an answer', { type: 'half-answer' }, foreign],
];

/** The server decides in the push: what fails before it is not sent, and what fails after it is. */
const isDone: Readonly<Record<keyof typeof calls, (fault: Fault) => boolean>> = {
  session: () => false,
  push: ({ type }) => type !== 'cut-request' && type !== 'answer-instead',
  pull: () => true,
};

/** The pull that is meant is the one after the item was pushed, and none that was under way before. */
const onlyThen: Readonly<Record<keyof typeof calls, { readonly after?: string }>> = {
  session: {},
  push: {},
  pull: { after: calls.push },
};

describe.each(Object.keys(calls) as (keyof typeof calls)[])('at the %s', (call) => {
  it.each(troubles)('the call is %s: nothing is lost or doubled', async (_, trouble, sentence) => {
    const { page } = phone;
    const fault = proxy.fault(calls[call], trouble, onlyThen[call]);
    onTestFinished(() => fault.lift());
    const code = await logItem(page);
    logged.push(code);
    await fault.struck;

    await expect(strip(page)).toContainText('Offline');
    await expect(strip(page)).toContainText(call === 'pull' ? 'All sent' : '1 not sent');
    expect(await problemSaid(page)).toContain(sentence);
    const there = (await office.codes()).filter((each) => each === code);
    expect(there).toHaveLength(isDone[call](trouble) ? 1 : 0);

    fault.lift();
    await sendAll(page);
    expect(await office.codes()).toEqual(logged);
    await expectOneSent(page, code);
  });

  it('the call takes longer than anybody waits: the strip says so, and saving goes on', async () => {
    const { page } = phone;
    const fault = proxy.fault(calls[call], { type: 'hold' }, onlyThen[call]);
    onTestFinished(() => fault.lift());
    const first = await logItem(page);
    await fault.struck;
    await expect(strip(page)).toContainText(call === 'pull' ? 'All sent' : '1 not sent · sending…');
    const second = await logItem(page);
    logged.push(first, second);
    await expect(strip(page)).toContainText(call === 'pull' ? '1 not sent' : '2 not sent · sending…');

    fault.lift();
    await expect(strip(page)).toContainText('All sent', { timeout: 30_000 });
    await expect.poll(() => office.codes()).toEqual(logged);
    await expectOneSent(page, first);
    await expectOneSent(page, second);
  });
});

/** Said in the title, so that it can be repeated: the same seed cuts the same exchanges in the same order. */
const linkSeed = Number(process.env['LINK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

it(`pain 9: on a slow link that cuts every third exchange, each item arrives once (LINK_SEED=${linkSeed})`, async () => {
  const { page } = phone;
  const { next: random } = createRandom(linkSeed);
  proxy.link({
    bytesPerSecond: { up: 6_250, down: 6_250 },
    delayMs: 50,
    cut: { share: 1 / 3, withinBytes: 5_000, random },
  });
  onTestFinished(() => proxy.link());
  for (let count = 0; count < 5; count += 1) logged.push(await logItem(page));
  await expect(strip(page)).toContainText('All sent', { timeout: 90_000 });
  await expect.poll(() => office.codes()).toEqual(logged);
  proxy.link();
  await sendAll(page);
  for (const code of logged.slice(-5)) await expectOneSent(page, code);
}, 120_000);

it('pain 26: what the proxy does reaches the service worker’s requests too', async () => {
  const update = () =>
    phone.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return registration.update().then(
        () => 'looked',
        () => 'no network',
      );
    });
  proxy.cutAll();
  onTestFinished(() => proxy.restore());
  expect(await update()).toBe('no network');
  proxy.restore();
  proxy.reset();
  expect(await update()).toBe('looked');
  expect(proxy.traffic.down).toBeGreaterThan(0);
});
