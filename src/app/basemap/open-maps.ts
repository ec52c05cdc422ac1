import { createArchiveFiles } from '#store/archive-files.ts';
import { createMapArchives, type MapArchives } from '#store/map-archives.ts';

/** Of the app's own file system. */
const folderName = 'basemaps';

/** The map archives of this browser. */
export async function openMaps(
  { navigator }: Window,
  fetch: typeof globalThis.fetch,
  unfinished: (isUnfinished: boolean) => void,
): Promise<MapArchives> {
  // Not there where the page is not from a safe address, whatever their types say.
  const locks = navigator.locks as LockManager | undefined;
  const storage = navigator.storage as StorageManager | undefined;
  const root = await folderOf(storage);
  const maps = createMapArchives({
    files: root && createArchiveFiles(root),
    fetch,
    freeBytes: async () => {
      const { quota, usage } = (await storage?.estimate?.()) ?? {};
      return quota === undefined ? null : quota - (usage ?? 0);
    },
    wait: waitForNetwork,
    random: () => Math.random(),
    alone: async (name, work) => {
      if (!locks) {
        await work();
        return true;
      }
      return locks.request(`safelane-map-${name}`, { ifAvailable: true }, async (lock) => {
        if (lock) await work();
        return lock !== null;
      });
    },
    unfinished,
  });
  return maps;
}

/** null where the browser has no such files, or cannot write them from a page. */
async function folderOf(storage: StorageManager | undefined): Promise<FileSystemDirectoryHandle | null> {
  const canWrite =
    typeof FileSystemFileHandle !== 'undefined' && 'createWritable' in FileSystemFileHandle.prototype;
  if (!canWrite || storage === undefined || !('getDirectory' in storage)) return null;
  try {
    return await (await storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
  } catch {
    // Private windows of some browsers have the call and refuse it.
    return null;
  }
}

function waitForNetwork(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    window.addEventListener('online', end, { signal: over.signal });
    signal.addEventListener('abort', end, { signal: over.signal });
    if (signal.aborted) end();
  });
}
