import { type ReadonlySignal, signal } from '@preact/signals';

export interface NewVersion {
  /** A new version is on the phone, complete, and waits to be taken. */
  readonly ready: ReadonlySignal<boolean>;
  /** Takes it: the page is loaded anew under the new version. */
  use(): void;
}

/** Registers the service worker. An update is offered, never forced: a form that is open stays open. */
export function watchNewVersion(
  container: ServiceWorkerContainer | undefined,
  reload: () => void,
): NewVersion {
  const ready = signal(false);
  let waiting: ServiceWorker | null = null;
  let asked = false;
  const offer = (worker: ServiceWorker | null) => {
    waiting = worker;
    ready.value = worker !== null;
  };
  if (container) {
    container.addEventListener('controllerchange', () => {
      if (asked) reload();
    });
    container
      .register('/sw.js')
      .then((registration) => {
        // Without a controller this is the first visit: nothing older is running.
        if (container.controller) offer(registration.waiting);
        registration.addEventListener('updatefound', () => {
          const { installing } = registration;
          installing?.addEventListener('statechange', () => {
            if (installing.state === 'installed' && container.controller) offer(installing);
          });
        });
      })
      .catch((error: unknown) => {
        // The app works without it, but will not start without a network.
        console.warn('The service worker could not be registered.', error);
      });
  }
  return {
    ready,
    use() {
      asked = true;
      waiting?.postMessage('use-new-version');
    },
  };
}
