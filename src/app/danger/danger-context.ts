import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import type { LocalMemory } from '../shell/local-memory.ts';
import type { DangerSources, DangerWatch } from './danger-watch.ts';
import type * as Parts from './danger-parts.tsx';

/** The warnings of what is near, loaded after the map: where they are shown is known before. */
export interface Danger {
  readonly loaded: ReadonlySignal<{ readonly watch: DangerWatch; readonly parts: typeof Parts } | null>;
  /** Why there are no warnings, where their code could not be loaded. */
  readonly problem: ReadonlySignal<boolean>;
  /** Open sheets, the topmost last: what lies behind one cannot be seen or touched. */
  readonly sheets: ReadonlySignal<readonly object[]>;
  /** A sheet was opened. @returns that it was closed */
  cover(sheet: object): () => void;
  /** @returns how to stop */
  start(): () => void;
}

const startAfterMs = 1_000;

/** null where there are no warnings, as on a desk. */
export const DangerContext = createContext<Danger | null>(null);

type Sources = Omit<DangerSources, 'memory' | 'vibrate'> & { readonly memory: LocalMemory };

export function createDanger(sources: Sources): Danger {
  const loaded = signal<Danger['loaded']['value']>(null);
  const problem = signal(false);
  const sheets = signal<readonly object[]>([]);
  const load = async () =>
    Promise.all([import('./danger-watch.ts'), import('./danger-memory.ts'), import('./danger-parts.tsx')]);
  return {
    loaded,
    problem,
    sheets,
    cover: (sheet) => {
      sheets.value = [...sheets.peek(), sheet];
      return () => {
        sheets.value = sheets.peek().filter((each) => each !== sheet);
      };
    },
    start: () => {
      let isStopped = false;
      // When the map stands: until then the phone has better things to do.
      const later = async () => {
        await new Promise((resolve) => setTimeout(resolve, startAfterMs));
        return load();
      };
      later().then(
        ([{ watchDanger }, { createDangerMemory }, parts]) => {
          if (isStopped) return;
          const { phone, memory } = sources;
          const watch = watchDanger({
            ...sources,
            memory: createDangerMemory(memory, phone.session.value.user.id),
            // Not on an iPhone: there the banner has to do.
            vibrate: (pattern) => navigator.vibrate?.([...pattern]),
          });
          problem.value = false;
          loaded.value = { watch, parts };
        },
        () => {
          problem.value = true;
        },
      );
      return () => {
        isStopped = true;
        loaded.value?.watch.stop();
        loaded.value = null;
      };
    },
  };
}
