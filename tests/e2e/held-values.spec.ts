/**
 * Two people change the same record without a network: both values are kept, both are shown, and a supervisor chooses.
 * What reaches a record after it was approved waits at the desk to be dismissed, or reopened and taken. Real Chromium
 * windows, one each, on a real server.
 */
import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { decodeRows } from '#protocol/pack.ts';
import type { Page as BucketPage } from '#protocol/page.ts';
import type { RecordState } from '#protocol/record.ts';
import { CHROMIUM_ARGS, findChromium } from '#tests/support/gate/chromium.ts';
import { ApiClient } from '#tests/support/server/api-client.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { deskSize, phoneSize, type Size } from './support/browser.ts';
import { changeClearedArea, logClearedArea, readyForOffline, signIn } from './support/phone-steps.ts';

const corners = [
  { x: 0.35, y: 0.35 },
  { x: 0.65, y: 0.35 },
  { x: 0.65, y: 0.6 },
  { x: 0.35, y: 0.6 },
];

let server: RunningServer;
let browser: Browser;

test.beforeAll(async () => {
  server = await startServer();
  const { code, stderr } = await server.cli(
    'user',
    'add',
    'boris',
    '--programme',
    'demo',
    '--role',
    'member',
    '--team',
    'Team 1',
    '--password',
    'safelane-demo',
    '--full-name',
    'Boris',
  );
  if (code !== 0) throw new Error(stderr);
  const executablePath = findChromium(process.env, existsSync);
  browser = await chromium.launch({
    args: [...CHROMIUM_ARGS],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
});

test.afterAll(async () => {
  await browser.close();
  await server.remove();
});

/** Somebody's own device. */
interface Device {
  readonly window: BrowserContext;
  readonly page: Page;
}

async function deviceOf(user: string, size: Size): Promise<Device> {
  const window = await browser.newContext({
    viewport: size,
    permissions: ['geolocation'],
    geolocation: { latitude: 40.0155, longitude: 46.9037, accuracy: 4 },
    reducedMotion: 'reduce',
  });
  const page = await window.newPage();
  page.setDefaultTimeout(15_000);
  await signIn(page, server.url, user);
  return { window, page };
}

async function phoneOf(user: string): Promise<Device> {
  const device = await deviceOf(user, phoneSize);
  await readyForOffline(device.page);
  return device;
}

async function sendAll({ page }: Device): Promise<void> {
  await page.goto(server.url);
  await expect(page.locator('.strip')).toContainText('All sent', { timeout: 30_000 });
}

/** The record as the phone shows it, once it has heard what the server has. */
async function expectDepth({ page }: Device, record: string, depth: string): Promise<void> {
  await page.goto(`${server.url}/records/${record}`);
  await expect(page.locator('.facts')).toContainText(depth, { timeout: 30_000 });
  await expect(page.getByText(/people changed|people drew|after this was/)).toHaveCount(0);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('what two people changed is shown on both sides and chosen from, before and after an approval', async () => {
  test.setTimeout(150_000);
  const team1 = await phoneOf('team1');
  const boris = await phoneOf('boris');
  await logClearedArea(team1.page, corners);
  await sendAll(team1);
  await team1.page.goto(`${server.url}/records`);
  await team1.page
    .getByRole('link', { name: /-C-\d{6}-/ })
    .first()
    .click();
  await expect(team1.page).toHaveURL(/\/records\/[0-9a-f-]{36}$/);
  const record = new URL(team1.page.url()).pathname.split('/').at(-1) ?? '';
  await boris.page.goto(`${server.url}/records/${record}`);
  await expect(boris.page.getByRole('link', { name: 'Edit' })).toBeVisible({ timeout: 30_000 });

  await test.step('both change depth and area without a network', async () => {
    for (const [device, depth, corner] of [
      [team1, '35', { x: 0.2, y: 0.5 }],
      [boris, '45', { x: 0.5, y: 0.2 }],
    ] as const) {
      await device.window.setOffline(true);
      await changeClearedArea(device.page, server.url, record, { depth, corner });
    }
    for (const device of [team1, boris]) {
      await device.window.setOffline(false);
      await sendAll(device);
    }
  });

  await test.step('the one whose values wait is told, and sees both areas', async () => {
    const { page } = boris;
    await page.goto(`${server.url}/attention`);
    const depth = page.getByRole('region', { name: 'Two people changed the depth' });
    await expect(depth).toContainText('On the record, by Team 1');
    await expect(depth).toContainText('35 cm');
    await expect(depth).toContainText('Yours');
    await expect(depth).toContainText('45 cm');
    const area = page.getByRole('region', { name: 'Two people drew the area' });
    await expect(area.locator('.leaflet-marker-pane .comparison-letter')).toHaveText(['A', 'B']);
    await expectAccessible(page);
  });

  const desk = await deviceOf('supervisor', deskSize);
  const { page } = desk;
  await test.step('the supervisor finds the record, sees both, and chooses one of each', async () => {
    await page.getByRole('button', { name: '1 waits for a choice' }).click({ timeout: 30_000 });
    await page.getByRole('listbox').getByRole('option').first().click();
    const depth = page.getByRole('region', { name: 'Two people changed the depth' });
    await expect(depth).toContainText('35 cm');
    await expect(depth).toContainText(/On the record, by Team 1 · .+ · received/);
    const area = page.getByRole('region', { name: 'Two people drew the area' });
    await expect(area).toContainText(/m² (larger|smaller); .+ m² lie in both/);
    await expect(page.locator('.desk-map .leaflet-marker-pane .comparison-letter')).toHaveText(['A', 'B']);
    await expectAccessible(page);
    await depth.getByRole('button', { name: 'Take 45 cm' }).press('Enter');
    await expect(depth).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeFocused();
    await area.getByRole('button', { name: /^Keep/ }).click();
    await expect(area).toHaveCount(0);
    await expect(page.locator('.desk-map .leaflet-marker-pane .comparison-letter')).toHaveCount(0);
    await expect(page.locator('.desk-facts')).toContainText('45 cm');
  });
  for (const device of [team1, boris]) await expectDepth(device, record, '45 cm');

  await test.step('both change it again without a network, while it is approved', async () => {
    for (const [device, depth] of [
      [team1, '55'],
      [boris, '65'],
    ] as const) {
      await device.window.setOffline(true);
      await changeClearedArea(device.page, server.url, record, { depth });
    }
    await approve(record);
    for (const device of [team1, boris]) {
      await device.window.setOffline(false);
      await sendAll(device);
    }
    await boris.page.goto(`${server.url}/attention`);
    await expect(boris.page.getByText('It waits at the office').first()).toBeVisible();
    await expect(boris.page.getByRole('button', { name: /Keep|Take|Dismiss|Reopen/ })).toHaveCount(0);
  });

  await test.step('one is dismissed, the other is taken by reopening the record', async () => {
    const first = page.getByRole('region', { name: 'Team 1 changed the depth after this was approved' });
    await expect(first).toContainText('55 cm', { timeout: 30_000 });
    await expectAccessible(page);
    await first.getByRole('button', { name: 'Dismiss' }).click();
    await expect(first).toHaveCount(0);
    const second = page.getByRole('region', { name: 'Boris changed the depth after this was approved' });
    await expect(page.locator('.desk-facts')).toContainText('45 cm');
    await second.getByRole('button', { name: 'Reopen and take it' }).click();
    await expect(second).toHaveCount(0);
    await expect(page.locator('.desk-facts')).toContainText('65 cm');
  });
  for (const device of [team1, boris]) await expectDepth(device, record, '65 cm');
  const state = await storedRecord(record);
  expect(state.status).toBe('submitted');
  expect(state.holds).toEqual([]);
});

/** As the supervisor does, from another place. */
async function supervisorClient(): Promise<ApiClient> {
  const client = new ApiClient(server.url);
  await client.signIn('supervisor', 'safelane-demo');
  await client.session();
  return client;
}

interface History {
  readonly changes: readonly { readonly seq: number }[];
}

async function approve(record: string): Promise<void> {
  const client = await supervisorClient();
  const response = await client.request(`/api/v1/records/${record}/history`);
  const { changes } = (await response.json()) as History;
  const { outcomes } = await client.pushed([
    client.change({
      record,
      kind: 'clearance',
      base: { epoch: client.epoch, seq: changes.at(-1)?.seq ?? 0 },
      act: { type: 'approve' },
    }),
  ]);
  expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
}

async function storedRecord(record: string): Promise<RecordState> {
  const client = await supervisorClient();
  let after = 0;
  for (;;) {
    const response = await client.request(`/api/v1/pull?bucket=all&after=${after}`);
    const page = (await response.json()) as BucketPage;
    const found = decodeRows(page.columns).find(({ id }) => id === record);
    if (found && !('gone' in found)) return found;
    if (!page.more) throw new Error('The server does not have the record.');
    after = page.through;
  }
}
