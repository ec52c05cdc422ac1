import type { Overlay } from '#domain/overlay.ts';

/** What the worker says. */
export type WorkerAnswer =
  | { readonly type: 'reading'; readonly seen: number }
  | { readonly type: 'read'; readonly overlay: Overlay }
  | { readonly type: 'failed'; readonly message: string };

export interface Reading {
  /** Rejects with a sentence. Never settled after `stop`. */
  readonly overlay: Promise<Overlay>;
  stop(): void;
}

/** A file that says nothing for so long does not end. */
const silenceMs = 120_000;

/** Reads a file beside the screen: however large or odd it is, the app goes on, and the reading can be stopped. */
export function readInWorker(file: File, onSeen: (seen: number) => void): Reading {
  const worker = new Worker(new URL('./overlay-worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    worker.terminate();
  };
  const overlay = new Promise<Overlay>((resolve, reject) => {
    const fail = (message: string) => {
      stop();
      reject(new Error(message));
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(
        () => fail('The file takes too long to read. Cut out the area that matters.'),
        silenceMs,
      );
    };
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
      wait();
      if (data.type === 'reading') onSeen(data.seen);
      else if (data.type === 'failed') fail(data.message);
      else {
        stop();
        resolve(data.overlay);
      }
    });
    worker.addEventListener('error', () =>
      fail('The phone could not read the file: it may be too large for it.'),
    );
    wait();
    worker.postMessage(file);
  });
  return { overlay, stop };
}
