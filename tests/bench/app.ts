/**
 * The app as a person meets it: how much JavaScript comes before a usable map, how long a cold start without a network
 * takes, how long a save takes, how long the server takes for a thousand records, and how much memory it holds after
 * a large import.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { createProfile, phoneSize, startBrowser } from '#tests/e2e/support/browser.ts';
import { logOrdnance, readyForOffline, signIn } from '#tests/e2e/support/phone-steps.ts';
import { freePort, type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { median, quantile, rounded } from './figures.ts';
import { importSample } from './import-sample.ts';
import { push1000 } from './push.ts';

const coldStarts = 5;
const saves = 40;
const geolocation = { latitude: 39.99, longitude: 46.93, accuracy: 4 };

export async function benchApp(): Promise<Readonly<Record<string, unknown>>> {
  const port = await freePort();
  const server = await startServer({ port });
  const profile = createProfile();
  const open = () => startBrowser({ profile, size: phoneSize, origin: server.url, geolocation });
  try {
    let browser = await open();
    const scripts = countScripts(browser.page);
    await signIn(browser.page, server.url, 'team1');
    await usable(browser.page);
    const jsGzipBytes = await scripts.gzipBytes();
    await readyForOffline(browser.page);

    const before = performance.now();
    for (let save = 0; save < saves; save += 1) {
      await logOrdnance(browser.page, { category: 'UXO', done: 'Left, marked' });
    }
    const saveFlowMs = (performance.now() - before) / saves;
    const saveMs = await browser.page.evaluate(() =>
      performance.getEntriesByName('save').map(({ duration }) => duration),
    );
    await browser.close();

    await server.stop();
    const coldMs: number[] = [];
    for (let start = 0; start < coldStarts; start += 1) {
      browser = await open();
      await browser.page.goto(server.url);
      coldMs.push(await usable(browser.page));
      await browser.close();
    }
    await server.start();
    const push = await push1000(server);
    const memory = await memoryAfterImport(server);
    return {
      jsGzipBytes,
      coldStartOfflineMs: Math.round(median(coldMs)),
      saveMsP50: rounded(quantile(saveMs, 0.5)),
      saveMsP95: rounded(quantile(saveMs, 0.95)),
      saves: saveMs.length,
      saveFlowMs: Math.round(saveFlowMs),
      ...push,
      ...memory,
    };
  } finally {
    await server.remove();
    profile.remove();
  }
}

/** Waits for the mark. @returns when it was set, in ms since the navigation began */
async function usable(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('map-usable').length > 0, undefined, {
    timeout: 60_000,
  });
  return page.evaluate(() => performance.getEntriesByName('map-usable')[0]?.startTime ?? Number.NaN);
}

/** Counts the scripts that the page itself asks for, each once, compressed as a server would. */
function countScripts(page: Page) {
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    if (!sizes.has(response.url())) {
      sizes.set(
        response.url(),
        response.body().then((body) => gzipSync(body, { level: 9 }).length),
      );
    }
  });
  return {
    gzipBytes: async () => (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0),
  };
}

async function memoryAfterImport(server: RunningServer) {
  const folder = mkdtempSync(join(tmpdir(), 'safelane-bench-'));
  try {
    const { file, mapping, area } = importSample(folder);
    const made = await server.cli(
      'programme',
      'add',
      'Import',
      '--short',
      'import',
      '--area',
      area,
      '--time-zone',
      'America/Bogota',
    );
    if (made.code !== 0) throw new Error(made.stderr);
    const started = performance.now();
    const done = await server.cli(
      'import',
      '--mapping',
      mapping,
      file,
      '--programme',
      'import',
      '--rejects',
      join(folder, 'rejects'),
      '--json',
    );
    if (done.code !== 0) throw new Error(done.stderr);
    const importMs = Math.round(performance.now() - started);
    const { accepted } = JSON.parse(done.stdout) as { accepted: number };
    return { importedRows: accepted, importMs, serverRssMb: server.rssMb() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
