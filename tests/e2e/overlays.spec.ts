/** Layers from files: added on a phone without a network, drawn under the records, there after a restart. */
import { expect, type Page, test } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import {
  createProfile,
  deskSize,
  phoneSize,
  type Profile,
  type RunningBrowser,
  type Size,
  startBrowser,
} from './support/browser.ts';
import { readyForOffline, signIn } from './support/phone-steps.ts';

let server: RunningServer;
const cleanUp: (() => Promise<unknown> | void)[] = [];

// A trace cannot be ended in a browser that was killed.
test.use({ trace: 'off' });

test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => server.remove());
test.beforeEach(async () => {
  if (!server.isRunning) await server.start();
});
test.afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) await undo();
});

/** In the team's task. */
const here = { latitude: 40.0155, longitude: 46.9037, accuracy: 4 };

async function open(size: Size, profile: Profile = newProfile()): Promise<RunningBrowser> {
  const browser = await startBrowser({ profile, size, origin: server.url, geolocation: here });
  cleanUp.push(() => browser.kill().catch(() => undefined));
  return browser;
}

function newProfile(): Profile {
  const profile = createProfile();
  cleanUp.push(() => profile.remove());
  return profile;
}

const at = (east: number, north: number) => `${here.longitude + east},${here.latitude + north},0`;
const kml = `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Survey 2009</name>
<Style id="green"><PolyStyle><color>ff00ff00</color></PolyStyle></Style>
<Placemark><name>Old minefield 12 &lt;b&gt;</name><styleUrl>#green</styleUrl><Polygon><outerBoundaryIs><LinearRing>
<coordinates>${[at(-0.002, -0.001), at(0.001, -0.0015), at(0.002, 0.001), at(-0.0015, 0.0015), at(-0.002, -0.001)].join(' ')}</coordinates>
</LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>Access track</name><LineString><coordinates>${[at(-0.003, 0.002), at(0, 0.0018), at(0.0026, 0.0024)].join(' ')}</coordinates></LineString></Placemark>
<Placemark><name>Stake 4</name><Point><coordinates>${at(0.0005, 0.0005)}</coordinates></Point></Placemark>
<Placemark><name>Broken</name><Point><coordinates>no,where</coordinates></Point></Placemark>
</Document></kml>`;

const file = (name: string, content: string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

async function choose(page: Page, name: string, content: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a layer from a file' }).click();
  await page.getByLabel('File of a layer').setInputFiles(file(name, content));
}

/** How many dots of the layers' canvas have the layers' own colour. */
const violetDots = (page: Page, map: string) =>
  page.getByRole('application', { name: map }).evaluate((element) => {
    const canvas = element.querySelector<HTMLCanvasElement>('.leaflet-overlays-pane canvas');
    const { data } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
      data: [],
    };
    let dots = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = [data[i], data[i + 1], data[i + 2], data[i + 3]];
      if (alpha > 200 && Math.abs(red - 0x6a) + Math.abs(green - 0x2f) + Math.abs(blue - 0xb0) < 30)
        dots += 1;
    }
    return dots;
  });

const mapOfHome = 'Map of the records on this phone';

async function toWhereIAm(page: Page): Promise<void> {
  await expect(async () => {
    await page.getByRole('button', { name: 'Show where I am' }).click();
    await expect(page.locator('.strip')).toContainText('±4 m', { timeout: 1_000 });
  }).toPass();
  await page.getByRole('button', { name: 'Show where I am' }).click();
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('an old map is laid over the task without a network, and is there after a restart', async () => {
  const profile = newProfile();
  const first = await open(phoneSize, profile);
  await signIn(first.page, server.url, 'team1');
  await readyForOffline(first.page);
  await server.stop();
  await first.page.reload();

  await test.step('a file that is none gets a sentence', async () => {
    await first.page.getByRole('button', { name: 'Layers of the map' }).click();
    await choose(
      first.page,
      'holiday.kml',
      '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
    );
    await expect(first.page.getByRole('alert')).toContainText('not safe to read');
    await first.page.getByLabel('File of a layer').setInputFiles(file('a.kml', kml));
  });

  await test.step('what is in the file is shown before it is kept', async () => {
    const { page } = first;
    await expect(page.getByText('1 area, 1 line, 1 point')).toBeVisible();
    await page.getByText('1 remark').click();
    await expect(page.getByText('“no,where” is not a position.')).toBeVisible();
    await expect.poll(() => violetDots(page, 'Map of the layer')).toBeGreaterThan(100);
    await expectAccessible(page);
    await page.getByLabel('Name of the layer').fill('Survey of 2009');
    await page.getByRole('button', { name: 'Add the layer' }).click();
    await expect(page.getByText('“Survey of 2009” is on the map')).toBeVisible();
    await page.getByRole('button', { name: 'Close' }).click();
    await toWhereIAm(page);
    await expect.poll(() => violetDots(page, mapOfHome)).toBeGreaterThan(100);
  });
  await first.kill();

  const { page } = await open(phoneSize, profile);
  await page.goto(server.url);
  await toWhereIAm(page);
  await expect.poll(() => violetDots(page, mapOfHome)).toBeGreaterThan(100);

  await test.step('it is hidden, shown, renamed and removed', async () => {
    await page.getByRole('button', { name: 'Layers of the map' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Shown/ }).click();
    await expect(page.getByRole('button', { name: /^Hidden/ })).toBeVisible();
    await expect.poll(() => violetDots(page, mapOfHome)).toBe(0);
    await page.getByRole('button', { name: /^Hidden/ }).click();
    await expect.poll(() => violetDots(page, mapOfHome)).toBeGreaterThan(100);
    await page.getByRole('button', { name: /^Rename/ }).click();
    await page.getByLabel('Name of the layer').fill('Minefields');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect(page.locator('.overlay-row > b')).toHaveText('Minefields');
    await page.getByRole('button', { name: /^Remove/ }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await expect(page.locator('.overlay-row')).toHaveCount(0);
    await expect.poll(() => violetDots(page, mapOfHome)).toBe(0);
  });
});

test('a layer is added to a task at the desk too', async () => {
  const { page } = await open(deskSize);
  await signIn(page, server.url, 'supervisor');
  await expect(page.getByRole('listbox')).toBeVisible({ timeout: 30_000 });
  await page.goto(`${server.url}/desk?days=all&kind=task`);
  await page.getByRole('listbox').getByRole('option').first().click();
  await choose(page, 'stakes.csv', `name;position\nS1;${here.latitude} ${here.longitude}\nS2;38T nothing\n`);
  await expect(page.getByText('1 point', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Add the layer' }).click();
  await expect(page.getByText(/1 point · stakes.csv/)).toBeVisible();
  await expectAccessible(page);
});
