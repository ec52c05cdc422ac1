import { type ReadonlySignal, signal } from '@preact/signals';
import type { LocalMemory } from './local-memory.ts';

/** Remembered, so that what the strip says of storage stays true after a restart. */
const askedKey = 'asked-to-keep';

/** Whether the phone promised to keep the app's data. */
type Keeping = 'unknown' | 'kept' | 'may-be-cleared';

export interface DeviceStorage {
  readonly keeping: ReadonlySignal<Keeping>;
  /** Bytes that are left for the app; null where the browser does not say. */
  readonly freeBytes: ReadonlySignal<number | null>;
  look(): Promise<void>;
  /** Asks the browser to keep the data; once, and from a person's touch, as browsers want it. */
  askToKeep(): Promise<void>;
}

export function createDeviceStorage(storage: StorageManager | undefined, memory: LocalMemory): DeviceStorage {
  const keeping = signal<Keeping>('unknown');
  const freeBytes = signal<number | null>(null);
  let asked = memory.get(askedKey) !== null;
  async function look() {
    if (!storage) return;
    try {
      const { quota, usage } = await storage.estimate();
      freeBytes.value = quota === undefined ? null : quota - (usage ?? 0);
      if (await storage.persisted()) keeping.value = 'kept';
      else if (asked) keeping.value = 'may-be-cleared';
    } catch {
      keeping.value = 'unknown';
    }
  }
  return {
    keeping,
    freeBytes,
    look,
    async askToKeep() {
      if (asked || !storage || keeping.value === 'kept') return;
      asked = true;
      memory.set(askedKey, 'yes');
      try {
        keeping.value = (await storage.persist()) ? 'kept' : 'may-be-cleared';
      } catch {
        keeping.value = 'may-be-cleared';
      }
    },
  };
}
