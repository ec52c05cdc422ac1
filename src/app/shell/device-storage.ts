import { type ReadonlySignal, signal } from '@preact/signals';
import type { LocalMemory } from './local-memory.ts';

/** Remembered, so that what the strip says of storage stays true after a restart. */
const askedKey = 'asked-to-keep';

/** Whether the phone promised to keep the app's data. `cannot-say`: the browser knows no such promise. */
export type Keeping = 'not-asked' | 'kept' | 'may-be-cleared' | 'cannot-say';

export interface DeviceStorage {
  readonly keeping: ReadonlySignal<Keeping>;
  /** Bytes that are left for the app, as the browser has it; null where it does not say. */
  readonly freeBytes: ReadonlySignal<number | null>;
  look(): Promise<void>;
  /** From a person's touch, as browsers want it: asks the browser to keep the data, once in a run of the app. */
  askToKeep(): Promise<void>;
  /** The person wants it asked now, also where the answer was no before. */
  askAgain(): Promise<void>;
}

export function createDeviceStorage(storage: StorageManager | undefined, memory: LocalMemory): DeviceStorage {
  const canAsk = storage !== undefined && 'persist' in storage && 'persisted' in storage;
  const keeping = signal<Keeping>(canAsk ? 'not-asked' : 'cannot-say');
  const freeBytes = signal<number | null>(null);
  let asked = false;
  async function look() {
    try {
      if (storage && 'estimate' in storage) {
        const { quota, usage } = await storage.estimate();
        freeBytes.value = quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
      }
      if (!canAsk) return;
      if (await storage.persisted()) keeping.value = 'kept';
      else if (asked || memory.get(askedKey) !== null) keeping.value = 'may-be-cleared';
    } catch {
      keeping.value = 'cannot-say';
    }
  }
  async function ask() {
    if (canAsk && keeping.value !== 'kept') {
      asked = true;
      memory.set(askedKey, 'yes');
      // What it answers is what it says when looked at; some browsers throw where they mean no.
      await storage.persist().catch(() => false);
    }
    await look();
  }
  return {
    keeping,
    freeBytes,
    look,
    // A browser may think otherwise tomorrow, for an app that is installed by then or used every day.
    askToKeep: async () => (asked ? look() : ask()),
    askAgain: ask,
  };
}
