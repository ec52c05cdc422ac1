import { type ReadonlySignal, signal } from '@preact/signals';
import type { LocalMemory } from '../shell/local-memory.ts';

/** What lies under the records: `outlines`, `tiles` of the programme, or `archive:` with its id. */
export type GroundName = 'outlines' | 'tiles' | `archive:${string}`;

/** One choice for all maps of this phone, remembered. */
export interface GroundChoice {
  /** null: nobody has chosen, the programme decides. */
  readonly chosen: ReadonlySignal<GroundName | null>;
  choose(name: GroundName): void;
}

export function createGroundChoice(memory: LocalMemory): GroundChoice {
  const chosen = signal(memory.get('ground') as GroundName | null);
  return {
    chosen,
    choose(name) {
      chosen.value = name;
      memory.set('ground', name);
    },
  };
}
