/** What a person does until a screen is in one of its states. */
import { expect, type Page } from '@playwright/test';
import { nearMine } from './add-near-danger.ts';

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
export const press = (name: string | RegExp) => async (page: Page) => button(page, name).first().click();

export const scrollTo = (title: RegExp) => async (page: Page) =>
  page.getByRole('region', { name: title }).scrollIntoViewIfNeeded();

async function tapCorners(page: Page): Promise<void> {
  const map = page.getByRole('application', { name: /tap the corners/ });
  const box = await map.boundingBox();
  if (!box) throw new Error('The map has no size.');
  for (const [x, y] of [
    [0.3, 0.35],
    [0.6, 0.3],
    [0.65, 0.6],
    [0.35, 0.65],
  ] as const) {
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  }
  await expect(page.getByText('4 corners')).toBeVisible();
}

/** Two sides of an area, a poor fix and a jump, at the pace of someone who hurries. */
/** Until it is said what is covered twice, and what of the task is left. */
export async function drawOverEarlier(page: Page): Promise<void> {
  await tapCorners(page);
  await expect(page.getByText('are recorded already')).toBeVisible();
  await expect(page.getByText('not yet covered')).toBeVisible();
}

export async function walkTwoSides(page: Page): Promise<void> {
  await button(page, 'Walk it').click();
  await button(page, 'Start walking').click();
  const stands = { latitude: 40.0155, longitude: 46.9037 };
  const report = async (eastM: number, northM: number, accuracy: number) => {
    const latitude = stands.latitude + northM / 111_035;
    await page.context().setGeolocation({ latitude, longitude: stands.longitude + eastM / 85_330, accuracy });
    await page.waitForTimeout(200);
  };
  for (let step = 0; step < 24; step += 1) await report(Math.min(step, 12), Math.max(0, step - 12), 4);
  await report(14, 9, 15);
  await report(60, 40, 4);
  await report(12, 12, 4);
  await expect(page.getByText(/not used: 1 poor, 1 jump/)).toBeVisible();
  await page.context().setGeolocation({ ...stands, accuracy: 4 });
}

/** Two corners, and a third that cannot be read. */
export async function typeCorners(page: Page): Promise<void> {
  await button(page, 'Type corners').click();
  await page.getByLabel('Next corner, or a pasted list').fill('40,0155 46,9037\n40.0155 46.9042\n40.01');
  await button(page, 'Add').click();
  await expect(page.getByText(/^“40.01”: /)).toBeVisible();
}

export async function typeLegs(page: Page): Promise<void> {
  await button(page, 'Bearing and distance').click();
  await page.getByLabel('Start point, in any notation').fill('40.0155 46.9037');
  await button(page, 'Go on to the legs').click();
  await page.getByLabel(/^Leg 1, .*bearing/).fill('90,5');
  await page.getByLabel(/^Leg 1, .*distance/).fill('62');
  await button(page, 'Back to start').click();
  await page.getByLabel(/^Leg 2, .*bearing/).fill('400');
}

export async function fillOrdnance(page: Page): Promise<void> {
  await button(page, 'AP mine').click();
  await button(page, 'Destroyed here').click();
}

export async function failSignIn(page: Page): Promise<void> {
  await page.getByLabel('User name').fill('team1');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await button(page, 'Sign in').click();
  await expect(page.getByRole('alert')).toContainText(/\w/);
}

export async function openMaps(page: Page): Promise<void> {
  await button(page, 'Layers of the map').click();
  await expect(page.getByRole('radio', { name: /Survey 1958/ })).toBeVisible();
}

const mapRow = (page: Page) => page.getByRole('listitem').filter({ hasText: 'Survey 1958' });

export async function downloadMap(page: Page): Promise<void> {
  await openMaps(page);
  await mapRow(page).getByRole('button', { name: 'Download' }).click();
  await expect(mapRow(page)).toContainText('On this phone');
}

export async function showMap(page: Page): Promise<void> {
  await openMaps(page);
  await mapRow(page).getByRole('radio').check();
  await button(page, 'Close').click();
  await expect(page.locator('.leaflet-tile-pane .leaflet-tile-loaded').first()).toBeVisible();
}

export const openRow = (text: RegExp) => async (page: Page) => {
  await page.locator('.rows').getByRole('link', { name: text }).first().click();
  await expect(page.getByRole('heading', { level: 1 }).last()).not.toHaveText('Records');
};

/** The sheet of the position, with what the receiver has given. */
export async function measured(page: Page): Promise<void> {
  const position = page.getByRole('group', { name: 'Position' });
  await expect(position).toContainText('±');
  await position.getByRole('button').first().click();
}

export const typePosition = (text: string) => async (page: Page) => {
  await measured(page);
  await button(page, 'Type').click();
  await page.getByLabel('Position', { exact: true }).last().fill(text);
};

export async function standBeside(page: Page): Promise<void> {
  await button(page, 'I am not standing at it').click();
  await page.getByLabel('Bearing').fill('45');
  await page.getByLabel('Distance').fill('30');
  await expect(page.getByText(/30 m at \d+(\.\d)?° true/)).toBeVisible();
}

export async function openCoarse(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByText(/GPS is too coarse/)).toBeVisible();
}

/** From the advice to a lane that counts. */
export async function measureLane(page: Page): Promise<void> {
  await button(page, 'Measure lanes').click();
  const lane = page.getByRole('group', { name: 'Lane 1' });
  await lane.getByLabel('Length (m)').fill('20');
  await lane.getByLabel('Width (m)').fill('5');
  await expect(page.getByText(/^Counts as measured by lanes: 100 m²/)).toBeVisible();
}

/** Comes near a mine that another team left in place. */
export async function comeNear(page: Page): Promise<void> {
  await page.context().setGeolocation(nearMine);
  await expect(page.getByRole('alert').getByText(/Recorded item about/)).toBeVisible();
}
