import { effect, type ReadonlySignal, signal } from '@preact/signals';

export interface NewVersion {
  /** A new version is on the phone, complete, and waits to be taken; or another tab has taken it. */
  readonly ready: ReadonlySignal<boolean>;
  /**
   * Takes it: this page is loaded anew under the new version. Not while a form is open, here or in another tab.
   * @returns a sentence where it was not taken
   */
  use(): Promise<string | null>;
}

export interface NewVersionPorts {
  readonly container: ServiceWorkerContainer | undefined;
  readonly locks: LockManager | undefined;
  readonly document: Document;
  /** Whether a form is open in this tab. */
  readonly inForm: ReadonlySignal<boolean>;
  readonly reload: () => void;
  readonly now: () => number;
}

/** Held, shared, by each tab in which a form is open. */
const formLock = 'safelane-form';
/** How often an app that stays open asks whether there is a new version; the browser itself asks at each start. */
const lookEveryMs = 3_600_000;
const formIsOpen = 'A form is open in another tab of the app. Save or leave it first; its draft is kept.';

/** Registers the service worker. An update is offered, never forced: a form that is open stays open. */
export function watchNewVersion(ports: NewVersionPorts): NewVersion {
  const { container, locks, inForm, reload } = ports;
  const ready = signal(false);
  let waiting: ServiceWorker | null = null;
  let taking: (() => void) | null = null;
  const offer = (worker: ServiceWorker | null) => {
    waiting = worker;
    ready.value = worker !== null;
  };
  if (container) {
    // Who started under which version: the files of the others may go when nobody runs them any more.
    container.controller?.postMessage('started');
    const startedUnder = container.controller;
    container.addEventListener('controllerchange', () => {
      if (taking) taking();
      // Another tab has taken it. This page goes on as it is, until its person loads it anew.
      else if (startedUnder) ready.value = true;
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
        lookOnReturn(registration, ports);
      })
      .catch((error: unknown) => {
        // The app works without it, but will not start without a network.
        console.warn('The service worker could not be registered.', error);
      });
  }
  if (locks) holdWhile(inForm, locks);
  const take = async () => {
    if (!waiting || waiting.state !== 'installed') return reload();
    const taken = new Promise<void>((resolve) => {
      taking = resolve;
    });
    waiting.postMessage('use-new-version');
    await taken;
    reload();
  };
  return {
    ready,
    async use() {
      if (inForm.value) return formIsOpen;
      if (!locks) return take().then(() => null);
      return locks.request(formLock, { ifAvailable: true }, async (lock) => {
        if (!lock) return formIsOpen;
        await take();
        return null;
      });
    },
  };
}

/** An app that is kept open for days would not hear of a new version. */
function lookOnReturn(registration: ServiceWorkerRegistration, { document, now }: NewVersionPorts) {
  let lookedAt = now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || now() - lookedAt < lookEveryMs) return;
    lookedAt = now();
    // Without a network there is none to hear of.
    registration.update().catch(() => undefined);
  });
}

function holdWhile(open: ReadonlySignal<boolean>, locks: LockManager) {
  let letGo: (() => void) | null = null;
  effect(() => {
    letGo?.();
    letGo = null;
    if (!open.value) return;
    const closed = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    void locks.request(formLock, { mode: 'shared' }, async () => closed);
  });
}
