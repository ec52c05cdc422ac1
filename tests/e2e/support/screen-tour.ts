import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '#tests/support/gate/chromium.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { addCoarseArea } from './add-coarse-area.ts';
import { addNearDanger } from './add-near-danger.ts';
import { addBasemaps } from './add-basemaps.ts';
import { addHeldValues } from './add-held-values.ts';
import type { Size } from './browser.ts';
import { addEmptyProgramme, passwords, type ScreenState, type Who } from './screen-list.ts';

/** Where the phones are, unless a screen says otherwise. */
const usualPlace = { latitude: 40.0155, longitude: 46.9037, accuracy: 4 };

/** A server with the demo and an empty programme, and windows of one size that are signed in once for each person. */
export class ScreenTour {
  readonly #server: RunningServer;
  readonly #browser: Browser;
  readonly #windows = new Map<Who, BrowserContext>();
  readonly #size: Size;

  private constructor(server: RunningServer, browser: Browser, size: Size) {
    this.#server = server;
    this.#browser = browser;
    this.#size = size;
  }

  static async start(size: Size): Promise<ScreenTour> {
    const server = await startServer();
    await addEmptyProgramme(server);
    await addHeldValues(server);
    await addNearDanger(server);
    await addCoarseArea(server);
    addBasemaps(server);
    const executablePath = findChromium(process.env, existsSync);
    const browser = await chromium.launch({
      args: [...CHROMIUM_ARGS],
      ...(executablePath === undefined ? {} : { executablePath }),
    });
    return new ScreenTour(server, browser, size);
  }

  async end(): Promise<void> {
    await this.#browser.close();
    await this.#server.remove();
  }

  /** Opens the screen in its state, hands it to `look`, and closes it. */
  async visit(screen: ScreenState, look: (page: Page) => Promise<void>): Promise<void> {
    const window = await this.#windowOf(screen.who);
    const page = await window.newPage();
    try {
      await page.goto(`${this.#server.url}${screen.path}`);
      if (screen.who !== 'nobody') await settled(page);
      if (screen.offline) {
        await window.setOffline(true);
        await expect(page.getByText(/Offline/).first()).toBeVisible();
      }
      await screen.prepare?.(page);
      await settled(page);
      await look(page);
    } finally {
      await window.setOffline(false);
      await window.setGeolocation(usualPlace);
      await page.close();
    }
  }

  async #windowOf(who: Who): Promise<BrowserContext> {
    const known = this.#windows.get(who);
    if (known) return known;
    const window = await this.#browser.newContext({
      viewport: this.#size,
      permissions: ['geolocation', 'screen-wake-lock'],
      geolocation: usualPlace,
      // Nothing moves while it is looked at.
      reducedMotion: 'reduce',
    });
    this.#windows.set(who, window);
    if (who !== 'nobody') await this.#signIn(window, who);
    return window;
  }

  async #signIn(window: BrowserContext, who: Exclude<Who, 'nobody'>): Promise<void> {
    const page = await window.newPage();
    // It comes after the records, and every map is drawn on it.
    const baseMap = page.waitForResponse(/\/api\/v1\/base-map/, { timeout: 60_000 });
    await page.goto(this.#server.url);
    await page.getByLabel('User name').fill(who);
    await page.getByLabel('Password', { exact: true }).fill(passwords[who]);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Records' })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/All sent|Live/).first()).toBeVisible({ timeout: 30_000 });
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await (await baseMap).finished();
    await settled(page);
    await page.close();
  }
}

/** Nothing is loading any more and the last frame is painted. */
async function settled(page: Page): Promise<void> {
  // Each screen has its heading, and none before it is loaded.
  await expect(page.locator('h1').last()).toBeAttached({ timeout: 20_000 });
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 20_000 });
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}
