import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[];
};

// The app as a whole, in one cache: installed completely or not at all. The data are the app's own business.
precacheAndRoute([...self.__WB_MANIFEST]);
cleanupOutdatedCaches();
clientsClaim();

// Every address of the app is the app; what the server answers itself is not.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api(\/|$)/, /^\/ogc(\/|$)/] }),
);

// A new version waits until a person takes it: never in the middle of a form.
self.addEventListener('message', (event) => {
  if (event.data === 'use-new-version') void self.skipWaiting();
});
