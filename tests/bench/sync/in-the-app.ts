import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { RunningServer } from '#tests/support/server/start-server.ts';
import { password } from './our-server.ts';

/** For the last drawing after the last page. */
const settleMs = 3_000;
const mb = 1_000_000;

/** The app itself, map and all, while it pulls: its longest task, and what it holds in memory afterwards. */
export async function phoneWhilePulling(page: Page, server: RunningServer, userName: string) {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  const appPull100kMs = Math.round(await signInAndPull(page, server, userName));
  await wait(settleMs);
  const longTasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
  return {
    appPull100kMs,
    longestTaskMs: Math.max(0, ...longTasks),
    tasksOver50Ms: longTasks.length,
    heapMb100k: Math.round((await heapBytes(page)) / mb),
  };
}

/** @returns ms from the sign-in to where all is on the phone; its long tasks are counted from then on */
export async function signInAndPull(page: Page, server: RunningServer, userName: string): Promise<number> {
  await page.goto(server.url);
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.evaluate(() => {
    const { longTasks } = globalThis as unknown as { longTasks?: number[] };
    if (longTasks) longTasks.length = 0;
  });
  const started = performance.now();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  while (!(await page.evaluate(hasPulled))) await wait(100);
  return performance.now() - started;
}

/** Whether the phone has noted that a pull is through. */
async function hasPulled(): Promise<boolean> {
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === 'safelane-map')) return false;
  const opening = indexedDB.open('safelane-map');
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () => reject(new Error('the database does not open')));
  });
  const notes = await new Promise<unknown[]>((resolve) => {
    const all = database.transaction('notes').objectStore('notes').getAll();
    all.addEventListener('success', () => resolve(all.result));
  });
  database.close();
  return notes.some((note) => (note as { readonly name: string }).name === 'pulled-at');
}

/** What lives after a collection: the objects, and the buffers behind typed arrays. */
export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    readonly usedSize: number;
    readonly backingStorageSize?: number;
  };
  await session.detach();
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}
