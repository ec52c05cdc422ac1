/** A new version comes while people work: two real tabs, two real builds, and a host that is updated under them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { type AppHost, startAppHost } from './support/app-host.ts';
import { buildNextVersion, type NextVersion, thisVersion } from './support/next-version.ts';
import { readyForOffline, signIn } from './support/phone-steps.ts';

let host: AppHost;
let server: RunningServer;
let next: NextVersion;

test.use({
  permissions: ['geolocation'],
  geolocation: { latitude: 39.99, longitude: 46.93, accuracy: 4 },
});

test.beforeAll(async () => {
  host = await startAppHost();
  [server, next] = await Promise.all([startServer({ env: { SAFELANE_URL: host.url } }), buildNextVersion()]);
  host.target(server.port);
});
test.afterAll(async () => {
  await server.remove();
  await host.close();
  next.remove();
});
test.beforeEach(() => {
  host.up();
  host.serve(thisVersion);
});

/** As the browser does at each start, and the app when it has been open for long. */
const lookForUpdate = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined);
    const { installing } = registration;
    if (!installing) return registration.waiting ? 'installed' : 'none';
    return new Promise<string>((resolve) => {
      installing.addEventListener('statechange', () => resolve(installing.state));
    });
  });

const isNext = async (page: Page) => (await page.locator('meta[name="app-version"]').count()) === 1;
const fetchStatus = (page: Page, path: string) =>
  page.evaluate(async (asked) => (await fetch(asked).catch(() => ({ status: 0 }))).status, path);
const cacheNames = (page: Page) => page.evaluate(async () => caches.keys());

/** A file with a hash in its name that the one version has and the other has not. */
function fileOnlyIn(version: string, other: string): string {
  const assets = (folder: string) => readdirSync(join(folder, 'assets'));
  const found = assets(version).find((name) => !assets(other).includes(name));
  if (found === undefined) throw new Error('The two versions have the same files.');
  return `/assets/${found}`;
}
const oldFile = () => fileOnlyIn(thisVersion, next.folder);

async function openForm(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${host.url}/new/ordnance`);
  await page.getByRole('button', { name: 'Submunition', exact: true }).click();
  await expect(page.getByText('Draft kept')).toBeVisible();
  return page;
}

const banner = (page: Page) => page.getByText('A new version is ready');
const useNow = (page: Page) => page.getByRole('button', { name: 'Use it now' });

test('pain 20: an update is offered, and taken only with no form open in any tab', async ({
  context,
  page,
}) => {
  await signIn(page, host.url, 'team1');
  await readyForOffline(page);
  const form = await openForm(context);
  host.serve(next.folder);
  expect(await lookForUpdate(page)).toBe('installed');
  await expect(banner(page)).toBeVisible();
  await expect(banner(form)).toHaveCount(0);

  await useNow(page).click();
  await expect(page.getByText('A form is open in another tab')).toBeVisible();
  expect(await isNext(page)).toBe(false);

  await test.step('it waits, also over a reload without a network, with every file of the running version', async () => {
    host.down();
    await page.reload();
    await expect(page.getByRole('link', { name: 'Cleared area' })).toBeVisible();
    expect(await isNext(page)).toBe(false);
    expect(await fetchStatus(page, oldFile())).toBe(200);
  });

  await form.getByRole('button', { name: 'Back' }).click();
  await expect(banner(form)).toBeVisible();
  // All of it is on the phone: no network is needed to take it.
  await useNow(page).click();
  await expect.poll(() => isNext(page)).toBe(true);
  await expect(page.getByRole('link', { name: 'Cleared area' })).toBeVisible();
  host.up();

  await test.step('pain 21: the other tab did not stand in the way of the new database, and says what to do', async () => {
    const versions = await page.evaluate(async () => indexedDB.databases());
    expect(versions.find(({ name }) => name === 'safelane-work')?.version).toBe(20);
    expect(await isNext(form)).toBe(false);
    await expect(form.locator('.strip')).toContainText('see problem');
    await form.locator('.strip-state').click();
    await expect(form.getByText('A newer version of the app is open')).toBeVisible();
  });

  await test.step('the other tab still gets its own files, until it is loaded anew', async () => {
    expect(await cacheNames(form)).toHaveLength(2);
    expect(await fetchStatus(form, oldFile())).toBe(200);
    await form.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => isNext(form)).toBe(true);
    await expect(form.getByRole('link', { name: 'Cleared area' })).toBeVisible();
    await expect.poll(() => cacheNames(form)).toHaveLength(1);
    await form.getByRole('link', { name: /Records/ }).click();
    await expect(form.getByRole('region', { name: 'Drafts' }).getByText('Submunition × 1')).toBeVisible();
  });
});

const oddities = {
  'without one of its files': () => ({ [fileOnlyIn(next.folder, thisVersion)]: 'missing' as const }),
  'with the page of another': () => ({ '/index.html': { from: thisVersion } }),
};
for (const [how, oddity] of Object.entries(oddities)) {
  test(`pain 20: a version that arrives ${how} is not used, and the phone still starts without a network`, async ({
    page,
  }) => {
    await signIn(page, host.url, 'team1');
    await readyForOffline(page);
    host.serve(next.folder, oddity());
    expect(await lookForUpdate(page)).toBe('redundant');
    await expect(banner(page)).toHaveCount(0);
    host.down();
    await page.reload();
    await expect(page.getByRole('link', { name: 'Cleared area' })).toBeVisible();
    expect(await isNext(page)).toBe(false);
    host.up();
    host.serve(next.folder);
    expect(await lookForUpdate(page)).toBe('installed');
    await expect(banner(page)).toBeVisible();
  });
}

test('pain 21: a tab with a form does not block a newer version; it says so, and its draft is there after a reload', async ({
  context,
  page,
}) => {
  await signIn(page, host.url, 'team1');
  await readyForOffline(page);
  const form = await openForm(context);
  const opened = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const request = indexedDB.open('safelane-work', 20);
        request.addEventListener('blocked', () => resolve('blocked'));
        request.addEventListener('success', () => {
          request.result.close();
          resolve('opened');
        });
      }),
  );
  expect(opened).toBe('opened');
  await form.getByRole('button', { name: 'Destroyed here', exact: true }).click();
  await expect(form.getByRole('group', { name: 'Position' })).toContainText('±');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  const anyway = form.getByRole('button', { name: 'Save all the same' });
  const refused = form.getByText('A newer version of the app is on this phone');
  await expect(anyway.or(refused)).toBeVisible();
  if (await anyway.isVisible()) await anyway.click();
  const said = form.getByRole('alert').filter({ hasText: 'A newer version of the app is on this phone' });
  await expect(said).toBeVisible();
  await expect(form.getByRole('button', { name: 'Submunition' })).toHaveAttribute('aria-pressed', 'true');
  await expect(form.getByRole('button', { name: 'Destroyed here' })).toHaveAttribute('aria-pressed', 'true');
  await expect(form.getByText(/Draft kept/)).toHaveCount(0);
});
