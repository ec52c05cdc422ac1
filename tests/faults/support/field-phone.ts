import { expect, type Page } from '@playwright/test';
import {
  type BrowserOptions,
  createProfile,
  phoneSize,
  type RunningBrowser,
  startBrowser,
} from '#tests/e2e/support/browser.ts';
import { logOrdnance, readyForOffline, signIn } from '#tests/e2e/support/phone-steps.ts';

const geolocation = { latitude: 39.99, longitude: 46.93, accuracy: 4 };
const slow = { timeout: 30_000 };

/** A phone of team 1 with the app on it, in a real browser that a test may kill and start again. */
export interface FieldPhone {
  readonly page: Page;
  /** Opens the app on the profile as it was left. */
  start(): Promise<void>;
  /** Ends the browser as its user would: what it keeps in memory for a while (who is signed in) is on the disk then. */
  close(): Promise<void>;
  /** As an empty battery does. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

/** Signed in, with everything pulled and ready to start without a network. */
export async function createFieldPhone(url: string): Promise<FieldPhone> {
  const profile = createProfile();
  const options: BrowserOptions = { profile, size: phoneSize, origin: url, geolocation };
  let browser: RunningBrowser = await startBrowser(options);
  await signIn(browser.page, url, 'team1');
  await readyForOffline(browser.page);
  // The tasks come with the first pull, and a form opened before it has none to begin with.
  await expect(strip(browser.page).locator('.strip-task')).not.toContainText('none', slow);
  return {
    get page() {
      return browser.page;
    },
    async start() {
      browser = await startBrowser(options);
      await browser.page.goto(url);
      await expect(browser.page.getByRole('link', { name: 'Found ordnance' })).toBeVisible(slow);
    },
    close: () => browser.close(),
    kill: () => browser.kill(),
    async remove() {
      await browser.kill().catch(() => undefined);
      profile.remove();
    },
  };
}

export const strip = (page: Page) => page.locator('.strip');

/** Logs an item that is left where it is. @returns the code that the phone says it has saved */
export async function logItem(page: Page): Promise<string> {
  await logOrdnance(page, { category: 'UXO', done: 'Left, marked' });
  const said = await page.getByText(/^Saved: /).innerText();
  return said.split(' · ').at(-1) ?? '';
}

/** The sentence of the status sheet, where something is wrong. */
export async function problemSaid(page: Page): Promise<string> {
  await page.locator('.strip-state').click();
  const sentence = await page.getByRole('dialog').locator('.notice.bad').innerText();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return sentence;
}

/** Presses "Send now", until everything is sent. */
export async function sendAll(page: Page): Promise<void> {
  await page.locator('.strip-state').click();
  const button = page.getByRole('dialog').getByRole('button', { name: 'Send now' });
  await expect(button).toBeEnabled(slow);
  await button.click();
  await expect(strip(page)).toContainText('All sent', slow);
  await expect(strip(page)).toContainText('Online', slow);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** How many records of the code the phone has, sent ones only. */
export async function expectOneSent(page: Page, code: string): Promise<void> {
  await page.getByRole('link', { name: /Records/ }).click();
  await page.getByLabel('Search records').fill(code);
  await expect(page.locator('.rows li')).toHaveCount(1);
  await expect(page.locator('.rows li')).not.toContainText(/not sent/i);
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Found ordnance' })).toBeVisible();
}
