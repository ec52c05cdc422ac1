import type { MapArchives } from '#store/map-archives.ts';
import type { LocalMemory } from './local-memory.ts';

/** Set while a download waits to be gone on with, so that a start without one loads nothing for it. */
export const unfinishedMaps = 'unfinished-maps';

/** @returns gives the archives, opened once, when they are first wanted */
export function createLateMaps(
  memory: LocalMemory,
  fetch: typeof globalThis.fetch,
): () => Promise<MapArchives> {
  let opened: Promise<MapArchives> | undefined;
  return () => {
    opened ??= import('../basemap/open-maps.ts').then(({ openMaps }) =>
      openMaps(window, fetch, (isUnfinished) => memory.set(unfinishedMaps, isUnfinished ? 'yes' : null)),
    );
    // A part of the app that could not be loaded is asked for again.
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
}
