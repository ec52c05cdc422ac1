/** Every screen at the size of a phone and of a laptop: nothing runs over, nothing is covered, everyone can use it. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { deskSize, phoneSize } from './support/browser.ts';
import { layoutFaults } from './support/layout-check.ts';
import { screenList } from './support/screen-list.ts';
import { ScreenTour } from './support/screen-tour.ts';

const phoneTargetPx = 48;
/** WCAG 2.2 AA, 2.5.8: for the desk, where there is a mouse. */
const deskTargetPx = 24;

for (const [sizeName, size] of [
  ['phone', phoneSize],
  ['laptop', deskSize],
] as const) {
  test.describe(`at ${size.width} × ${size.height}`, () => {
    let tour: ScreenTour;
    test.beforeAll(async () => {
      tour = await ScreenTour.start(size);
    });
    test.afterAll(async () => tour.end());

    for (const [path, who] of [
      ['/', 'team1'],
      ['/desk', 'supervisor'],
    ] as const) {
      test(`the map at ${path} follows the phone into the dark and back`, async () => {
        await tour.visit({ name: 'theme', who, path }, async (page) => {
          // How bright the ground of the map is, where nothing else is drawn: summed over the whole canvas.
          const brightness = () =>
            page.evaluate(() => {
              const canvas = document.querySelector<HTMLCanvasElement>('.leaflet-baseMap-pane canvas');
              const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
              if (!pixels) return Number.NaN;
              let sum = 0;
              let opacity = 0;
              for (let at = 0; at < pixels.length; at += 4) {
                sum += (pixels[at + 1] ?? 0) * (pixels[at + 3] ?? 0);
                opacity += pixels[at + 3] ?? 0;
              }
              return sum / opacity;
            });
          await page.emulateMedia({ colorScheme: 'light' });
          await expect.poll(brightness).toBeGreaterThan(128);
          await page.emulateMedia({ colorScheme: 'dark' });
          await expect.poll(brightness).toBeLessThan(128);
          await page.emulateMedia({ colorScheme: 'light' });
          await expect.poll(brightness).toBeGreaterThan(128);
        });
      });
    }

    for (const screen of screenList) {
      test(`${screen.name}: fits, can be touched and read by everyone`, async () => {
        await tour.visit(screen, async (page) => {
          const isPhoneScreen = sizeName === 'phone' && !screen.path.startsWith('/desk');
          expect(await layoutFaults(page, isPhoneScreen ? phoneTargetPx : deskTargetPx)).toEqual([]);
          const { violations } = await new AxeBuilder({ page }).analyze();
          const serious = violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
          expect(serious).toEqual([]);
        });
      });
    }
  });
}
