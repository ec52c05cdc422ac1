import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Registry } from '#domain/kinds/registry.ts';
import type { Phone } from '#store/phone.ts';
import type { MapArchives } from '#store/map-archives.ts';
import type { GroundChoice } from '../map/ground-choice.ts';
import type { DeviceStorage } from './device-storage.ts';
import type { Install } from './install.ts';
import type { LateLedger } from './late-ledger.ts';
import type { LateOverlays } from '../overlay/late-overlays.ts';
import type { LocalMemory } from './local-memory.ts';
import type { Locator } from './locator.ts';
import type { NotationSwitch } from './notation-switch.ts';
import type { NewVersion } from './new-version.ts';
import type { Router } from './router.ts';
import type { Session } from './session.ts';
import type { TaskInHand } from './task-in-hand.ts';
import type { ThemeSwitch } from './theme.ts';

/** A short message at the lower edge, with one thing to do about it. */
export interface Toast {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What every screen may use: the app's effects and state, made once in `main.tsx`. */
export interface App {
  readonly registry: Registry;
  readonly ledger: LateLedger;
  readonly router: Router;
  readonly session: Session;
  readonly memory: LocalMemory;
  readonly locator: Locator;
  readonly storage: DeviceStorage;
  readonly theme: ThemeSwitch;
  readonly notation: NotationSwitch;
  readonly ground: GroundChoice;
  /** The map archives of this phone and of the server: loaded when they are first wanted. */
  readonly maps: () => Promise<MapArchives>;
  readonly newVersion: NewVersion;
  readonly install: Install;
  readonly now: () => number;
  /** What the device says of its network. */
  readonly online: ReadonlySignal<boolean>;
  readonly toast: ReadonlySignal<Toast | null>;
  /** Shows a short message; null takes it away. */
  readonly say: (toast: Toast | null) => void;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('A screen was drawn outside the app.');
  return app;
}

/** The open phone with what belongs to its user. */
export interface OpenPhone {
  readonly phone: Phone;
  readonly taskInHand: TaskInHand;
  readonly overlays: LateOverlays;
}

export const PhoneContext = createContext<OpenPhone | null>(null);

export function usePhone(): OpenPhone {
  const open = useContext(PhoneContext);
  if (!open) throw new Error('A screen of the phone was drawn before anybody signed in.');
  return open;
}

/** The device's network as a signal. */
export function watchOnline(win: Window): ReadonlySignal<boolean> {
  const online = signal(win.navigator.onLine);
  const follow = () => {
    online.value = win.navigator.onLine;
  };
  win.addEventListener('online', follow);
  win.addEventListener('offline', follow);
  return online;
}
