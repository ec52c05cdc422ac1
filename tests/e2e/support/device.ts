/** What a device does to the app that runs on it, from outside the app: through the browser's own tools. */
import type { Page } from '@playwright/test';

const startBytes = 8_000_000;

export interface LimitedStorage {
  /** From now on nothing more fits in than what is there already. */
  fill(): Promise<void>;
  /** There is room again. */
  empty(): Promise<void>;
}

/**
 * Gives the origin little storage of its own, before the app is opened: Chromium goes on for half a minute with what it
 * found left at first, unless a write asks for more than that.
 */
export async function limitStorage(page: Page, origin: string): Promise<LimitedStorage> {
  const session = await page.context().newCDPSession(page);
  const allow = async (quotaSize: number) =>
    session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  const used = async () => (await session.send('Storage.getUsageAndQuota', { origin })).usage;
  await allow(startBytes);
  return {
    async fill() {
      await allow(await used());
      if (await fits(page, startBytes)) throw new Error('The limit has no effect in this browser.');
      // What was refused takes some room as well, until the browser tidies up.
      await allow(await used());
    },
    async empty() {
      await allow(startBytes);
    },
  };
}

/** Whether so many bytes can be stored; they are not the app's. */
function fits(page: Page, size: number): Promise<boolean> {
  return page.evaluate(
    async (bytes) =>
      new Promise<boolean>((resolve, reject) => {
        const request = indexedDB.open('something-else', 1);
        request.addEventListener('upgradeneeded', () => {
          request.result.createObjectStore('rows', { autoIncrement: true });
        });
        request.addEventListener('error', () => reject(request.error ?? new Error('no reason')));
        request.addEventListener('success', () => {
          const transaction = request.result.transaction('rows', 'readwrite');
          // In pieces: one large value goes to a file of its own, which is not counted at once.
          for (let left = bytes; left > 0; left -= 50_000) {
            transaction.objectStore('rows').add(new Uint8Array(50_000));
          }
          const end = (stored: boolean) => () => {
            request.result.close();
            resolve(stored);
          };
          transaction.addEventListener('complete', end(true));
          transaction.addEventListener('abort', end(false));
        });
      }),
    size,
  );
}

interface StoredChange {
  readonly id: string;
  readonly n: number;
  readonly state: string;
  readonly text: string;
}

/** The rows of the outbox as they lie in IndexedDB. */
export function outboxRows(page: Page): Promise<readonly StoredChange[]> {
  return page.evaluate(
    () =>
      new Promise<StoredChange[]>((resolve, reject) => {
        const opening = indexedDB.open('safelane-work');
        opening.addEventListener('error', () => reject(opening.error ?? new Error('no reason')));
        opening.addEventListener('success', () => {
          const rows = opening.result.transaction('outbox').objectStore('outbox').getAll();
          rows.addEventListener('success', () => {
            opening.result.close();
            resolve(rows.result as StoredChange[]);
          });
        });
      }),
  );
}

/** Damages the text of the newest change, as a failing disk does. @returns its id */
export function damageNewestChange(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('safelane-work');
        opening.addEventListener('success', () => {
          const transaction = opening.result.transaction('outbox', 'readwrite');
          const store = transaction.objectStore('outbox');
          store.openCursor(null, 'prev').addEventListener('success', (event) => {
            const cursor = (event.target as IDBRequest<IDBCursorWithValue>).result;
            const row = cursor.value as { id: string; text: string };
            cursor.update({ ...row, text: row.text.slice(0, 60) });
            transaction.addEventListener('complete', () => {
              opening.result.close();
              resolve(row.id);
            });
          });
        });
      }),
  );
}

/** Clears what a browser that needs room takes away, or all that a person can clear. */
export async function clearSite(page: Page, origin: string, what: 'storage' | 'everything'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const storageTypes = what === 'everything' ? 'all' : 'indexeddb,cache_storage,service_workers';
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
  await session.detach();
}

/** Kills the connections to the databases of every page, as a phone does to an app in the background. */
export async function killConnections(page: Page): Promise<void> {
  const internals = await page.context().newPage();
  await internals.goto('chrome://indexeddb-internals');
  await internals.getByText('Force close').first().click();
  await internals.close();
  await page.bringToFront();
}

/** Opens a connection of the test's own. @returns whether it has been killed since */
export async function watchConnection(page: Page): Promise<() => Promise<boolean>> {
  const connection = await page.evaluateHandle(
    () =>
      new Promise<{ killed: boolean }>((resolve) => {
        const request = indexedDB.open('safelane-work');
        request.addEventListener('success', () => {
          const seen = { killed: false };
          request.result.addEventListener('close', () => {
            seen.killed = true;
          });
          resolve(seen);
        });
      }),
  );
  return () => connection.evaluate(({ killed }) => killed);
}
