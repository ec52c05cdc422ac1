import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import type { RunningServer } from '#tests/support/server/start-server.ts';
import { quantile, rounded } from '../figures.ts';
import { heapBytes, signInAndPull } from '../sync/in-the-app.ts';
import { framesOf, tapsOf } from './gestures.ts';

const mb = 1_000_000;
/** After the last drawing nothing more comes. */
const settleMs = 3_000;
const tapsEach = 20;

/** The app with its map on a slow phone, from a warm start to panning, zooming and touching. */
export async function measureOurs(page: Page, server: RunningServer, userName: string, slowdown: number) {
  await page.addInitScript(markDrawings);
  await signInAndPull(page, server, userName);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await wait(settleMs);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto('about:blank');
  await page.goto(server.url);
  await page.waitForFunction(() => performance.getEntriesByName('map-drawn').length > 0);
  const drawnMs = await page.evaluate(() => performance.getEntriesByName('map-drawn')[0]?.startTime ?? 0);
  await wait(settleMs);
  const heapMb = Math.round((await heapBytes(page)) / mb);
  const taps = [...(await tapsOf(page, tapsEach))];
  const frames = await framesOf(page);
  await wait(settleMs);
  taps.push(...(await tapsOf(page, tapsEach)));
  const heapAfterMb = Math.round((await heapBytes(page)) / mb);
  await endSlow(session);
  return {
    warmStartToDrawnMs: Math.round(drawnMs),
    frameMsP50: rounded(quantile(frames, 0.5)),
    frameMsP95: rounded(quantile(frames, 0.95)),
    frameMsWorst: Math.round(Math.max(...frames)),
    frames: frames.length,
    tapMsP50: rounded(quantile(taps, 0.5)),
    tapMsP95: rounded(quantile(taps, 0.95)),
    tapMsWorst: rounded(Math.max(...taps)),
    heapMb,
    heapAfterMb,
  };
}

async function endSlow(session: CDPSession): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await session.detach();
}

/** In the page: marks when a drawing of records that shows something has come into sight. */
function markDrawings(): void {
  const look = () => {
    const canvas = document.querySelector<HTMLCanvasElement>('.leaflet-records-pane canvas');
    if (!canvas || canvas.width === 0 || performance.getEntriesByName('map-drawn').length > 0) return;
    const small = new OffscreenCanvas(40, 70).getContext('2d');
    small?.drawImage(canvas, 0, 0, 40, 70);
    if (small?.getImageData(0, 0, 40, 70).data.some((value) => value > 0)) performance.mark('map-drawn');
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}
