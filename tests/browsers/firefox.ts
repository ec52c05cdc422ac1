import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch, type Page } from 'puppeteer-core';
import type { Engine, Missing } from './engine.ts';

const executablePath = '/usr/bin/firefox-esr';
/** Where the phone stands: the browser asks this instead of a service on the internet. */
const position = { location: { lat: 39.99, lng: 46.93 }, accuracy: 4 };

/** Firefox ESR, over WebDriver BiDi. */
export async function startFirefox(): Promise<Engine | Missing> {
  if (!existsSync(executablePath)) return { missing: 'Firefox ESR is not installed (Debian: firefox-esr).' };
  const userDataDir = mkdtempSync(join(tmpdir(), 'safelane-firefox-'));
  let browser: Browser;
  let page: Page;
  const start = async () => {
    browser = await launch({
      browser: 'firefox',
      executablePath,
      userDataDir,
      headless: true,
      extraPrefsFirefox: {
        'geo.provider.network.url': `data:application/json,${JSON.stringify(position)}`,
        'permissions.default.geo': 1,
      },
    });
    page = (await browser.pages())[0] ?? (await browser.newPage());
    await page.setViewport({ width: 360, height: 640 });
  };
  await start();
  return {
    name: 'Firefox ESR',
    open: async (url) => {
      await page.goto(url);
    },
    run: async (work, ...args) => page.evaluate(work as never, ...(args as never)),
    touch: async (x, y) => page.mouse.click(x, y),
    type: async (text) => page.keyboard.type(text),
    restart: async () => {
      await browser.close();
      await start();
    },
    close: async () => {
      await browser.close();
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
