import { type ReadonlySignal, signal } from '@preact/signals';

/** What Chromium gives where an app can be installed; not in the standard's types. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

export interface Install {
  /** Whether the browser would install the app now, if asked. */
  readonly possible: ReadonlySignal<boolean>;
  ask(): void;
}

/** Keeps the browser's offer to install until the person asks for it: an installed app's data are kept. */
export function watchInstall(win: Window): Install {
  const possible = signal(false);
  let offer: InstallEvent | null = null;
  const take = (next: InstallEvent | null) => {
    offer = next;
    possible.value = next !== null;
  };
  win.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    take(event as InstallEvent);
  });
  win.addEventListener('appinstalled', () => take(null));
  return {
    possible,
    ask() {
      void offer?.prompt();
      take(null);
    },
  };
}
