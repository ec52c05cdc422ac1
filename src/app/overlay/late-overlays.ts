import { type ReadonlySignal, signal } from '@preact/signals';
import { createMakeId } from '#store/make-id.ts';
import type { Overlays } from '#store/overlays.ts';

/** The files that this user laid over the map. The map is drawn before their memory is opened. */
export interface LateOverlays {
  /** Null before `load` is through. */
  readonly opened: ReadonlySignal<Overlays | null>;
  /** Rejects with a sentence where they cannot be opened; the next call tries again. */
  load(): Promise<Overlays>;
  close(): void;
}

export function createLateOverlays(user: string, now: () => number): LateOverlays {
  const opened = signal<Overlays | null>(null);
  let opening: Promise<Overlays> | undefined;
  let isClosed = false;
  const open = async () => {
    const { openOverlays } = await import('#store/overlays.ts');
    const makeId = createMakeId(now, (bytes) => crypto.getRandomValues(bytes));
    const overlays = await openOverlays({ user, now, makeId });
    if (isClosed) overlays.close();
    else opened.value = overlays;
    return overlays;
  };
  return {
    opened,
    load: async () => {
      opening ??= open();
      try {
        return await opening;
      } catch (error) {
        opening = undefined;
        throw error;
      }
    },
    close: () => {
      isClosed = true;
      opened.value?.close();
    },
  };
}
