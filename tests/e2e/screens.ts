/** `npm run -s screens [-- name…]`: a picture of every screen in its states, at both sizes, into `screens/`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { deskSize, phoneSize } from './support/browser.ts';
import { screenList } from './support/screen-list.ts';
import { ScreenTour } from './support/screen-tour.ts';

const folder = join(import.meta.dirname, '../../screens');
mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
const chosen = screenList.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
for (const size of [phoneSize, deskSize]) {
  const tour = await ScreenTour.start(size);
  try {
    for (const screen of chosen) {
      const file = `${screen.name}-${size.width}x${size.height}.png`;
      try {
        await tour.visit(screen, async (page) => {
          await page.screenshot({ path: join(folder, file) });
        });
        process.stdout.write(`screens/${file}\n`);
      } catch (error) {
        process.exitCode = 1;
        console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await tour.end();
  }
}
