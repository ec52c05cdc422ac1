import type { CreateLedger } from '#domain/ledger.ts';

/** The counting of figures, which the map does without: its code (clipping above all) is loaded by the first screen that shows one. */
export interface LateLedger {
  load(): Promise<void>;
  /** To be called only after `load`. */
  readonly createLedger: CreateLedger;
}

export function createLateLedger(): LateLedger {
  let create: CreateLedger | undefined;
  return {
    async load() {
      create = (await import('#domain/ledger/create-ledger.ts')).createLedger;
    },
    createLedger: (registry, columns) => {
      if (!create) throw new Error('A figure was asked for before the code that counts was loaded.');
      return create(registry, columns);
    },
  };
}
