/** Where an item is, in each way that a person can say it, without a network. */
import { expect, type Page, test } from '@playwright/test';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { createProfile, phoneSize, type RunningBrowser, startBrowser } from './support/browser.ts';
import { outboxRows } from './support/device.ts';
import { readyForOffline, save, signIn } from './support/phone-steps.ts';

let server: RunningServer;
let browser: RunningBrowser;
const profile = createProfile();
const here = { latitude: 39.99, longitude: 46.93, accuracy: 4 };
test.beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser({ profile, size: phoneSize, origin: server.url, geolocation: here });
  await signIn(browser.page, server.url, 'team1');
  await readyForOffline(browser.page);
  await browser.context.setOffline(true);
});
test.afterAll(async () => {
  await browser.close();
  profile.remove();
  await server.remove();
});
test.beforeEach(async () => {
  await browser.moveTo(here);
  await browser.page.goto(server.url);
  await browser.page.getByRole('link', { name: 'Found ordnance' }).click();
  await button('AP mine').click();
  await button('Left, marked').click();
});

const button = (name: string | RegExp) =>
  browser.page.getByRole('button', { name, exact: typeof name === 'string' });
const row = () => browser.page.getByRole('group', { name: 'Position' });
const sheet = () => browser.page.getByRole('dialog');

async function openSheet(): Promise<void> {
  await expect(row()).toContainText('±');
  await row().getByRole('button').first().click();
}

interface SavedPlace {
  readonly shape: { readonly coordinates: readonly [number, number] };
  readonly source: string;
  readonly accuracyM: number | null;
  readonly fixes?: number;
  readonly asGiven?: string;
  readonly observerOffset?: Record<string, unknown>;
}

async function lastPlace(page: Page): Promise<SavedPlace> {
  const rows = await outboxRows(page);
  const newest = [...rows].sort((a, b) => a.n - b.n).at(-1);
  return (JSON.parse(newest?.text ?? '{}') as { set: { place: SavedPlace } }).set.place;
}

test('what is required of found ordnance fits a small phone without scrolling', async () => {
  await expect(row()).toContainText('±');
  for (const part of [row(), button('AP mine'), button('Rendered safe'), button('Save')]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
  const [position, foot] = [
    await row().boundingBox(),
    await browser.page.locator('.screen-foot').boundingBox(),
  ];
  expect((position?.y ?? 0) + (position?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);
});

test('measuring: the spread is seen, what is dropped and why; it is taken when the person says so', async () => {
  await openSheet();
  await expect(sheet().getByRole('img', { name: /fixes used/ })).toBeVisible();
  await browser.moveTo({ ...here, accuracy: 30 });
  await expect(sheet()).toContainText(/dropped: \d+ worse than ±8 m/);
  await browser.moveTo({ ...here, latitude: here.latitude + 0.0004 });
  await expect(sheet()).toContainText(/\d+ too far from the others/);
  await browser.moveTo(here);
  await button('Take it now').click();
  await expect(button('Take it now')).toHaveCount(0);
  const counted = await sheet().getByRole('img').getAttribute('aria-label');
  await button('Use this position').click();
  await save(browser.page);
  const place = await lastPlace(browser.page);
  expect(place).toMatchObject({ source: 'gps', accuracyM: 4 });
  expect(counted).toContain(`${place.fixes ?? '?'} fixes used`);
  expect(place.shape.coordinates[1]).toBeCloseTo(39.99, 5);
});

test('measuring again begins anew, at another place', async () => {
  await openSheet();
  await button('Take it now').click();
  await browser.moveTo({ ...here, latitude: 39.992 });
  await button('Measure again').click();
  await expect(sheet()).toContainText('39.99200° N');
});

test('typing: any notation is read, what was typed is kept, and nothing is claimed of its accuracy', async () => {
  await openSheet();
  await button('Type').click();
  const field = sheet().getByRole('textbox', { name: 'Position' });
  await field.fill('38S PK 65107');
  await expect(button('Use this position')).toBeDisabled();
  await field.fill('38S PK 65107 27999');
  await expect(sheet()).toContainText('Read as MGRS');
  await button('Use this position').click();
  await expect(row()).toContainText('Typed');
  await save(browser.page);
  const place = await lastPlace(browser.page);
  expect(place).toMatchObject({ source: 'typed', accuracyM: null, asGiven: '38S PK 65107 27999' });
  expect(place.shape.coordinates[0]).toBeCloseTo(46.934, 2);
});

test('what was typed and cannot be read blocks the save, and is there again after a reload', async () => {
  await openSheet();
  await button('Type').click();
  await sheet().getByRole('textbox', { name: 'Position' }).fill('39.99 north');
  await button('Close').click();
  await expect(row()).toContainText('What was typed cannot be read');
  await expect(browser.page.getByText('Draft kept')).toBeAttached();
  await browser.page.reload();
  await expect(row()).toContainText('What was typed cannot be read');
  await button('Save').click();
  await expect(browser.page.getByText(/^Saved: /)).toHaveCount(0);
  await row().getByRole('button').first().click();
  await expect(sheet().getByRole('textbox', { name: 'Position' })).toHaveValue('39.99 north');
});

test('not standing at it: the way is given, the item lies there, and half a way is no position', async () => {
  await expect(row()).toContainText('±');
  await button('I am not standing at it').click();
  await sheet().getByLabel('Bearing (°)').fill('45');
  await button('Close').click();
  await button('Save').click();
  await expect(browser.page.getByText(/Position.* is missing/).first()).toBeVisible();
  await button('I am not standing at it').click();
  await expect(sheet().getByLabel('Bearing (°)')).toHaveValue('45');
  await sheet().getByLabel('Distance (m)').fill('30');
  await expect(sheet()).toContainText(/Declination 6\.\d° E, World Magnetic Model/);
  await expect(sheet()).toContainText(/30 m at 51\.\d° true/);
  await expect(sheet().getByRole('application', { name: /item and where you stand/ })).toBeVisible();
  await button('Use this position').click();
  await expect(row()).toContainText('30 m from me, 45°');
  await save(browser.page);
  const place = await lastPlace(browser.page);
  expect(place).toMatchObject({
    source: 'gps',
    accuracyM: 4,
    observerOffset: { bearingDeg: 45, distanceM: 30, north: 'magnetic' },
  });
  // 30 m at about 51° true: 18.7 m north and 23.4 m east.
  const [lon, lat] = place.shape.coordinates;
  expect((lat - here.latitude) * 111_030).toBeCloseTo(18.7, -0.5);
  expect((lon - here.longitude) * 85_400).toBeCloseTo(23.4, -0.5);
});
