/**
 * The main job: a day without a network on the phone, the server back, the supervisor's map and figures; then the
 * worst moments of a push. A real Chromium that is really killed, a real server that is really killed, and a proxy
 * outside both that cuts the connection.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { type Proxy, startProxy } from '#tests/support/proxy/start-proxy.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { createProfile, deskSize, phoneSize, type RunningBrowser, startBrowser } from './support/browser.ts';
import { logClearedArea, logOrdnance, readyForOffline, signIn } from './support/phone-steps.ts';

const corners = [
  { x: 0.35, y: 0.35 },
  { x: 0.65, y: 0.35 },
  { x: 0.65, y: 0.6 },
  { x: 0.35, y: 0.6 },
];

interface Figures {
  readonly records: number;
  readonly grossAreaM2: number;
  readonly apMines: { readonly found: number; readonly destroyed: number };
  readonly uxo: { readonly found: number; readonly destroyed: number };
}

let proxy: Proxy;
let server: RunningServer;
let url: string;
const cleanUp: (() => Promise<unknown> | void)[] = [];

test.beforeAll(async () => {
  proxy = await startProxy();
  url = `http://localhost:${proxy.port}`;
  server = await startServer({ env: { SAFELANE_URL: url } });
  proxy.target(server.port);
});

test.afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
  await server.remove();
  await proxy.close();
});

/** A browser that is closed after the tests, whatever became of it. */
async function browserOn(
  options: Omit<Parameters<typeof startBrowser>[0], 'origin'>,
): Promise<RunningBrowser> {
  const browser = await startBrowser({ ...options, origin: url });
  cleanUp.push(() => browser.kill().catch(() => undefined));
  return browser;
}

async function figuresOf(day: string): Promise<Figures> {
  const { stdout, stderr, code } = await server.cli('tally', '--from', day, '--to', day, '--json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Figures;
}

/** Today in the time zone of the demo programme. */
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Baku' }).format(Date.now());
const geolocation = { latitude: 39.99, longitude: 46.93, accuracy: 4 };

test('a day without a network reaches the supervisor whole, and no cut doubles or loses a record', async () => {
  test.setTimeout(240_000);
  const profile = createProfile();
  cleanUp.push(() => profile.remove());
  const phone = { profile, size: phoneSize, geolocation };

  let browser = await browserOn(phone);
  await signIn(browser.page, url, 'team1');
  await readyForOffline(browser.page);
  const before = await figuresOf(today);

  await server.stop();
  await browser.close();
  browser = await browserOn(phone);
  await browser.page.goto(url);
  await expect(browser.page.getByRole('link', { name: 'Cleared area' })).toBeVisible();
  const areaM2 = await logClearedArea(browser.page, corners);
  expect(areaM2).toBeGreaterThan(0);
  const taps = await logOrdnance(browser.page, { category: 'AP mine', done: 'Destroyed here' });
  expect(taps).toBeLessThanOrEqual(6);
  await logOrdnance(browser.page, { category: 'UXO', done: 'Left, marked', count: 3 });
  await expect(browser.page.locator('.strip')).toContainText('3 not sent');
  await browser.page.getByRole('link', { name: 'Found ordnance' }).click();
  await browser.page.getByRole('button', { name: 'Submunition', exact: true }).click();
  await expect(browser.page.getByText('Draft kept')).toBeVisible();

  await browser.kill();
  browser = await browserOn(phone);
  await browser.page.goto(url);
  await expect(browser.page.locator('.strip')).toContainText('3 not sent');
  await browser.page.getByRole('link', { name: /Records/ }).click();
  const drafts = browser.page.getByRole('region', { name: 'Drafts' });
  await expect(drafts.getByText('Submunition × 1')).toBeVisible();
  await drafts.getByRole('button', { name: /Discard/ }).click();
  await expect(drafts).toHaveCount(0);
  await browser.page.goto(url);
  await browser.page.getByRole('link', { name: 'Today' }).click();
  await expect(browser.page.getByText('AP mine × 1')).toBeVisible();
  await expect(browser.page.getByText('UXO × 3')).toBeVisible();
  await browser.page.goto(url);
  await expect(browser.page.locator('.strip')).toContainText('3 not sent');

  await server.start();
  await expect(browser.page.locator('.strip')).toContainText('All sent', { timeout: 90_000 });
  const after = await figuresOf(today);
  expect(after.records - before.records).toBe(3);
  expect(after.apMines).toEqual({
    found: before.apMines.found + 1,
    destroyed: before.apMines.destroyed + 1,
  });
  expect(after.uxo).toEqual({ found: before.uxo.found + 3, destroyed: before.uxo.destroyed });

  await test.step('the supervisor sees them on map and list, and exports the figures', async () => {
    const deskProfile = createProfile();
    cleanUp.push(() => deskProfile.remove());
    const desk = await browserOn({ profile: deskProfile, size: deskSize });
    await signIn(desk.page, `${url}/desk?from=${today}&to=${today}`, 'supervisor');
    const list = desk.page.getByRole('listbox', { name: 'Records' });
    await expect(list.getByText('AP mine × 1')).toBeVisible({ timeout: 30_000 });
    await expect(list.getByText('UXO × 3')).toBeVisible();
    await expect(list.getByText('Cleared')).toBeVisible();
    await test.step('on the map: a touch in the middle of the only area there opens that area', async () => {
      const { page } = desk;
      const day = new URL(page.url()).search;
      await page.goto(`${url}/desk${day}&kind=clearance`);
      await expect(list.getByRole('option')).toHaveCount(1);
      await page.getByRole('application').click();
      await expect(page).toHaveURL(/record=/);
      await expect(list.getByRole('option', { selected: true })).toContainText('Cleared');
      await page.goto(`${url}/desk${day}`);
    });

    await logOrdnance(browser.page, { category: 'IED', done: 'Left, marked' });
    await expect(list.getByText('IED × 1')).toBeVisible({ timeout: 10_000 });

    await desk.page.getByRole('link', { name: 'Tally' }).click();
    const csv = await exported(desk, /tally/i);
    const row = (name: string) => csv.split('\r\n').find((line) => line.startsWith(`${name},`));
    expect(row('From')).toBe(`From,${today}`);
    expect(row('AP mines')).toBe('AP mines,1,1');
    // Three UXO and an IED, which the official column counts with them.
    expect(row('UXO')).toBe('UXO,4,0');
    const grossM2 = Number((/^(?:Reported cleared|Cleared),[\d.]+,([\d.]+),/m.exec(csv) ?? [])[1]);
    expect(Math.abs(grossM2 - areaM2)).toBeLessThanOrEqual(1);
    const records = await exported(desk, /records/i);
    expect(records.trim().split('\r\n')).toHaveLength(1 + 4);
    await desk.close();
  });

  await test.step('the connection is cut after the first bytes of a push', async () => {
    await expect(browser.page.locator('.strip')).toContainText('All sent', { timeout: 60_000 });
    const count = (await figuresOf(today)).records;
    const fault = { type: 'cut-request', afterBytes: 60 } as const;
    const { struck } = proxy.fault('POST /api/v1/push', fault, { times: 1 });
    await logOrdnance(browser.page, { category: 'Fuze', done: 'Left, marked' });
    await struck;
    await expect(browser.page.locator('.strip')).toContainText('All sent', { timeout: 90_000 });
    expect((await figuresOf(today)).records).toBe(count + 1);
  });

  await test.step('the server is killed after its commit and before its answer', async () => {
    const count = (await figuresOf(today)).records;
    const { struck } = proxy.fault(
      'POST /api/v1/push',
      { type: 'cut-answer', afterBytes: 0 },
      { times: 1, onStrike: () => process.kill(server.pid, 'SIGKILL') },
    );
    await logOrdnance(browser.page, { category: 'Booby-trap', done: 'Left, marked' });
    await struck;
    await server.kill();
    expect((await figuresOf(today)).records).toBe(count + 1);
    await expect(browser.page.locator('.strip')).toContainText('1 not sent');
    await server.start();
    await expect(browser.page.locator('.strip')).toContainText('All sent', { timeout: 90_000 });
    expect((await figuresOf(today)).records).toBe(count + 1);
    await browser.page.goto(`${url}/today`);
    await expect(browser.page.getByText('Booby-trap × 1')).toHaveCount(1);
  });
});

/** Clicks Export and the choice named, and reads the file that comes. */
async function exported(desk: RunningBrowser, choice: RegExp): Promise<string> {
  await desk.page.getByRole('button', { name: 'Export' }).click();
  const coming = desk.page.waitForEvent('download');
  await desk.page.getByRole('menuitem', { name: choice }).click();
  const download = await coming;
  return readFileSync(await download.path(), 'utf8');
}
