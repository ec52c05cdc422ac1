import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Compression, type Header, PMTiles, type Source, TileType } from 'pmtiles';
import type { MapArchive } from '#protocol/basemaps.ts';
import { ArchiveProblem } from './archive-problem.ts';

/** What the file itself says; its id is the name that it lies under. */
export type ArchiveFacts = Omit<MapArchive, 'id'>;

const HEADER_BYTES = 127;
const SPEC_VERSION = 3;
/** A directory or a description that is larger is not one. */
const MAX_PART_BYTES = 64_000_000;
const MAX_TEXT = 500;
const WORLD: MapArchive['bounds'] = [-180, -85.051129, 180, 85.051129];
const RASTER = [TileType.Png, TileType.Jpeg, TileType.Webp, TileType.Avif];

/**
 * Reads the head of a PMTiles archive (version 3) and checks that the rest of it can be there.
 * @throws ArchiveProblem with a sentence that says why it cannot be used
 */
export async function readArchive(file: FileHandle): Promise<ArchiveFacts> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new ArchiveProblem('It is not a file.');
  const { size, mtimeMs } = stat;
  const head = await bytesAt(file, 0, Math.min(size, HEADER_BYTES));
  if (head.length < HEADER_BYTES || head.toString('latin1', 0, 7) !== 'PMTiles') {
    throw new ArchiveProblem('It is not a PMTiles file.');
  }
  if (head[7] !== SPEC_VERSION) {
    throw new ArchiveProblem(`It is PMTiles version ${head[7]}. Convert it to version 3.`);
  }
  const archive = new PMTiles(sourceOf(file, size));
  const header = await archive.getHeader().catch(unreadable);
  checkParts(header, size);
  const type = typeOf(header);
  const metadata = (await archive.getMetadata().catch(unreadable)) as Record<string, unknown> | null;
  const root = await bytesAt(file, header.rootDirectoryOffset, header.rootDirectoryLength);
  const digest = createHash('sha256').update(head).update(root).digest('hex').slice(0, 16);
  // Seconds: copies that keep the time agree on them, so that several servers call the same file the same.
  const etag = `"${digest}-${size.toString(36)}-${Math.floor(mtimeMs / 1_000).toString(36)}"`;
  return {
    bytes: size,
    etag,
    type,
    minZoom: header.minZoom,
    maxZoom: header.maxZoom,
    bounds: boundsOf(header),
    attribution: plainText(metadata?.['attribution']),
  };
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function sourceOf(file: FileHandle, size: number): Source {
  return {
    getKey: () => 'file',
    getBytes: async (offset, length) => {
      // The head is asked for with more than a small archive has.
      const bytes = await bytesAt(file, offset, Math.min(length, size - offset, MAX_PART_BYTES));
      const data = new ArrayBuffer(bytes.length);
      new Uint8Array(data).set(bytes);
      return { data };
    },
  };
}

const unreadable = (error: unknown): never => {
  const said = error instanceof Error ? error.message : String(error);
  throw new ArchiveProblem(`It is damaged: its directory cannot be read (${said.slice(0, 200)}).`);
};

/** A file that was copied half-way has a whole head. */
function checkParts(header: Header, size: number): void {
  const parts = [
    [header.rootDirectoryOffset, header.rootDirectoryLength],
    [header.jsonMetadataOffset, header.jsonMetadataLength],
    [header.leafDirectoryOffset, header.leafDirectoryLength ?? 0],
    [header.tileDataOffset, header.tileDataLength ?? 0],
  ] as const;
  const needed = Math.max(...parts.map(([offset, length]) => offset + length));
  if (needed > size) {
    throw new ArchiveProblem(
      `It is not whole: ${size.toLocaleString('en')} of ${needed.toLocaleString('en')} bytes are there. Copy it again.`,
    );
  }
  if (header.rootDirectoryLength > MAX_PART_BYTES || header.jsonMetadataLength > MAX_PART_BYTES) {
    throw new ArchiveProblem('It is damaged: its directory is larger than a directory can be.');
  }
  if (header.numAddressedTiles === 0 && header.tileDataLength === 0) {
    throw new ArchiveProblem('There are no tiles in it.');
  }
}

function typeOf({ tileType, tileCompression, internalCompression }: Header): MapArchive['type'] {
  const readable = [Compression.None, Compression.Gzip];
  const isRaster = RASTER.includes(tileType);
  if (!isRaster && tileType !== TileType.Mvt) {
    throw new ArchiveProblem(
      'Its tiles are of a kind that phones cannot draw: use MVT, PNG, JPEG, WebP or AVIF.',
    );
  }
  const isPacked = (how: Compression) => how !== Compression.Unknown && !readable.includes(how);
  if (isPacked(internalCompression) || isPacked(tileCompression)) {
    throw new ArchiveProblem('It is compressed in a way that phones cannot read: use gzip.');
  }
  return isRaster ? 'raster' : 'vector';
}

/** Where the file says none, or none that can be, the whole world. */
function boundsOf({ minLon, minLat, maxLon, maxLat }: Header): MapArchive['bounds'] {
  const isOnEarth = minLon >= -180 && maxLon <= 180 && minLat >= -90 && maxLat <= 90;
  return isOnEarth && minLon < maxLon && minLat < maxLat ? [minLon, minLat, maxLon, maxLat] : WORLD;
}

/** Attributions come as HTML; what is shown is their text. */
function plainText(html: unknown): string {
  if (typeof html !== 'string') return '';
  const text = html
    .replace(/<[^>]*>/g, '')
    .replace(/&copy;/gi, '©')
    .replace(/&amp;/gi, '&')
    .replace(/[<>]/g, '');
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT);
}
