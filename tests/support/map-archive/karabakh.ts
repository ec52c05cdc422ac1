/** Archives of the demo programme's land, as an administrator would bring them. */
import { makeArchive } from './make-archive.ts';
import { pngTile, vectorTile } from './tiles.ts';

const bounds = [46.4, 39.2, 47.6, 40.4] as const;
const ballast = 3_500_000;

/** Blue wherever there is a tile. */
export const rasterBlue = [40, 90, 200] as const;

export function rasterArchive(colour: readonly [number, number, number] = rasterBlue): Buffer {
  const tile = pngTile(colour);
  return makeArchive({
    type: 'raster',
    bounds,
    minZoom: 6,
    maxZoom: 9,
    tile: () => tile,
    ballast,
    metadata: { attribution: '<a href="https://example.org">&copy; Survey office</a>' },
  });
}

/** Land with a lake in each tile, a road, and a name. */
export function vectorArchive(): Buffer {
  const square = (from: number, to: number) =>
    [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
    ] as const;
  return makeArchive({
    type: 'vector',
    bounds,
    minZoom: 6,
    maxZoom: 9,
    ballast,
    metadata: {
      attribution: '© OpenStreetMap',
      vector_layers: ['earth', 'water', 'places'].map((id) => ({ id, fields: {} })),
    },
    tile: () =>
      vectorTile([
        { name: 'earth', shapes: [{ type: 'polygon', at: square(0, 4096) }], tags: { kind: 'earth' } },
        { name: 'water', shapes: [{ type: 'polygon', at: square(600, 3400) }], tags: { kind: 'water' } },
      ]),
  });
}
