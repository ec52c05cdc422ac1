/**
 * The map with 100,000 areas and items on a slow phone: 360 × 640, a processor slowed down to a quarter. Beside it
 * Leaflet's own layer of GeoJSON on a canvas, with as many features as it can move about as smoothly.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { createProfile, phoneSize, startBrowser } from '#tests/e2e/support/browser.ts';
import { quantile, rounded } from './figures.ts';
import { framesOf } from './map/gestures.ts';
import { mixedRecords } from './map/mixed-records.ts';
import { measureOurs } from './map/our-map.ts';
import { buildApp, bundled } from './sync/bundle.ts';
import { readerOf, startOurs } from './sync/our-server.ts';

const count = 100_000;
const slowdown = 4;
const others = [1_000, 2_000, 5_000, 10_000, 20_000] as const;

export async function benchMap(): Promise<Readonly<Record<string, unknown>>> {
  await buildApp();
  const ours = await startOurs([count], mixedRecords);
  const profile = createProfile();
  try {
    const { server } = ours;
    const browser = await startBrowser({ profile, size: phoneSize, origin: server.url });
    try {
      const figures = await measureOurs(browser.page, server, readerOf(count), slowdown);
      const plain = await measurePlain(browser.page, `${server.url}/api/v1/health`);
      const asSmooth = featuresAsSmooth(plain, figures.frameMsP95);
      return {
        records: count,
        ...figures,
        plainFrameMsP95: Object.fromEntries(plain.map(({ features, p95 }) => [features, rounded(p95)])),
        plainFeaturesAsSmooth: asSmooth,
        timesAsMany: rounded(count / asSmooth),
      };
    } finally {
      await browser.close();
    }
  } finally {
    profile.remove();
    await ours.remove();
  }
}

interface Plain {
  readonly features: number;
  readonly p95: number;
}

/** Leaflet alone, until it is well behind. */
async function measurePlain(page: Page, emptyPage: string): Promise<readonly Plain[]> {
  const script = await bundled('geo-json-map');
  const found: Plain[] = [];
  for (const features of others) {
    process.stderr.write(`plain ${features} … `);
    await page.goto(emptyPage);
    await page.evaluate(script);
    await page.evaluate(async (many) => {
      const { bench } = globalThis as unknown as { bench: { show(n: number): Promise<number> } };
      await bench.show(many);
    }, features);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await wait(1_000);
    const p95 = quantile(await framesOf(page), 0.95);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await session.detach();
    process.stderr.write(`${rounded(p95)} ms\n`);
    found.push({ features, p95 });
  }
  return found;
}

/** How many features plain Leaflet moves with the same frame time: between two measurements as on a straight line. */
function featuresAsSmooth(plain: readonly Plain[], p95: number): number {
  let before: Plain = { features: 0, p95: 0 };
  for (const each of plain) {
    if (each.p95 > p95) {
      const share = (p95 - before.p95) / (each.p95 - before.p95);
      return Math.round(before.features + share * (each.features - before.features));
    }
    before = each;
  }
  return before.features;
}
