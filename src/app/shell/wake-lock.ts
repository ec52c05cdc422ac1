import { type ReadonlySignal, signal } from '@preact/signals';

/** Whether the phone keeps its screen on: where it does not, it locks, and the browser gets no positions. */
export type WakeState = 'asking' | 'on' | 'refused' | 'unsupported';

export interface StayingAwake {
  readonly state: ReadonlySignal<WakeState>;
  stop(): void;
}

/**
 * Keeps the screen on until it is stopped. The browser takes the lock away whenever the page is hidden; it is asked for
 * again as soon as the page is seen.
 */
export function stayAwake(wakeLock: WakeLock | undefined, document: Document): StayingAwake {
  const state = signal<WakeState>(wakeLock ? 'asking' : 'unsupported');
  let held: WakeLockSentinel | null = null;
  let stopped = false;
  const ask = async () => {
    if (!wakeLock || stopped || document.visibilityState !== 'visible' || (held && !held.released)) return;
    try {
      const got = await wakeLock.request('screen');
      if (stopped) {
        await got.release();
        return;
      }
      held = got;
      state.value = 'on';
      got.addEventListener('release', () => {
        if (!stopped) state.value = 'asking';
        // Where the page is still seen it was the phone that took it, as for a low battery.
        void ask();
      });
    } catch {
      // A low battery, or a setting: the walker is told, and the next time the page is seen it is asked again.
      state.value = 'refused';
    }
  };
  const whenSeen = () => void ask();
  document.addEventListener('visibilitychange', whenSeen);
  void ask();
  return {
    state,
    stop: () => {
      stopped = true;
      document.removeEventListener('visibilitychange', whenSeen);
      void held?.release();
    },
  };
}
