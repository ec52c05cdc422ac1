/** A real Chromium on a profile of its own, started as a process so that it can be killed like a phone's battery dies. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '#tests/support/gate/chromium.ts';

export interface Profile {
  readonly folder: string;
  remove(): void;
}

export function createProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'safelane-profile-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const phoneSize: Size = { width: 360, height: 640 };
export const deskSize: Size = { width: 1280, height: 800 };

export interface RunningBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Carries the phone there, from one fix to the next; null: the receiver gives none any more. */
  moveTo(at: Receiver | null): Promise<void>;
  /** Ends it as its user would. */
  close(): Promise<void>;
  /** SIGKILL to the whole process group. */
  kill(): Promise<void>;
}

interface Receiver {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy: number;
}

export interface BrowserOptions {
  readonly profile: Profile;
  readonly size: Size;
  /** Origin that may ask for positions. */
  readonly origin: string;
  readonly geolocation?: Receiver;
}

export async function startBrowser(options: BrowserOptions): Promise<RunningBrowser> {
  const path = findChromium(process.env, existsSync) ?? chromium.executablePath();
  const { width, height } = options.size;
  const child = spawn(
    path,
    [
      ...CHROMIUM_ARGS,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${options.profile.folder}`,
      `--window-size=${width},${height}`,
      'about:blank',
    ],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const browser = await chromium.connectOverCDP(await debuggingAddress(child));
  const [context] = browser.contexts();
  if (!context) throw new Error('Chromium started without a window.');
  const page = context.pages()[0] ?? (await context.newPage());
  await page.setViewportSize({ width, height });
  const gps = options.geolocation ? await startGps(context, options.origin, options.geolocation) : null;
  return {
    context,
    page,
    async moveTo(at) {
      await gps?.moveTo(at);
    },
    async close() {
      gps?.stop();
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => undefined);
      await ended;
    },
    async kill() {
      gps?.stop();
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
    },
  };
}

/** About 0.1 m: a receiver that stands still reports a little elsewhere each second. */
const noiseDeg = 1e-6;

/** A receiver that gives a fix each second, as a phone's does. */
async function startGps(context: BrowserContext, origin: string, from: Receiver) {
  await context.grantPermissions(['geolocation'], { origin });
  let count = 0;
  let at: Receiver | null = from;
  const report = async () => {
    if (!at) return;
    count += 1;
    const north = count % 2 === 0 ? noiseDeg : -noiseDeg;
    // The browser may be gone between two fixes.
    await context.setGeolocation({ ...at, latitude: at.latitude + north }).catch(() => undefined);
  };
  await report();
  const timer = setInterval(() => void report(), 1_000);
  return {
    stop: () => clearInterval(timer),
    moveTo: async (to: Receiver | null) => {
      at = to;
      await report();
    },
  };
}

function debuggingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-500)}`)));
  });
}
