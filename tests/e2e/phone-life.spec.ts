/** What happens to a phone between two screens: the tab is evicted, the login runs out, somebody else takes it, it is put away. */
import { expect, type Page, test } from '@playwright/test';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { outboxRows } from './support/device.ts';
import { logOrdnance, readyForOffline, save, signIn } from './support/phone-steps.ts';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => server.remove());
test.beforeEach(async () => {
  if (!server.isRunning) await server.start();
});
test.use({ permissions: ['geolocation', 'background-sync'] });

/** A receiver gives a fix each second, a little elsewhere each time. */
let stopGps: () => void = () => undefined;
test.beforeEach(async ({ context }) => {
  let count = 0;
  const report = async () => {
    count += 1;
    const latitude = 39.99 + (count % 2) * 1e-6;
    // The browser may be gone between two fixes.
    await context.setGeolocation({ latitude, longitude: 46.93, accuracy: 4 }).catch(() => undefined);
  };
  await report();
  const timer = setInterval(() => void report(), 1_000);
  stopGps = () => clearInterval(timer);
});
test.afterEach(() => stopGps());

const strip = (page: Page) => page.locator('.strip');
const recordsOnServer = async () => {
  const { stdout } = await server.cli('tally', '--from', '2020-01-01', '--to', '2099-12-31', '--json');
  return (JSON.parse(stdout) as { readonly records: number }).records;
};

test('pain 13: the phone evicts the tab while a form is open, and the form is as it was', async ({
  context,
  page,
}) => {
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  await page.getByRole('link', { name: 'Found ordnance' }).click();
  await page.getByRole('button', { name: 'Submunition', exact: true }).click();
  await page.getByRole('button', { name: 'How many: one more' }).click();
  await expect(page.getByText('Draft kept')).toBeVisible();
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  const again = await context.newPage();
  await again.goto(`${server.url}/records`);
  await again.getByRole('region', { name: 'Drafts' }).getByText('Submunition × 2').click();
  await expect(again.getByRole('button', { name: 'Submunition' })).toHaveAttribute('aria-pressed', 'true');
});

test('a form that was opened before the first pull takes up the task when it comes, and is saved', async ({
  context,
  page,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await context.route('**/api/v1/pull*', async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page, server.url, 'team1');
  await page.getByRole('link', { name: 'Found ordnance' }).click();
  await page.getByRole('button', { name: 'Submunition', exact: true }).click();
  await expect(page.locator('.head-task')).toContainText('choose');
  release();
  await expect(page.locator('.head-task')).toContainText(/[A-Z]+-\d+/);
  await page.getByRole('button', { name: 'Destroyed here' }).click();
  await expect(page.getByRole('group', { name: 'Position' })).toContainText('±');
  await save(page);
});

test('pain 19: a login that ran out pauses sending only, and the same person resumes where it stopped', async ({
  context,
  page,
}) => {
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  const before = await recordsOnServer();
  await context.clearCookies();
  await logOrdnance(page, { category: 'AP mine', done: 'Left, marked' });
  await expect(strip(page)).toContainText('Sign in to send 1');
  await logOrdnance(page, { category: 'Fuze', done: 'Left, marked' });
  await expect(strip(page)).toContainText('Sign in to send 2');
  await page.reload();
  await expect(strip(page)).toContainText('Sign in to send 2');
  expect(await recordsOnServer()).toBe(before);
  await page.locator('.strip-state').click();
  const sheet = page.getByRole('dialog', { name: 'Sign in again' });
  await sheet.getByLabel('User name').fill('team1');
  await sheet.getByLabel('Password', { exact: true }).fill('safelane-demo');
  await sheet.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(strip(page)).toContainText('All sent');
  expect((await recordsOnServer()) - before).toBe(2);
});

test('pain 19: two people on one phone stay apart, and neither waits for the other', async ({ page }) => {
  const signOut = async () => {
    await page.locator('.strip-state').click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('button', { name: 'Sign out now' }).click();
  };
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  const before = await recordsOnServer();
  await server.stop();
  await logOrdnance(page, { category: 'AP mine', done: 'Left, marked' });
  await expect(strip(page)).toContainText('1 not sent');
  await signOut();
  await expect(page.getByText(/1 change is not sent yet and stays on this phone/)).toBeVisible();
  await server.start();

  await signIn(page, server.url, 'team2');
  await readyForOffline(page);
  await logOrdnance(page, { category: 'Fuze', done: 'Left, marked' });
  await expect(strip(page)).toContainText('All sent');
  expect((await recordsOnServer()) - before).toBe(1);
  expect((await outboxRows(page)).filter(({ state }) => state === 'pending')).toHaveLength(1);
  await signOut();

  await signIn(page, server.url, 'team1');
  await expect(strip(page)).toContainText('All sent');
  expect((await recordsOnServer()) - before).toBe(2);
});

test('pain 22: saved without a network and the app put away: it is sent when the network is back', async ({
  context,
  page,
}) => {
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  const before = await recordsOnServer();
  const session = await context.newCDPSession(await context.newPage());
  const registration = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(server.url));
      if (ours) resolve(ours.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  await server.stop();
  await logOrdnance(page, { category: 'AP mine', done: 'Left, marked' });
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const { sync } = (await navigator.serviceWorker.ready) as unknown as {
          sync: { getTags(): Promise<string[]> };
        };
        return sync.getTags();
      }),
    )
    .toEqual(['push-unsent']);
  await page.close();
  await server.start();
  expect(await recordsOnServer()).toBe(before);
  // As the browser does when it has a network again.
  await session.send('ServiceWorker.dispatchSyncEvent', {
    origin: server.url,
    registrationId: await registration,
    tag: 'push-unsent',
    lastChance: false,
  });
  await expect.poll(recordsOnServer).toBe(before + 1);
  const again = await context.newPage();
  await again.goto(server.url);
  await expect(strip(again)).toContainText('All sent');
  expect(await recordsOnServer()).toBe(before + 1);
});
