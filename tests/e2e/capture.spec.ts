/**
 * An area is captured without a network, by each of its ways: from the map to the saved record. The positions of the
 * walker come through the browser's own geolocation.
 */
import { expect, type Page, test } from '@playwright/test';
import { localPlane, type Metres } from '#domain/geo/local-metres.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { createProfile, phoneSize, type RunningBrowser, startBrowser } from './support/browser.ts';
import { readyForOffline, save, signIn } from './support/phone-steps.ts';

/** In the demo's task. */
const ground = localPlane([46.9037, 40.0155]);
const fixEveryMs = 250;
const paceMetresPerSecond = 2;

let server: RunningServer;
const cleanUp: (() => Promise<unknown> | void)[] = [];

test.beforeAll(async () => {
  server = await startServer();
});

test.afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
  await server.remove();
});

interface Handset {
  readonly browser: () => RunningBrowser;
  readonly page: () => Page;
  /** The phone is killed and started again, where it was. */
  restart(): Promise<void>;
  /** Walks from where it stands through these positions, a fix four times a second. */
  walk(...way: readonly Metres[]): Promise<void>;
  /** Stands where it is, a fix four times a second, until `until` holds. */
  stand(until: () => Promise<unknown>): Promise<void>;
}

/** A phone that has what it needs for a day without a network, and then loses the server. */
async function handsetOffline(): Promise<Handset> {
  const profile = createProfile();
  cleanUp.push(() => profile.remove());
  let browser: RunningBrowser;
  let at: Metres = { x: 0, y: 0 };
  const report = async (to: Metres) => {
    at = to;
    const [longitude, latitude] = ground.toLonLat(to);
    await browser.context.setGeolocation({ longitude, latitude, accuracy: 4 });
  };
  const start = async () => {
    browser = await startBrowser({ profile, size: phoneSize, origin: server.url });
    cleanUp.push(() => browser.kill().catch(() => undefined));
    await browser.context.grantPermissions(['geolocation', 'screen-wake-lock'], { origin: server.url });
    await report(at);
    await browser.context.setOffline(false);
  };
  await start();
  await signIn(browser!.page, server.url, 'team1');
  await readyForOffline(browser!.page);
  const pause = () => new Promise((resolve) => setTimeout(resolve, fixEveryMs));
  await browser!.context.setOffline(true);
  return {
    browser: () => browser,
    page: () => browser.page,
    restart: async () => {
      await browser.kill();
      await start();
      await browser.context.setOffline(true);
      await browser.page.goto(server.url);
    },
    walk: async (...way) => {
      const stepM = (paceMetresPerSecond * fixEveryMs) / 1_000;
      for (const to of way) {
        const from = at;
        const lengthM = Math.hypot(to.x - from.x, to.y - from.y);
        for (let goneM = stepM; goneM < lengthM + stepM; goneM += stepM) {
          const share = Math.min(1, goneM / lengthM);
          await report({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
          await pause();
        }
      }
    },
    stand: async (until) => {
      const { x, y } = at;
      let count = 0;
      // A receiver that stands still reports a little elsewhere each time.
      const timer = setInterval(() => {
        count += 1;
        void report({ x, y: y + (count % 2) * 0.1 });
      }, fixEveryMs);
      await until().finally(() => clearInterval(timer));
    },
  };
}

async function figures(page: Page): Promise<{ areaM2: number; text: string }> {
  const text = await page.locator('.area-figure').innerText();
  return { text, areaM2: Number((/([\d,.]+)\s*m²/.exec(text)?.[1] ?? '').replaceAll(',', '')) };
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });

test('a walked area: started, paused, taken up after the browser was killed, and saved offline', async () => {
  test.setTimeout(240_000);
  const phone = await handsetOffline();
  await phone.page().getByRole('link', { name: 'Cleared area' }).click();
  await button(phone.page(), 'Walk it').click();
  await button(phone.page(), 'Start walking').click();
  await phone.walk({ x: 16, y: 0 }, { x: 16, y: 10 });
  await expect(phone.page().getByText(/\d+ used/)).toBeVisible();
  await expect(phone.page().getByText('The screen stays on.')).toBeVisible();
  const before = await figures(phone.page());
  expect(before.text).toMatch(/3 corners|4 corners|5 corners/);

  await test.step('a killed browser has lost nothing of the trace', async () => {
    await expect(phone.page().getByText('Draft kept')).toBeAttached();
    await phone.restart();
    await phone
      .page()
      .getByRole('link', { name: /Records/ })
      .click();
    await phone.page().getByRole('region', { name: 'Drafts' }).getByRole('link').first().click();
    const after = await figures(phone.page());
    expect(Math.abs(after.areaM2 - before.areaM2)).toBeLessThan(3);
    await expect(button(phone.page(), 'Walk it')).toHaveAttribute('aria-pressed', 'true');
    await expect(phone.page().getByText('1 side not walked, drawn dashed.')).toBeVisible();
  });

  await test.step('the walk goes on to its start, and the last corner is made by standing at it', async () => {
    await button(phone.page(), 'Walk on').click();
    await phone.walk({ x: 0, y: 10 });
    await button(phone.page(), 'Pause').click();
    await phone.walk({ x: 0, y: 3 });
    await button(phone.page(), 'Add a corner here').click();
    await phone.stand(() => expect(button(phone.page(), 'Add a corner here')).toBeVisible());
    const { areaM2 } = await figures(phone.page());
    expect(Math.abs(areaM2 - 160)).toBeLessThan(12);
  });

  await save(phone.page());
  await phone.page().goto(`${server.url}/records`);
  await phone.page().locator('.rows').getByRole('link').first().click();
  await expect(phone.page().getByText(/±4 m · walked/)).toBeVisible();
});

test('a tapped area keeps its corners over a change of way, and over undo and redo', async () => {
  test.setTimeout(240_000);
  const phone = await handsetOffline();
  const page = phone.page();
  await page.getByRole('link', { name: 'Cleared area' }).click();
  const map = page.getByRole('application', { name: /tap the corners/ });
  const box = await map.boundingBox();
  if (!box) throw new Error('The map has no size.');
  const corner = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  for (const [x, y] of [corner(0.3, 0.3), corner(0.6, 0.3), corner(0.6, 0.6), corner(0.3, 0.6)])
    await page.mouse.click(x, y);
  await expect(page.getByText('4 corners')).toBeVisible();
  const four = await figures(page);

  await button(page, 'Walk it').click();
  expect(await figures(page)).toEqual(four);
  await button(page, 'Tap it').click();
  expect(await figures(page)).toEqual(four);

  await button(page, 'Undo').click();
  await button(page, 'Undo').click();
  await expect(page.getByText('2 of at least 3')).toBeVisible();
  await button(page, 'Redo').click();
  await button(page, 'Redo').click();
  expect(await figures(page)).toEqual(four);
  await expect(button(page, 'Redo')).toBeDisabled();

  await test.step('a corner is dragged, and the figures follow it', async () => {
    await page.mouse.move(...corner(0.3, 0.6));
    await page.mouse.down();
    await page.mouse.move(...corner(0.2, 0.7), { steps: 5 });
    expect((await figures(page)).areaM2).toBeGreaterThan(four.areaM2);
    await page.mouse.up();
    const dragged = await figures(page);
    expect(dragged.areaM2).toBeGreaterThan(four.areaM2);
    await button(page, 'Undo').click();
    expect(await figures(page)).toEqual(four);
    await button(page, 'Redo').click();
    expect(await figures(page)).toEqual(dragged);
  });

  await test.step('a corner that is chosen is the one removed', async () => {
    await button(page, 'Corner 2').click();
    await button(page, 'Remove corner 2').click();
    await expect(page.getByText('3 corners')).toBeVisible();
  });
  await save(page);
});
