import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { hashOf } from '#protocol/change.ts';

/** Other caches of the origin are kept by the app: map tiles, say. */
const isOfApp = (name: string) => /^safelane-[0-9a-f]{16}$/.test(name);

/** What a page says when it starts under a worker: from then on it is known to run that worker's version. */
const startedMessage = 'started';

/**
 * The app as a whole in one cache for each version, installed completely or not at all. A page only ever gets files of
 * the version that it was started as: those of an older one stay until its last page is gone.
 */
export function serveAppFiles(
  worker: ServiceWorkerGlobalScope,
  manifest: readonly (PrecacheEntry | string)[],
): void {
  const cacheName = `safelane-${hashOf(JSON.stringify(manifest)).slice(0, 16)}`;
  const files = new PrecacheController({ cacheName });
  files.addToCacheList([...manifest]);
  worker.addEventListener('install', (event) => void files.install(event));
  registerRoute(new PrecacheRoute(files));

  // Every address of the app is the app; what the server answers itself is not.
  registerRoute(
    new NavigationRoute(files.createHandlerBoundToURL('/index.html'), {
      denylist: [/^\/api(\/|$)/, /^\/ogc(\/|$)/],
    }),
  );

  // A hash in its name: whichever version it is of, there is only one such file.
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
    async ({ request }) => (await worker.caches.match(request, { ignoreVary: true })) ?? fetch(request),
  );

  const started = new Set<string>();
  worker.addEventListener('message', (event) => {
    if (event.data !== startedMessage || !(event.source instanceof WindowClient)) return;
    started.add(event.source.id);
    event.waitUntil(dropOtherVersions());
  });

  async function dropOtherVersions() {
    const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
    // Started before this worker, or before it was last put to sleep: it may still want its own version's files.
    if (pages.some(({ id }) => !started.has(id))) return;
    const others = (await worker.caches.keys()).filter((name) => name !== cacheName && isOfApp(name));
    // One of them may be what is coming.
    const { installing, waiting } = worker.registration;
    if (installing || waiting) return;
    await Promise.all(others.map(async (name) => worker.caches.delete(name)));
  }
}
