/** An area is given by the keyboard, without a network: corners in any notation, and legs by bearing and distance. */
import { expect, type Page, test } from '@playwright/test';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { createProfile, phoneSize, type RunningBrowser, startBrowser } from './support/browser.ts';
import { layoutFaults } from './support/layout-check.ts';
import { readyForOffline, save, signIn } from './support/phone-steps.ts';

let server: RunningServer;
const cleanUp: (() => Promise<unknown> | void)[] = [];
/** Where a picture of each state is put; nowhere unless somebody wants to look. */
const pictures = process.env['SCREENS_INTO'];

test.beforeAll(async () => {
  server = await startServer();
});

test.afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
  await server.remove();
});

interface Handset {
  readonly page: () => Page;
  /** Killed, started again without a network, and the draft taken up. */
  takeUpAgain(): Promise<void>;
}

async function handsetOffline(): Promise<Handset> {
  const profile = createProfile();
  cleanUp.push(() => profile.remove());
  let browser: RunningBrowser;
  const start = async () => {
    browser = await startBrowser({
      profile,
      size: phoneSize,
      origin: server.url,
      geolocation: { longitude: 46.9037, latitude: 40.0155, accuracy: 4 },
    });
    cleanUp.push(() => browser.kill().catch(() => undefined));
    return browser;
  };
  const { page, context } = await start();
  await signIn(page, server.url, 'team1');
  await readyForOffline(page);
  await context.setOffline(true);
  return {
    page: () => browser.page,
    takeUpAgain: async () => {
      await expect(browser.page.getByText('Draft kept')).toBeAttached();
      await browser.kill();
      const again = await start();
      await again.context.setOffline(true);
      await again.page.goto(server.url);
      await again.page.getByRole('link', { name: /Records/ }).click();
      await again.page.getByRole('region', { name: 'Drafts' }).getByRole('link').first().click();
    },
  };
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const nextCorner = (page: Page) => page.getByLabel('Next corner, or a pasted list');
const corners = (page: Page) => page.getByRole('list', { name: 'Corners' }).getByRole('listitem');

/** Nothing is covered, cut off or too small for a glove. */
async function looksRight(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png` });
  expect(await layoutFaults(page, 48)).toEqual([]);
}

async function openNewest(page: Page): Promise<void> {
  await page.goto(`${server.url}/records`);
  await page.locator('.rows').getByRole('link').first().click();
}

async function openWay(page: Page, way: string): Promise<void> {
  await page.getByRole('link', { name: 'Cleared area' }).click();
  await button(page, way).click();
}

test('corners in any notation, half typed through a kill, and saved as they were typed', async () => {
  test.setTimeout(180_000);
  const phone = await handsetOffline();
  await openWay(phone.page(), 'Type corners');
  await looksRight(phone.page(), 'type-empty');

  await test.step('a decimal comma, and the key Enter', async () => {
    await nextCorner(phone.page()).fill('40,0155 46,9037');
    await expect(phone.page().getByText('Read as DD')).toBeVisible();
    await nextCorner(phone.page()).press('Enter');
    await expect(corners(phone.page())).toHaveCount(1);
  });

  await test.step('a pasted list: what is a position is taken, the rest stays with a sentence why', async () => {
    await nextCorner(phone.page()).fill(
      '40.0155 46.9042\n38T PK 62500 31200 0\n40° 0′ 57.6″ N, 46° 54′ 15.1″ E\n40 0.96 N 46 54.2 E',
    );
    await button(phone.page(), 'Add').click();
    await expect(corners(phone.page())).toHaveCount(4);
    await expect(nextCorner(phone.page())).toHaveValue('38T PK 62500 31200 0');
    await expect(phone.page().getByText(/“38T PK 62500 31200 0”: /)).toBeVisible();
    await looksRight(phone.page(), 'type-error');
  });

  await test.step('what could not be read stops the save, and survives a kill', async () => {
    await button(phone.page(), 'Save').click();
    await expect(
      phone
        .page()
        .getByRole('alert')
        .getByText(/is no corner yet/),
    ).toBeVisible();
    await phone.takeUpAgain();
    await expect(nextCorner(phone.page())).toHaveValue('38T PK 62500 31200 0');
    await expect(corners(phone.page())).toHaveCount(4);
    await nextCorner(phone.page()).fill('');
  });

  await test.step('the notation is chosen, and remembered; a corner is moved, retyped and deleted', async () => {
    const page = phone.page();
    await page.getByLabel('Shown as').selectOption('MGRS');
    await expect(corners(page).nth(1)).toContainText(/38T/);
    await corners(page).nth(3).getByRole('button').first().click();
    await looksRight(page, 'type-corner-open');
    const fourth = await corners(page).nth(3).locator('.corner span').innerText();
    await button(page, 'Corner 4 up').click();
    await expect(corners(page).nth(2)).toContainText(fourth);
    await button(page, 'Undo').click();
    await expect(corners(page).nth(3)).toContainText(fourth);
    await corners(page).nth(3).getByRole('button').first().click();
    await button(page, 'Edit').click();
    await expect(page.getByLabel('Corner 4', { exact: true })).toHaveValue('40 0.96 N 46 54.2 E');
    await page.getByLabel('Corner 4', { exact: true }).fill('40 0.96 N');
    await button(page, 'Change').click();
    await expect(page.getByLabel('Corner 4', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Corner 4', { exact: true }).fill('40 0.965 N 46 54.21 E');
    await button(page, 'Change').click();
    await expect(corners(page)).toHaveCount(4);
  });

  await save(phone.page());
  await openNewest(phone.page());
  await expect(phone.page().getByText(/typed · accuracy not measured/)).toBeVisible();
  await phone.page().getByText('How it was measured').click();
  await expect(phone.page().getByText('40 0.965 N 46 54.21 E')).toBeVisible();
  await expect(phone.page().getByText('40,0155 46,9037')).toBeVisible();
  await looksRight(phone.page(), 'record-typed');
});

test('a perimeter by bearing and distance, with its declination, misclosure and legs as they were typed', async () => {
  test.setTimeout(180_000);
  const phone = await handsetOffline();
  await openWay(phone.page(), 'Bearing and distance');
  await phone.page().getByLabel('Landmark').fill('Water tower by the road');
  await looksRight(phone.page(), 'bearing-empty');

  await test.step('half a start survives a kill, though it is no area yet', async () => {
    await button(phone.page(), 'Benchmark').click();
    await phone.takeUpAgain();
    await expect(phone.page().getByLabel('Landmark')).toHaveValue('Water tower by the road');
    await expect(button(phone.page(), 'Benchmark')).toHaveAttribute('aria-pressed', 'true');
  });

  const page = phone.page();
  const figure = page.locator('.area-figure');
  await test.step('the benchmark is where the phone stands, and the declination is that of the place', async () => {
    await button(page, 'I stand at it').click();
    await expect(page.getByText(/GPS ±4 m, \d+ fix/)).toBeVisible();
    await button(page, 'Stop').click();
    await expect(page.getByText(/^6\.\d° E, World Magnetic Model 2025 for \d+ \w+ \d{4}$/)).toBeVisible();
    await looksRight(page, 'bearing-start');
    await button(page, 'Go on to the legs').click();
  });

  const bearing = (leg: number) => page.getByLabel(new RegExp(`^Leg ${leg}, .*bearing`));
  const distance = (leg: number) => page.getByLabel(new RegExp(`^Leg ${leg}, .*distance`));
  await test.step('legs with a decimal comma; a long one is split with one touch', async () => {
    // Without leaving the keyboard: Enter goes to the next field, and then to a new leg.
    await bearing(1).focus();
    for (const text of ['45', '20', '90,5', '40', '180', '82', '270']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.type('40');
    await expect(figure).toContainText('4 corners');
    await button(page, /82 m is over 50 m/).click();
    await expect(distance(4)).toHaveValue('41');
    await expect(figure).toContainText('5 corners');
    await button(page, 'Undo in the legs').click();
    await expect(figure).toContainText('4 corners');
    await button(page, /82 m is over 50 m/).click();
    await looksRight(page, 'bearing-legs');
  });

  await test.step('the way back shows the misclosure, and the compass rule closes it', async () => {
    await button(page, 'Back to start').click();
    await bearing(6).fill('0');
    await distance(6).fill('60');
    await expect(page.getByText(/Misclosure/)).toContainText(/\d+\.\d m, 1:\d+$/);
    await expect(page.getByText(/^Poor: /)).toBeVisible();
    await distance(6).fill('81');
    await expect(page.getByText(/^Poor: /)).toBeHidden();
    const open = await figure.innerText();
    await page.getByRole('switch').click();
    await expect(figure).not.toHaveText(open);
    await page.getByRole('switch').scrollIntoViewIfNeeded();
    await looksRight(page, 'bearing-closed');
  });

  await test.step('a leg that is half typed stops the save and keeps the area', async () => {
    const whole = await figure.innerText();
    await bearing(5).fill('');
    await button(page, 'Save').click();
    await expect(page.getByRole('alert').getByText(/something is missing/)).toBeVisible();
    await expect(figure).toHaveText(whole, { useInnerText: true });
    await bearing(5).fill('270');
  });

  await save(page);
  await openNewest(page);
  await expect(page.getByText(/by bearing and distance · accuracy not measured/)).toBeVisible();
  await page.getByText('How it was measured').click();
  await expect(
    page.getByText(/Magnetic bearings, declination 6\.\d° E by the World Magnetic Model/),
  ).toBeVisible();
  await expect(page.getByRole('row', { name: /SP → TP 1/ })).toContainText('90.5°40 m');
  await expect(page.getByText(/Closed by the compass rule/)).toBeVisible();
  await page.getByText(/Closed by the compass rule/).scrollIntoViewIfNeeded();
  await looksRight(page, 'record-traverse');
});

test('corners that were tapped are not written over by legs, unless a person says so', async () => {
  test.setTimeout(180_000);
  const phone = await handsetOffline();
  const page = phone.page();
  await page.getByRole('link', { name: 'Cleared area' }).click();
  const box = await page.getByRole('application', { name: /tap the corners/ }).boundingBox();
  if (!box) throw new Error('The map has no size.');
  for (const [x, y] of [
    [0.3, 0.3],
    [0.6, 0.3],
    [0.6, 0.6],
  ] as const)
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  const figure = page.locator('.area-figure');
  await expect(figure).toContainText('3 corners');
  const tapped = await figure.innerText();

  await button(page, 'Bearing and distance').click();
  await page.getByLabel('Start point, in any notation').fill('40.0155 46.9037');
  await button(page, 'Go on to the legs').click();
  for (const [leg, to] of ['0', '90', '180'].entries()) {
    if (leg > 0) await button(page, 'Add a leg').click();
    await page.getByLabel(new RegExp(`^Leg ${leg + 1}, .*bearing`)).fill(to);
    await page.getByLabel(new RegExp(`^Leg ${leg + 1}, .*distance`)).fill('30');
  }
  await expect(figure).toHaveText(tapped, { useInnerText: true });
  await button(page, 'Use the points of the legs instead').click();
  await expect(figure).toContainText('4 corners');
  await button(page, 'Tap it').click();
  await button(page, 'Undo').click();
  await expect(figure).toHaveText(tapped, { useInnerText: true });
  await button(page, 'Bearing and distance').click();
  await expect(page.getByLabel(/^Leg 3, .*distance/)).toHaveValue('30');
});
