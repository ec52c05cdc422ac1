import { clientsClaim } from 'workbox-core';
import type { PrecacheEntry } from 'workbox-precaching';
import { browserClock, pushTag, webLockTurn } from '#store/follow-browser.ts';
import { createHttpTransport } from '#store/http-transport.ts';
import { createMakeId } from '#store/make-id.ts';
import { serveAppFiles } from './app-files.ts';
import { pushUnsent } from './push-unsent.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[];
};

/** Background Sync; not in the standard's types. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

serveAppFiles(self, self.__WB_MANIFEST);
clientsClaim();

// A new version waits until a person takes it: never in the middle of a form.
self.addEventListener('message', (event) => {
  if (event.data === 'use-new-version') void self.skipWaiting();
});

// The browser has a network again, and the app may be gone. A rejection makes it try again later.
self.addEventListener('sync', (event) => {
  const { tag } = event as SyncEvent;
  if (tag === pushTag) (event as SyncEvent).waitUntil(push());
});

async function push() {
  const result = await pushUnsent({
    place: { indexedDB: self.indexedDB, IDBKeyRange },
    transport: createHttpTransport(async (input, init) => fetch(input, init)),
    turnOf: (user) => webLockTurn(self.navigator.locks, user),
    now: browserClock.now,
    makeId: createMakeId(browserClock.now, (bytes) => crypto.getRandomValues(bytes)),
  });
  if (result === 'later') throw new Error('Not everything could be sent now.');
}
