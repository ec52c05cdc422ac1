import type { Turn } from '#sync/ports.ts';
import type { OpenedPhone } from './open-phone.ts';

/** Wakes the phone when the network comes back or the app becomes visible. @returns how to stop */
export function followBrowser(phone: Pick<OpenedPhone, 'wake' | 'setVisible'>, window: Window): () => void {
  const { document } = window;
  const online = () => {
    void phone.wake('online');
  };
  const visibility = () => {
    phone.setVisible(document.visibilityState === 'visible');
  };
  window.addEventListener('online', online);
  document.addEventListener('visibilitychange', visibility);
  return () => {
    window.removeEventListener('online', online);
    document.removeEventListener('visibilitychange', visibility);
  };
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
