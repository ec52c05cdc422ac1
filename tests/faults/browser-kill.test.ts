/**
 * `kill -9` of the browser while records are saved: a real Chromium on a profile that stays. 8 rounds, or KILL_ROUNDS
 * (`npm run test:kill`: 200), with and without a network. The same KILL_SEED gives the same saves and delays.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { afterAll, beforeAll, it } from 'vitest';
import { createRandom } from '#server/demo/random.ts';
import type { Draft } from '#store/phone.ts';
import type { OutboxRow } from '#store/work-database.ts';
import { fromNode, type Proxy, startProxy } from '#tests/support/proxy/start-proxy.ts';
import { type RunningServer, startServer } from '#tests/support/server/start-server.ts';
import { createFieldPhone, type FieldPhone, logItem, sendAll, strip } from './support/field-phone.ts';
import { createOfficeEyes } from './support/office-eyes.ts';
import { roundsAndSeed } from './support/rounds.ts';

const { rounds, seed } = roundsAndSeed(8);
/** The logarithm of the delay is evenly spread: most of a save happens in its first milliseconds. */
const latestKillMs = 60;

let proxy: Proxy;
let server: RunningServer;
let phone: FieldPhone;
let office: Awaited<ReturnType<typeof createOfficeEyes>>;

beforeAll(async () => {
  proxy = await startProxy({ spared: fromNode });
  const url = `http://localhost:${proxy.port}`;
  server = await startServer({ env: { SAFELANE_URL: url } });
  proxy.target(server.port);
  office = await createOfficeEyes(url);
  phone = await createFieldPhone(url);
  // The browser writes the cookie of a first sign-in late: closed once, it has it.
  await phone.close();
  await phone.start();
}, 120_000);

afterAll(async () => {
  await phone?.remove();
  await server?.remove();
  await proxy?.close();
});

interface OnTheDisk {
  readonly outbox: readonly OutboxRow[];
  readonly drafts: readonly Draft[];
}

/** What lies in the phone's database, past the app. */
function onTheDisk(page: Page): Promise<OnTheDisk> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error(String(request.error))));
      });
    const work = await asked(indexedDB.open('safelane-work'));
    const all = (store: string) => asked(work.transaction(store).objectStore(store).getAll() as IDBRequest);
    const [outbox, drafts] = [(await all('outbox')) as OutboxRow[], (await all('drafts')) as Draft[]];
    work.close();
    return { outbox, drafts };
  });
}

/** Notes each code that the phone says it has saved, and each press of "Save", at the moment. */
async function listen(page: Page, shown: Set<string>, pressed: () => void): Promise<void> {
  await page.exposeFunction('heardSaved', (text: string) => shown.add(text.split(' · ').at(-1) ?? ''));
  await page.exposeFunction('heardPress', pressed);
  await page.evaluate(() => {
    const { heardSaved, heardPress } = globalThis as unknown as {
      heardSaved(text: string): void;
      heardPress(): void;
    };
    new MutationObserver(() => {
      const said = document.querySelector('.toast span')?.textContent ?? '';
      if (said.startsWith('Saved: ')) heardSaved(said);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    document.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('button.save')) heardPress();
    });
  });
}

/** Fills in an item up to the last touch. @returns the record that the draft on the disk will become */
async function fillIn(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Found ordnance' }).click();
  await page.getByRole('button', { name: 'UXO', exact: true }).click();
  await page.getByRole('button', { name: 'Left, marked', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Position' })).toContainText('±');
  // The item lies outside its task: the first press warns of it, and the next one saves all the same.
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Save all the same' })).toBeVisible();
  await expect(page.getByText('Draft kept')).toBeVisible();
  await expect(page).toHaveURL(/\/new\/ordnance\/.+/);
  const id = page.url().split('/').at(-1);
  const draft = (await onTheDisk(page)).drafts.find((each) => each.id === id);
  if (!draft) throw new Error('"Draft kept" was said of a draft that is not on the disk.');
  return draft.record;
}

const codeOf = ({ text }: OutboxRow) => String((JSON.parse(text) as { set: { code: unknown } }).set.code);

it(
  `pain 5: killed ${rounds} times while saving, the phone has each record once, as saved or as a draft (KILL_SEED=${seed})`,
  async () => {
    const random = createRandom(seed);
    const shown = new Set<string>();
    const interrupted: string[] = [];
    let saved = 0;
    for (let round = 0; round < rounds; round += 1) {
      const { page } = phone;
      let isPressed = Promise.withResolvers<void>();
      await listen(page, shown, () => isPressed.resolve());
      for (let count = random.int(0, 2); count > 0; count -= 1) shown.add(await logItem(page));
      interrupted.push(await fillIn(page));
      isPressed = Promise.withResolvers<void>();
      const box = await page.getByRole('button', { name: 'Save all the same' }).boundingBox();
      if (!box) throw new Error('There is nothing to press.');
      // Not awaited: the browser may be gone before it answers.
      const clicked = page.mouse.click(box.x + box.width / 2, box.y + box.height / 2).catch(() => undefined);
      await isPressed.promise;
      await wait(latestKillMs ** random.next() - 1);
      await phone.kill();
      await clicked;

      if (random.chance(0.5)) proxy.cutAll();
      else proxy.restore();
      await phone.start();
      const { outbox, drafts } = await onTheDisk(phone.page);
      const records = outbox.map(({ record }) => record);
      expect(new Set(records).size).toBe(records.length);
      const codes = outbox.map(codeOf);
      expect(new Set(codes).size).toBe(codes.length);
      expect(codes).toEqual(expect.arrayContaining([...shown]));
      const numbers = outbox.map(({ n }) => n).toSorted((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      const asDrafts = drafts.map(({ record }) => record);
      for (const record of interrupted) {
        expect([records.includes(record), asDrafts.includes(record)].filter(Boolean)).toHaveLength(1);
      }
      expect(asDrafts.toSorted()).toEqual(interrupted.filter((each) => !records.includes(each)).toSorted());
      saved = interrupted.filter((record) => records.includes(record)).length;
    }
    proxy.restore();
    await sendAll(phone.page);
    await expect(strip(phone.page)).toContainText('All sent');
    const { outbox } = await onTheDisk(phone.page);
    expect(await office.codes()).toEqual(outbox.toSorted((a, b) => a.n - b.n).map(codeOf));
    await server.stop();
    const { code, stdout, stderr } = await server.cli('check');
    expect(code, stdout + stderr).toBe(0);
    console.log(`${saved} of ${interrupted.length} interrupted saves were saved; the others are drafts`);
  },
  60_000 + rounds * 20_000,
);
