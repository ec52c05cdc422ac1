import { FetchSource, PMTiles, type Source } from 'pmtiles';
import type { MapArchive } from '#protocol/basemaps.ts';
import { archivePath } from '#store/archive-download.ts';
import type { MapArchives } from '#store/map-archives.ts';

/** An archive whose tiles can be asked for. A tile that cannot be had is none: the map says nothing there. */
export class ArchiveReader extends PMTiles {
  override async getZxy(z: number, x: number, y: number, signal?: AbortSignal) {
    try {
      return await super.getZxy(z, x, y, signal);
    } catch {
      return undefined;
    }
  }
}

/** From this phone where it is kept as a whole, from the server by ranges where it is not. */
export async function openArchive(id: string, maps: MapArchives): Promise<ArchiveReader> {
  const kept = await maps.kept(id);
  return new ArchiveReader(kept ? keptSource(kept, maps) : new FetchSource(archivePath(id)));
}

function keptSource(archive: MapArchive, maps: MapArchives): Source {
  return {
    getKey: () => `${archive.id} ${archive.etag}`,
    getBytes: async (offset, length) => ({ data: await maps.read(archive, offset, length) }),
  };
}
