import { type ReadonlySignal, signal } from '@preact/signals';

/** One fix of the device. */
export interface Fix {
  readonly lon: number;
  readonly lat: number;
  /** Radius in metres, as the device gives it. */
  readonly accuracyM: number;
  /** When the device took it, in ms since 1970. */
  readonly takenAt: number;
}

export type LocatorState = 'off' | 'waiting' | 'working' | 'denied' | 'unavailable';

export interface Locator {
  readonly state: ReadonlySignal<LocatorState>;
  /** The latest fix that was fresh when it came. */
  readonly fix: ReadonlySignal<Fix | null>;
  start(): void;
}

/** A fix older than this when it arrives comes from a cache, and from another place. */
export const staleAfterMs = 10_000;

/** A fix older than this says nothing of where the phone is now: whoever walks has gone 40 m. */
export const lostAfterMs = 30_000;

const DENIED = 1;

/** Follows the device's position from `start` on, for the map, the strip and the forms alike. */
export function createLocator(geolocation: Geolocation | undefined, now: () => number): Locator {
  const state = signal<LocatorState>('off');
  const fix = signal<Fix | null>(null);
  return {
    state,
    fix,
    start() {
      if (state.value !== 'off' && state.value !== 'denied') return;
      if (!geolocation) {
        state.value = 'unavailable';
        return;
      }
      state.value = 'waiting';
      geolocation.watchPosition(
        ({ coords, timestamp }) => {
          if (now() - timestamp > staleAfterMs) return;
          state.value = 'working';
          fix.value = {
            lon: coords.longitude,
            lat: coords.latitude,
            accuracyM: coords.accuracy,
            takenAt: timestamp,
          };
        },
        ({ code }) => {
          // A time-out is no end: the watch goes on, and the next fix is taken.
          state.value = code === DENIED ? 'denied' : 'waiting';
        },
        { enableHighAccuracy: true, maximumAge: 0, timeout: 30_000 },
      );
    },
  };
}
