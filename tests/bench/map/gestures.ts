import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';

/** As a finger reports itself. */
const stepMs = 16;
/** Short, one after the other, so that what a map does at the end of each counts; back to where they began. */
const drags = [
  [120, 0],
  [-120, 60],
  [0, -120],
  [-60, 0],
  [60, 60],
] as const;
const dragSteps = 5;
/** From where all is in sight to where single areas have a shape, and back. */
const zooms = ['in', 'in', 'in', 'in', 'out', 'out', 'out', 'out'] as const;
/** The animation of a zoom takes a quarter of a second. */
const zoomMs = 350;

interface Recorder {
  start(): void;
  stop(): number[];
}

/** Pans and zooms as a person does. @returns ms between one picture of the screen and the next, all the while */
export async function framesOf(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => {
    let frames: number[] = [];
    let request = 0;
    const recorder: Recorder = {
      start: () => {
        frames = [];
        let last = performance.now();
        const look = (now: number) => {
          frames.push(now - last);
          last = now;
          request = requestAnimationFrame(look);
        };
        request = requestAnimationFrame(look);
      },
      stop: () => {
        cancelAnimationFrame(request);
        return frames;
      },
    };
    Object.assign(globalThis, { recorder });
  });
  const call = (name: keyof Recorder) =>
    page.evaluate((which) => {
      const { recorder } = globalThis as unknown as { readonly recorder: Recorder };
      return which === 'stop' ? recorder.stop() : recorder.start();
    }, name);
  await call('start');
  await dragAbout(page);
  for (const zoom of zooms) {
    await page.locator(`.leaflet-control-zoom-${zoom}`).first().dispatchEvent('click');
    await wait(zoomMs);
    await dragAbout(page);
  }
  return ((await call('stop')) as number[]).slice(1);
}

async function dragAbout(page: Page): Promise<void> {
  for (const [east, south] of drags) {
    await page.mouse.move(180, 300);
    await page.mouse.down();
    for (let step = 1; step <= dragSteps; step += 1) {
      await page.mouse.move(180 + (east * step) / dragSteps, 300 + (south * step) / dragSteps);
      await wait(stepMs);
    }
    await page.mouse.up();
  }
}

/** Touches the map here and there. @returns ms until it has said what is meant, each */
export async function tapsOf(page: Page, count: number): Promise<readonly number[]> {
  return page.evaluate((taps) => {
    const element = document.querySelector('.field-map');
    if (!element) throw new Error('There is no map.');
    const { left, top, width, height } = element.getBoundingClientRect();
    return Array.from({ length: taps }, (_, n) => {
      const [x, y] = [0.2 + 0.6 * ((n * 0.618) % 1), 0.2 + 0.5 * ((n * 0.414) % 1)];
      const at = { clientX: left + width * x, clientY: top + height * y, bubbles: true };
      const started = performance.now();
      element.dispatchEvent(new MouseEvent('click', at));
      return performance.now() - started;
    });
  }, count);
}
