/** Writes PMTiles archives (version 3) for tests: a header, one directory, a description, and the tiles. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { zxyToTileId } from 'pmtiles';

export interface MadeArchive {
  readonly type: 'vector' | 'raster';
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly minZoom: number;
  readonly maxZoom: number;
  /** A tile as it is stored. */
  readonly tile: (z: number, x: number, y: number) => Uint8Array;
  readonly metadata?: object;
  /** Bytes after the tiles that cannot be made smaller, so that an archive has a size. */
  readonly ballast?: number;
}

const headerBytes = 127;

export function makeArchive(archive: MadeArchive): Buffer {
  const isVector = archive.type === 'vector';
  const stored = tilesIn(archive).map(({ z, x, y }) => ({
    id: zxyToTileId(z, x, y),
    bytes: isVector ? gzipSync(archive.tile(z, x, y)) : archive.tile(z, x, y),
  }));
  stored.sort((a, b) => a.id - b.id);
  const tiles = Buffer.concat([...stored.map(({ bytes }) => bytes), randomBytes(archive.ballast ?? 0)]);
  const directory = gzipSync(directoryOf(stored));
  const metadata = gzipSync(JSON.stringify(archive.metadata ?? {}));
  const header = Buffer.alloc(headerBytes);
  header.write('PMTiles', 'latin1');
  header[7] = 3;
  const at = { root: headerBytes, metadata: headerBytes + directory.length };
  const tileData = at.metadata + metadata.length;
  [
    at.root,
    directory.length,
    at.metadata,
    metadata.length,
    tileData,
    0,
    tileData,
    tiles.length,
    stored.length,
    stored.length,
    stored.length,
  ].forEach((value, index) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * index));
  const [gzip, none] = [2, 1];
  header.set([1, gzip, isVector ? gzip : none, isVector ? 1 : 2, archive.minZoom, archive.maxZoom], 96);
  archive.bounds.forEach((degrees, index) => header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * index));
  header[118] = archive.minZoom;
  header.writeInt32LE(Math.round(((archive.bounds[0] + archive.bounds[2]) / 2) * 1e7), 119);
  header.writeInt32LE(Math.round(((archive.bounds[1] + archive.bounds[3]) / 2) * 1e7), 123);
  return Buffer.concat([header, directory, metadata, tiles]);
}

function directoryOf(stored: readonly { readonly id: number; readonly bytes: Uint8Array }[]): Buffer {
  let last = 0;
  const ids = stored.map(({ id }) => {
    const step = id - last;
    last = id;
    return step;
  });
  const runs = stored.map(() => 1);
  const lengths = stored.map(({ bytes }) => bytes.length);
  // 0 stands for "behind the one before"; the first is at 0, which is written as 1.
  const offsets = stored.map((_, index) => (index === 0 ? 1 : 0));
  return Buffer.from([stored.length, ...ids, ...runs, ...lengths, ...offsets].flatMap(varint));
}

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function tilesIn({ bounds: [west, south, east, north], minZoom, maxZoom }: MadeArchive) {
  const tiles: { readonly z: number; readonly x: number; readonly y: number }[] = [];
  for (let z = minZoom; z <= maxZoom; z += 1) {
    const column = (lon: number) => Math.floor((lon / 360 + 0.5) * 2 ** z);
    const row = (lat: number) => {
      const radians = (lat * Math.PI) / 180;
      return Math.floor((0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI)) * 2 ** z);
    };
    for (let x = column(west); x <= column(east); x += 1)
      for (let y = row(north); y <= row(south); y += 1) tiles.push({ z, x, y });
  }
  return tiles;
}
