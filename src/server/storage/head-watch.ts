import type { HeadListener } from './port.ts';

export interface ProgrammeHead {
  readonly programme: string;
  readonly head: number;
}

/** Moves that follow each other so quickly are told as one. */
const TOGETHER_MS = 100;

/** Tells listeners where programmes stand and that they move: read again and again, and soon when somebody knows of a move. */
export function createHeadWatch(options: {
  readonly read: () => Promise<readonly ProgrammeHead[]>;
  readonly everyMs: number;
}) {
  const { read, everyMs } = options;
  const listeners = new Map<HeadListener, Map<string, number>>();
  let poll: NodeJS.Timeout | undefined;
  let soon: NodeJS.Timeout | undefined;

  const tell = ({ programme, head }: ProgrammeHead) => {
    for (const [listener, told] of listeners) {
      if (told.get(programme) === head) continue;
      told.set(programme, head);
      listener(programme, head);
    }
  };
  const refresh = async () => {
    try {
      for (const each of await read()) tell(each);
    } catch {
      // A database out of reach: whoever asks it for something says so, and here it is tried again.
    }
  };

  const watch = {
    get isWatched() {
      return listeners.size > 0;
    },
    add(listener: HeadListener): () => void {
      // A function of its own for each subscription: one that subscribes twice ends each by itself.
      const own: HeadListener = (...moved) => listener(...moved);
      listeners.set(own, new Map());
      poll ??= setInterval(() => void refresh(), everyMs).unref();
      watch.soon();
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) watch.close();
      };
    },
    /** Somebody may have moved. */
    soon(): void {
      if (listeners.size === 0 || soon) return;
      soon = setTimeout(() => {
        soon = undefined;
        void refresh();
      }, TOGETHER_MS).unref();
    },
    close(): void {
      listeners.clear();
      clearInterval(poll);
      clearTimeout(soon);
      poll = undefined;
      soon = undefined;
    },
  };
  return watch;
}
