import * as L from 'leaflet';
import type { ArchiveReader } from './archive-reader.ts';

/** The pictures of a raster archive. */
export class RasterLayer extends L.GridLayer {
  readonly #archive: ArchiveReader;

  constructor(archive: ArchiveReader, options: L.GridLayerOptions) {
    super(options);
    this.#archive = archive;
  }

  override createTile({ x, y, z }: L.Coords, done: L.DoneCallback): HTMLElement {
    const picture = L.DomUtil.create('img', 'leaflet-tile');
    picture.alt = '';
    void this.#archive.getZxy(z, x, y).then((tile) => {
      if (!tile) return done(new Error('There is no such tile.'), picture);
      const address = URL.createObjectURL(new Blob([tile.data]));
      const end = (error?: Error) => {
        URL.revokeObjectURL(address);
        done(error, picture);
      };
      picture.addEventListener('load', () => end());
      picture.addEventListener('error', () => end(new Error('The tile is not a picture.')));
      picture.src = address;
      return undefined;
    });
    return picture;
  }
}
