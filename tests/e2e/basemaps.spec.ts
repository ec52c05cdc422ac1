/** Map archives on a phone: downloaded over a bad network, kept, and drawn where there is none. */
import { expect, type Page, test } from '@playwright/test';
import { rasterArchive, rasterBlue } from '#tests/support/map-archive/karabakh.ts';
import { type Proxy, startProxy } from '#tests/support/proxy/start-proxy.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { addBasemaps, putBasemap } from './support/add-basemaps.ts';
import { createProfile, phoneSize, startBrowser } from './support/browser.ts';
import { readyForOffline, signIn } from './support/phone-steps.ts';

let server: RunningServer;
let proxy: Proxy;
let url: string;
const cleanUp: (() => Promise<unknown> | void)[] = [];

// A trace cannot be ended in a browser that was killed.
test.use({ trace: 'off' });

test.beforeAll(async () => {
  proxy = await startProxy();
  url = `http://localhost:${proxy.port}`;
  server = await startServer({ env: { SAFELANE_URL: url } });
  proxy.target(server.port);
});
test.afterAll(async () => {
  await proxy.close();
  await server.remove();
});
test.beforeEach(async () => {
  addBasemaps(server);
  proxy.restore();
  proxy.link();
  if (!server.isRunning) await server.start();
});
test.afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) await undo();
});

async function startPhone() {
  const profile = createProfile();
  cleanUp.push(() => profile.remove());
  const open = async () => {
    const browser = await startBrowser({ profile, size: phoneSize, origin: url });
    cleanUp.push(() => browser.kill().catch(() => undefined));
    return browser;
  };
  const first = await open();
  await signIn(first.page, url, 'team1');
  await readyForOffline(first.page);
  // Who is signed in is on the disk when a browser was closed.
  await first.close();
  const browser = await open();
  await browser.page.goto(url);
  return { browser, open };
}

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Layers of the map' });
const row = (page: Page, name: string) => sheet(page).getByRole('listitem').filter({ hasText: name });
const press = (page: Page, name: string, button: string) =>
  row(page, name).getByRole('button', { name: button, exact: true }).click();
const openMaps = async (page: Page) => page.getByRole('button', { name: 'Layers of the map' }).click();
const closeMaps = async (page: Page) => sheet(page).getByRole('button', { name: 'Close' }).click();

/** So many bytes of the download are on the phone. */
const haveBytes = async (page: Page, name: string) =>
  row(page, name)
    .getByRole('progressbar')
    .evaluate((bar: HTMLProgressElement) => bar.value);

/** The colour in the middle of the first picture of the ground that is drawn, as [r, g, b]; null while there is none. */
const groundColour = (page: Page, at: number) =>
  page.evaluate((share) => {
    const tile = document.querySelector<HTMLImageElement | HTMLCanvasElement>(
      '.leaflet-tile-pane .leaflet-tile-loaded',
    );
    if (!tile) return null;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 256;
    const context = canvas.getContext('2d');
    context?.drawImage(tile, 0, 0, 256, 256);
    return [...(context?.getImageData(256 * share, 256 * share, 1, 1).data ?? [])].slice(0, 3);
  }, at);

/** Of the light style for the Protomaps schema. */
const waterOfTheStyle = [128, 222, 234] as const;

/** 1 MB takes two and a half seconds: there is time to do something while it comes. */
const slow = { bytesPerSecond: { up: 400_000, down: 400_000 }, delayMs: 5 };
const oneMiB = 1_048_576;

test('a map comes over a connection that is cut twice, through a kill of the app, and is drawn without a server', async () => {
  const { browser, open } = await startPhone();
  await test.step('a download that is cut waits for the network, and goes on where it was', async () => {
    const { page } = browser;
    await openMaps(page);
    await expect(row(page, 'Survey 1958')).toContainText('Pictures · 3.5 MB');
    proxy.link(slow);
    await press(page, 'Survey 1958', 'Download');
    await expect.poll(() => haveBytes(page, 'Survey 1958'), { timeout: 30_000 }).toBe(oneMiB);
    proxy.cutAll();
    await expect(row(page, 'Survey 1958')).toContainText('Waits for the network: 29 %');
    proxy.restore();
    await expect.poll(() => haveBytes(page, 'Survey 1958'), { timeout: 30_000 }).toBe(2 * oneMiB);
    proxy.cutAll();
    await expect(row(page, 'Survey 1958')).toContainText('Waits for the network: 59 %');
    await browser.kill();
  });
  proxy.restore();
  proxy.link();
  await test.step('the app goes on by itself when it starts again, with what is missing', async () => {
    const { page, close } = await open();
    const asked: string[] = [];
    page.on('request', (request) => {
      const { range } = request.headers();
      if (range !== undefined) asked.push(range);
    });
    await page.goto(url);
    await openMaps(page);
    await expect(row(page, 'Survey 1958')).toContainText('On this phone', { timeout: 30_000 });
    expect(asked.map((range) => Number(/=(\d+)/.exec(range)?.[1]))).toEqual([2 * oneMiB, 3 * oneMiB]);
    await row(page, 'Survey 1958').getByRole('radio').check();
    await closeMaps(page);
    await expect.poll(() => groundColour(page, 0.5)).toEqual([...rasterBlue]);
    await openMaps(page);
    await press(page, 'Drawn map', 'Download');
    await expect(row(page, 'Drawn map')).toContainText('On this phone', { timeout: 30_000 });
    await close();
  });
  await server.stop();
  proxy.cutAll();
  await test.step('pictures and drawn map are there in an app that started without a server', async () => {
    const { page } = await open();
    await page.goto(url);
    await expect.poll(() => groundColour(page, 0.5), { timeout: 20_000 }).toEqual([...rasterBlue]);
    await expect(page.locator('.leaflet-control-attribution')).toContainText('© Survey office');
    await openMaps(page);
    await expect(sheet(page)).toContainText('No network: only what is on this phone is listed.');
    await row(page, 'Drawn map').getByRole('radio').check();
    await closeMaps(page);
    await expect.poll(() => groundColour(page, 0.5), { timeout: 20_000 }).toEqual([...waterOfTheStyle]);
  });
});

test('a map that is replaced on the server while it comes is downloaded anew, and the person is told', async () => {
  const {
    browser: { page },
  } = await startPhone();
  await openMaps(page);
  proxy.link(slow);
  await press(page, 'Survey 1958', 'Download');
  await expect.poll(() => haveBytes(page, 'Survey 1958'), { timeout: 30_000 }).toBe(oneMiB);
  const red = [200, 40, 40] as const;
  putBasemap(server, 'Survey 1958', rasterArchive(red));
  await expect(row(page, 'Survey 1958')).toContainText('replaced on the server while it came', {
    timeout: 30_000,
  });
  proxy.link();
  await expect(row(page, 'Survey 1958')).toContainText('On this phone', { timeout: 30_000 });
  await server.stop();
  await row(page, 'Survey 1958').getByRole('radio').check();
  await closeMaps(page);
  await expect.poll(() => groundColour(page, 0.5)).toEqual([...red]);
});

test('a download is paused and stays so, is resumed, and is deleted only when that is said twice', async () => {
  const {
    browser: { page },
  } = await startPhone();
  await openMaps(page);
  proxy.link(slow);
  await press(page, 'Survey 1958', 'Download');
  await expect.poll(() => haveBytes(page, 'Survey 1958'), { timeout: 30_000 }).toBe(oneMiB);
  await press(page, 'Survey 1958', 'Pause');
  await expect(row(page, 'Survey 1958')).toContainText('Paused: 29 %');
  proxy.link();
  await page.reload();
  await openMaps(page);
  await expect(row(page, 'Survey 1958')).toContainText('Paused: 29 %');
  await press(page, 'Survey 1958', 'Resume');
  await expect(row(page, 'Survey 1958')).toContainText('On this phone', { timeout: 30_000 });
  await press(page, 'Survey 1958', 'Delete');
  await press(page, 'Survey 1958', 'Keep');
  await expect(row(page, 'Survey 1958')).toContainText('On this phone');
  await press(page, 'Survey 1958', 'Delete');
  await press(page, 'Survey 1958', 'Delete now');
  await expect(row(page, 'Survey 1958')).toContainText('Needs a network');
  expect(
    await page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('basemaps');
      const names: string[] = [];
      for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
        names.push(name);
      return names;
    }),
  ).toEqual([]);
});

test('a browser that cannot keep files says so, and shows the map while there is a network', async () => {
  const { browser } = await startPhone();
  const { page } = browser;
  await page.addInitScript(() => {
    Reflect.deleteProperty(FileSystemFileHandle.prototype, 'createWritable');
  });
  await page.reload();
  await openMaps(page);
  await expect(sheet(page)).toContainText('This browser cannot keep maps');
  await expect(row(page, 'Survey 1958').getByRole('button')).toHaveCount(0);
  await row(page, 'Survey 1958').getByRole('radio').check();
  await closeMaps(page);
  await expect.poll(() => groundColour(page, 0.5)).toEqual([...rasterBlue]);
});
