import type { Turn } from '#sync/ports.ts';
import type { OpenedPhone } from './open-phone.ts';

/** The sync event by which the service worker knows that it should push. */
export const pushTag = 'push-unsent';

/** What Chromium adds where it has Background Sync; not in the standard's types. */
interface BackgroundSync {
  readonly sync?: { register(tag: string): Promise<void> };
}

/**
 * Wakes the phone when the network comes back or the app becomes visible, and asks the browser to have what was saved
 * sent even when the app is gone by then. @returns how to stop
 */
export function followBrowser(
  phone: Pick<OpenedPhone, 'wake' | 'setVisible' | 'sync'>,
  window: Window,
): () => void {
  const { document } = window;
  let asked = 0;
  const askForPush = () => {
    const { unsent } = phone.sync.value;
    const more = unsent > asked;
    asked = unsent;
    // A browser without it, or one that says no, sends when the app is open.
    if (more) registerPush(window.navigator.serviceWorker).catch(() => undefined);
  };
  askForPush();
  const stopAsking = phone.sync.subscribe(askForPush);
  const online = () => {
    void phone.wake('online');
  };
  const visibility = () => {
    phone.setVisible(document.visibilityState === 'visible');
  };
  window.addEventListener('online', online);
  document.addEventListener('visibilitychange', visibility);
  return () => {
    stopAsking();
    window.removeEventListener('online', online);
    document.removeEventListener('visibilitychange', visibility);
  };
}

async function registerPush(container: ServiceWorkerContainer | undefined): Promise<void> {
  const registration = (await container?.getRegistration()) as BackgroundSync | undefined;
  await registration?.sync?.register(pushTag);
}

/** One tab of a user syncs at a time, by a Web Lock; a browser without locks syncs in each. */
export function webLockTurn(locks: LockManager | undefined, user: string): Turn {
  return async (work) => {
    if (!locks) {
      await work();
      return true;
    }
    return locks.request(`safelane-sync-${user}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return false;
      await work();
      return true;
    });
  };
}

/** The browser's clock. */
export const browserClock = {
  now: () => Date.now(),
  after: (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
