import { checkSize, limits } from '#overlay/limits.ts';
import { readOverlay } from '#overlay/read-overlay.ts';
import { UnreadableFile } from '#overlay/unreadable-file.ts';
import type { WorkerAnswer } from './read-in-worker.ts';

/** Of a worker; the app is compiled with the types of a window. */
const worker = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<File>) => void): void;
  postMessage(answer: WorkerAnswer): void;
};

/** So many features between two words of how far it is. */
const saidEvery = 500;

async function read(file: File): Promise<WorkerAnswer> {
  try {
    checkSize(file.size, limits.fileBytes, 'The file');
    const bytes = new Uint8Array(await file.arrayBuffer());
    worker.postMessage({ type: 'reading', seen: 0 });
    const overlay = await readOverlay({ name: file.name, bytes }, (seen) => {
      if (seen % saidEvery === 0) worker.postMessage({ type: 'reading', seen });
    });
    return { type: 'read', overlay };
  } catch (error) {
    if (error instanceof UnreadableFile) return { type: 'failed', message: error.message };
    const why = error instanceof Error ? ` (${error.message})` : '';
    return { type: 'failed', message: `The file could not be read${why}.` };
  }
}

worker.addEventListener('message', ({ data }) => {
  void read(data).then((answer) => worker.postMessage(answer));
});
