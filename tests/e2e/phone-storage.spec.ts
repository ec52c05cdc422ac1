/** The phone's storage at its worst, in a real Chromium: full, cleared, damaged, its connection killed. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { createProfile, phoneSize, type RunningBrowser, startBrowser } from './support/browser.ts';
import {
  clearSite,
  damageNewestChange,
  killConnections,
  limitStorage,
  outboxRows,
  watchConnection,
} from './support/device.ts';
import { logOrdnance, readyForOffline, signIn } from './support/phone-steps.ts';

let server: RunningServer;
const cleanUp: (() => Promise<unknown> | void)[] = [];

// A trace cannot be ended in a browser that was killed.
test.use({ trace: 'off' });

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => server.remove());
test.beforeEach(async () => {
  if (!server.isRunning) await server.start();
});
test.afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) await undo();
});

async function phone(): Promise<RunningBrowser> {
  const profile = createProfile();
  cleanUp.push(() => profile.remove());
  const geolocation = { latitude: 39.99, longitude: 46.93, accuracy: 4 };
  const browser = await startBrowser({ profile, size: phoneSize, origin: server.url, geolocation });
  cleanUp.push(() => browser.kill().catch(() => undefined));
  return browser;
}

const strip = (page: Page) => page.locator('.strip');
const recordsOnServer = async () => {
  const { stdout } = await server.cli('tally', '--from', '2020-01-01', '--to', '2099-12-31', '--json');
  return (JSON.parse(stdout) as { readonly records: number }).records;
};

test('pain 3: a full phone gives up the map before a record, and then says that it is full and keeps the form', async () => {
  const { page } = await phone();
  const storage = await limitStorage(page, server.url);
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  const before = await recordsOnServer();
  await server.stop();

  await test.step('the record is saved, and a person is told what it cost', async () => {
    await storage.fill();
    await logOrdnance(page, { category: 'AP mine', done: 'Left, marked' });
    await expect(strip(page)).toContainText('1 not sent');
    await page.goto(`${server.url}/attention`);
    await expect(page.getByText('The map was taken off it')).toBeVisible();
  });

  await test.step('with nothing left to give up the form stays as it is, and nothing is half saved', async () => {
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Found ordnance' }).click();
    await page.getByRole('button', { name: 'Fuze', exact: true }).click();
    await page.getByRole('button', { name: 'Left, marked', exact: true }).click();
    await expect(page.getByRole('group', { name: 'Position' })).toContainText('±');
    await storage.fill();
    const save = page.getByRole('button', { name: /^Save/ });
    await save.click();
    await expect(page.getByText("The phone's storage is full").first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Fuze' })).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('button', { name: 'Left, marked' })).toHaveAttribute('aria-pressed', 'true');
    expect(await outboxRows(page)).toHaveLength(1);
    await storage.empty();
    await save.click();
    await expect(page.getByText(/^Saved: /)).toBeVisible();
    expect((await outboxRows(page)).map(({ n }) => n)).toEqual([1, 2]);
  });

  await server.start();
  await expect(strip(page)).toContainText('All sent', { timeout: 60_000 });
  expect((await recordsOnServer()) - before).toBe(2);
});

test('pain 2: a connection that was killed under the open app is opened anew, and the save is stored', async () => {
  const { page } = await phone();
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  await server.stop();
  const isKilled = await watchConnection(page);
  await killConnections(page);
  expect(await isKilled()).toBe(true);
  await logOrdnance(page, { category: 'AP mine', done: 'Left, marked' });
  await expect(strip(page)).toContainText('1 not sent');
  expect(await outboxRows(page)).toHaveLength(1);
});

test('a change that the disk has damaged is shown at the start, can be saved as a file, and stops no other', async () => {
  const { page } = await phone();
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  const before = await recordsOnServer();
  await server.stop();
  await logOrdnance(page, { category: 'AP mine', done: 'Left, marked' });
  await logOrdnance(page, { category: 'Fuze', done: 'Left, marked' });
  const id = await damageNewestChange(page);
  await page.goto(`${server.url}/attention`);
  await expect(page.getByText('A saved change is not as it was')).toBeVisible();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const file = readFileSync(await (await coming).path(), 'utf8');
  expect(file).toContain(id);
  await page.goto(server.url);
  await server.start();
  await expect(strip(page)).toContainText('All sent', { timeout: 60_000 });
  expect((await recordsOnServer()) - before).toBe(1);
});

test('pain 1: what the phone says of keeping its data is its own answer', async () => {
  const { page } = await phone();
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  const status = page.getByRole('dialog', { name: 'This phone' });
  await page.locator('.strip-state').click();
  await expect(status.getByText('Not asked yet')).toBeVisible();
  await status.getByRole('button', { name: 'Ask the phone to keep it' }).click();
  await expect(status.getByText('Storage may be cleared by the phone')).toBeVisible();
  await status.getByRole('button', { name: 'Close' }).click();
  await expect(strip(page)).toContainText('Storage may be cleared by the phone: install the app');
  const session = await page.context().newCDPSession(page);
  await session.send('Browser.grantPermissions', {
    origin: server.url,
    permissions: ['durableStorage', 'geolocation'],
  });
  // A save asks too, from the touch of its button, once in each run of the app.
  await page.reload();
  await logOrdnance(page, { category: 'AP mine', done: 'Left, marked' });
  await expect(strip(page)).not.toContainText('Storage may be cleared');
  await page.locator('.strip-state').click();
  await expect(status.getByText('The phone keeps the app’s data.')).toBeVisible();
});

for (const what of ['storage', 'everything'] as const) {
  test(`pain 1: ${what} cleared by the phone: the app says so, and what was sent comes back with a sign-in`, async () => {
    const { page } = await phone();
    await signIn(page, server.url, 'team1');
    await readyForOffline(page);
    await logOrdnance(page, { category: 'AP mine', done: 'Left, marked' });
    await expect(strip(page)).toContainText('All sent');
    const before = await recordsOnServer();
    const phoneTag = async () => {
      await page.locator('.strip-state').click();
      const text = await page.getByText(/phone [A-Z0-9]+/).innerText();
      await page.getByRole('button', { name: 'Close' }).click();
      return /phone ([A-Z0-9]+)/.exec(text)?.[1];
    };
    const tag = await phoneTag();
    expect(tag).toBeDefined();
    await clearSite(page, server.url, what);
    await page.goto(server.url);
    await expect(
      page.getByText(
        what === 'storage'
          ? 'The phone has cleared what the app kept on it.'
          : 'Was it in use on this phone before? What was sent comes back when you sign in.',
      ),
    ).toBeVisible();
    await signIn(page, server.url, 'team1');
    await readyForOffline(page);
    expect(await phoneTag()).not.toBe(tag);
    await page.getByRole('link', { name: 'Today' }).click();
    await expect(page.getByText('AP mine × 1').first()).toBeVisible();
    expect(await recordsOnServer()).toBe(before);
  });
}
