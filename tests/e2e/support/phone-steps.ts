/** What a person does in the app, by the words on the screen. */
import { expect, type Page } from '@playwright/test';

export async function signIn(page: Page, url: string, userName: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password', { exact: true }).fill('safelane-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The map stands and the app will start without a network: the service worker holds it. */
export async function readyForOffline(page: Page): Promise<void> {
  await expect(page.getByRole('link', { name: 'Cleared area' })).toBeVisible({ timeout: 30_000 });
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect(page.locator('.strip')).toContainText('All sent', { timeout: 30_000 });
  // The first pull is through: the team has its task.
  await expect(page.locator('.strip-task b')).not.toHaveText('none', { timeout: 30_000 });
}

export interface At {
  /** Shares of the map's width and height. */
  readonly x: number;
  readonly y: number;
}

/** Taps the corners of an area, and saves it. @returns the area shown before saving, in m² */
export async function logClearedArea(page: Page, corners: readonly At[]): Promise<number> {
  await page.getByRole('link', { name: 'Cleared area' }).click();
  const map = page.getByRole('application', { name: /tap the corners/ });
  const box = await map.boundingBox();
  if (!box) throw new Error('The map has no size.');
  for (const [index, { x, y }] of corners.entries()) {
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
    if (index >= 2) await expect(page.getByText(`${index + 1} corners`)).toBeVisible();
  }
  const text = await page.locator('.area-figure b').innerText();
  await save(page);
  return Number((/([\d,.\s]+)\s*m²/.exec(text)?.[1] ?? '').replaceAll(/[\s,]/g, ''));
}

/** Changes the depth of a cleared area and, where it is given, adds a corner. */
export async function changeClearedArea(
  page: Page,
  url: string,
  record: string,
  to: { readonly depth: string; readonly corner?: At },
): Promise<void> {
  await page.goto(`${url}/records/${record}`);
  await page.getByRole('link', { name: 'Edit' }).click();
  const map = page.getByRole('application', { name: /tap the corners/ });
  await expect(map).toBeVisible();
  if (to.corner) {
    const box = await map.boundingBox();
    if (!box) throw new Error('The map has no size.');
    await expect(page.getByText('4 corners')).toBeVisible();
    await page.mouse.click(box.x + box.width * to.corner.x, box.y + box.height * to.corner.y);
    await expect(page.getByText('5 corners')).toBeVisible();
  }
  await page.locator('.area-answers > summary').click();
  await page.getByLabel('Depth (cm)').fill(to.depth);
  await save(page);
}

/** Logs an item where the phone stands. @returns how many taps it took */
export async function logOrdnance(
  page: Page,
  item: { readonly category: string; readonly done: string; readonly count?: number },
): Promise<number> {
  let taps = 0;
  const tap = async (role: 'link' | 'button', name: string) => {
    await page.getByRole(role, { name, exact: true }).click();
    taps += 1;
  };
  await tap('link', 'Found ordnance');
  await tap('button', item.category);
  for (let count = 1; count < (item.count ?? 1); count += 1) await tap('button', 'How many: one more');
  await tap('button', item.done);
  await expect(page.getByRole('group', { name: 'Position' })).toContainText('±');
  taps += 1;
  await save(page);
  return taps;
}

/** Saves the form, all the same where it warns of something. */
export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const saved = page.getByText(/^Saved: /);
  const anyway = page.getByRole('button', { name: 'Save all the same' });
  await expect(saved.or(anyway).first()).toBeVisible();
  if (await anyway.isVisible()) await anyway.click();
  await expect(saved.first()).toBeVisible();
}
