/** A phone that never reaches a network hands its day over, as a person does it. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { logOrdnance, readyForOffline, signIn } from '#tests/e2e/support/phone-steps.ts';
import { createProfile, phoneSize, startBrowser } from '#tests/e2e/support/browser.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => server.remove());

const openStatus = async (page: Page) => page.locator('.strip button').last().click();
const unsent = (page: Page, text: string) =>
  expect(page.locator('.strip')).toContainText(text, { timeout: 30_000 });

test('what is unsent goes to a file, and any phone with a network brings it in, however often', async () => {
  const profiles = [createProfile(), createProfile()] as const;
  const geolocation = { latitude: 39.99, longitude: 46.93, accuracy: 4 };
  const at = (profile: (typeof profiles)[number]) =>
    startBrowser({ profile, size: phoneSize, origin: server.url, geolocation });
  const field = await at(profiles[0]);
  const carrier = await at(profiles[1]);
  try {
    await signIn(field.page, server.url, 'team1');
    await readyForOffline(field.page);
    await expect(field.page.locator('.strip')).toContainText('AGD-', { timeout: 30_000 });
    await field.context.setOffline(true);
    await logOrdnance(field.page, { category: 'AP mine', done: 'Destroyed here' });
    await logOrdnance(field.page, { category: 'Fuze', done: 'Left, marked' });
    await unsent(field.page, '2 not sent');
    await openStatus(field.page);
    const [download] = await Promise.all([
      field.page.waitForEvent('download'),
      field.page.getByRole('button', { name: 'Export unsent' }).click(),
    ]);
    await expect(field.page.getByText('2 changes in the file.')).toBeVisible();
    const text = readFileSync(await download.path(), 'utf8');

    await signIn(carrier.page, server.url, 'team2');
    await readyForOffline(carrier.page);
    await openStatus(carrier.page);
    const bring = async (content: string) =>
      carrier.page
        .getByLabel('File of changes')
        .setInputFiles({ name: 'day.json', mimeType: 'application/json', buffer: Buffer.from(content) });
    await bring(text.slice(0, 200));
    await expect(carrier.page.getByText(/Nothing was taken from it\./)).toBeVisible();
    await bring(text);
    await expect(carrier.page.getByText('2 changes taken in.')).toBeVisible();
    await unsent(carrier.page, 'All sent');
    await bring(text);
    await expect(carrier.page.getByText('2 changes of the file were here already.')).toBeVisible();

    // Back on a network, the phone that made them finds them there.
    await field.context.setOffline(false);
    await unsent(field.page, 'All sent');
    const { stdout } = await server.cli('check', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Baku' }).format(Date.now());
    const tally = await server.cli('tally', '--from', today, '--to', today, '--json');
    expect(JSON.parse(tally.stdout)).toMatchObject({ records: 2, apMines: { found: 1, destroyed: 1 } });
  } finally {
    await field.close();
    await carrier.close();
    for (const profile of profiles) profile.remove();
  }
});
