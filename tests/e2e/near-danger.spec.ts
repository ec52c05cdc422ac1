/** A phone that comes near what another team left in place, without a network, in a real Chromium that is told where it is. */
import { expect, type Page, test } from '@playwright/test';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { createProfile, phoneSize, type RunningBrowser, startBrowser } from './support/browser.ts';
import { logOrdnance, readyForOffline, signIn } from './support/phone-steps.ts';

let server: RunningServer;
const cleanUp: (() => Promise<unknown> | void)[] = [];
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
  await server.remove();
});

const mine = { latitude: 39.5, longitude: 47.5, accuracy: 4 };
/** So many metres south of the mine: a degree of latitude is 111 km. */
const south = (metres: number) => ({ ...mine, latitude: mine.latitude - metres / 111_030 });

async function phoneAt(geolocation: typeof mine, profile = createProfile()) {
  const browser = await startBrowser({ profile, size: phoneSize, origin: server.url, geolocation });
  cleanUp.push(() => profile.remove());
  cleanUp.push(() => browser.kill().catch(() => undefined));
  return { browser, profile };
}

const warning = (page: Page) => page.getByRole('alert').filter({ hasText: 'Recorded item' });
const words =
  /Recorded item about (\d+) m N \(position ±8 m\)\. Stop\. Follow the marking and your supervisor\. Do not leave by unmarked ground\. No warning does not mean safe\./;

/** Whether nothing lies over the middle of the button. */
const canBeTouched = async (page: Page, name: string) => {
  await page.getByRole('button', { name, exact: true }).click({ trial: true });
};

async function leaveMine(): Promise<RunningBrowser> {
  const { browser } = await phoneAt(mine);
  await signIn(browser.page, server.url, 'team1');
  await readyForOffline(browser.page);
  await logOrdnance(browser.page, { category: 'AP mine', done: 'Left, marked' });
  await expect(browser.page.locator('.strip')).toContainText('All sent', { timeout: 30_000 });
  return browser;
}

test('the phone of another team warns offline, on every screen, until it was seen, and says when it cannot', async () => {
  test.setTimeout(240_000);
  const own = await leaveMine();
  const { browser, profile } = await phoneAt(south(300));
  const { page } = browser;
  await signIn(page, server.url, 'team2');
  await readyForOffline(page);
  await test.step('before it loses its network, the phone has heard of what other teams recorded', async () => {
    await page.locator('.strip-state').click();
    await expect(page.getByRole('dialog')).toContainText(/Items as of \d\d:\d\d today/, { timeout: 30_000 });
    await page.getByRole('button', { name: 'Close' }).click();
  });
  await browser.context.setOffline(true);

  await test.step('coming near', async () => {
    await browser.moveTo(south(60));
    await expect(page.locator('.strip')).toContainText('GPS ±4 m');
    await expect(warning(page)).toHaveCount(0);
    await browser.moveTo(south(20));
    await expect(warning(page)).toContainText(words);
    const metres = Number(words.exec(await warning(page).innerText())?.[1]);
    expect(Math.abs(metres - (20 - 8))).toBeLessThanOrEqual(1);
    await expect(warning(page)).toContainText(/Items as of \d\d:\d\d today/);
  });

  await test.step('on a form it covers neither Save nor the way back, and in a sheet it can be answered', async () => {
    await page.getByRole('link', { name: 'Found ordnance' }).click();
    await expect(warning(page)).toBeVisible();
    await canBeTouched(page, 'Save');
    await canBeTouched(page, 'Back');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: /^Task/ }).click();
    await expect(warning(page)).toHaveCount(1);
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText(words);
    await canBeTouched(page, 'I have seen it');
    await page.getByRole('button', { name: 'Close' }).click();
    for (const name of [/Records/, 'Today'] as const) {
      await page.getByRole('link', { name }).click();
      await expect(warning(page)).toBeVisible();
      await page.getByRole('button', { name: 'Back' }).click();
    }
  });

  let again = browser;
  await test.step('the battery dies; started again without a network, the phone still warns', async () => {
    await browser.kill();
    again = (await phoneAt(south(20), profile)).browser;
    await again.context.setOffline(true);
    await again.page.goto(server.url);
    await expect(warning(again.page)).toContainText(words, { timeout: 20_000 });
  });

  await test.step('seen once, it is quiet for the day, also after another start', async () => {
    await again.page.getByRole('button', { name: 'I have seen it' }).click();
    await expect(warning(again.page)).toHaveCount(0);
    await expect(again.page.getByText('Near a recorded item, seen today')).toBeVisible();
    await again.page.reload();
    await expect(again.page.getByText('Near a recorded item, seen today')).toBeVisible();
    await expect(warning(again.page)).toHaveCount(0);
  });

  await test.step('with no position for half a minute it says that it cannot warn', async () => {
    await again.moveTo(null);
    await expect(again.page.getByText('No position: no warnings')).toBeVisible({ timeout: 45_000 });
    await again.moveTo(south(300));
    await expect(again.page.getByText('No position: no warnings')).toHaveCount(0);
  });

  await test.step('the team that left it there is at work on it and is not warned', async () => {
    await expect(own.page.getByText(/No position|Recorded item|seen today/)).toHaveCount(0);
  });

  await test.step('the distance is set in the status sheet', async () => {
    await again.moveTo(south(105));
    await expect(warning(again.page)).toHaveCount(0);
    await again.page.locator('.strip-state').click();
    await again.page.getByRole('button', { name: '100 m', exact: true }).click();
    await again.page.getByRole('button', { name: 'Close' }).click();
    await expect(again.page.getByText('Near a recorded item, seen today')).toBeVisible();
  });
});
