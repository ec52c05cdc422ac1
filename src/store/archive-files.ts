import * as v from 'valibot';
import { hashOf } from '#protocol/change.ts';
import { type MapArchive, mapArchiveSchema } from '#protocol/basemaps.ts';

/** Bytes of a part: what a cut or a kill can lose, and what one request brings. */
export const partBytes = 1_048_576;

const aboutSchema = v.object({
  archive: mapArchiveSchema,
  /** A person has stopped the download. */
  paused: v.boolean(),
  whole: v.boolean(),
  /** It took the place of another that was replaced on the server while it was being downloaded. */
  startedAnew: v.boolean(),
});
type StoredAbout = v.InferOutput<typeof aboutSchema>;

export interface StoredArchive extends StoredAbout {
  /** Bytes that are here. */
  readonly have: number;
}

/**
 * Map archives in the origin private file system: a folder for each, with a description and the parts that have come. A
 * part is there as a whole or not at all, whatever ends the app: so what is missing can always be told.
 */
export interface ArchiveFiles {
  all(): Promise<readonly StoredArchive[]>;
  describe(about: StoredAbout): Promise<void>;
  /** Numbers of the parts that are not here, in order. */
  missing(archive: MapArchive): Promise<readonly number[]>;
  /** @throws DOMException QuotaExceededError where there is no room */
  put(archive: MapArchive, part: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(archive: MapArchive): Promise<void>;
  /** @throws where a part is not here */
  read(archive: MapArchive, offset: number, length: number): Promise<ArrayBuffer>;
}

const partsOf = ({ bytes }: MapArchive) => Math.ceil(bytes / partBytes);
export const sizeOfPart = ({ bytes }: MapArchive, part: number) =>
  Math.min(partBytes, bytes - part * partBytes);

const aboutName = 'about.json';
/** Another file of the same name on the server is another folder here. */
const folderName = ({ id, etag }: MapArchive) => hashOf(`${id}\n${etag}`).slice(0, 24);

/** @param root of all archives */
export function createArchiveFiles(root: FileSystemDirectoryHandle): ArchiveFiles {
  const folderOf = (archive: MapArchive) => root.getDirectoryHandle(folderName(archive), { create: true });

  async function partSizes(folder: FileSystemDirectoryHandle): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === 'file') sizes.set(name, (await handle.getFile()).size);
    }
    return sizes;
  }

  const numbersMissing = (archive: MapArchive, sizes: ReadonlyMap<string, number>) =>
    Array.from({ length: partsOf(archive) }, (_, part) => part).filter(
      (part) => sizes.get(String(part)) !== sizeOfPart(archive, part),
    );

  async function stored(folder: FileSystemDirectoryHandle): Promise<StoredArchive | undefined> {
    const about = await readAbout(folder);
    if (!about) return undefined;
    const { archive } = about;
    const missing = numbersMissing(archive, await partSizes(folder));
    const have = archive.bytes - missing.reduce((sum, part) => sum + sizeOfPart(archive, part), 0);
    return { ...about, have, whole: about.whole && missing.length === 0 };
  }

  return {
    async all() {
      const found: StoredArchive[] = [];
      const leftOver: string[] = [];
      for await (const [name, handle] of root.entries()) {
        const archive = handle.kind === 'directory' ? await stored(handle) : undefined;
        if (archive) found.push(archive);
        else leftOver.push(name);
      }
      // Begun and not described, or taken away half-way: nothing in it can be used.
      for (const name of leftOver) await root.removeEntry(name, { recursive: true }).catch(() => undefined);
      return found;
    },
    async describe(about) {
      const bytes = new TextEncoder().encode(JSON.stringify(about));
      await writeFile(await folderOf(about.archive), aboutName, bytes);
    },
    missing: async (archive) => numbersMissing(archive, await partSizes(await folderOf(archive))),
    async put(archive, part, bytes) {
      await writeFile(await folderOf(archive), String(part), bytes);
    },
    async remove(archive) {
      await root.removeEntry(folderName(archive), { recursive: true }).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    async read(archive, offset, length) {
      const folder = await root.getDirectoryHandle(folderName(archive));
      const end = Math.min(offset + length, archive.bytes);
      const slices: Blob[] = [];
      for (let part = Math.floor(offset / partBytes); part * partBytes < end; part += 1) {
        const file = await (await folder.getFileHandle(String(part))).getFile();
        if (file.size !== sizeOfPart(archive, part))
          throw new Error('A part of the map is not on this phone.');
        const start = part * partBytes;
        slices.push(file.slice(Math.max(0, offset - start), Math.min(partBytes, end - start)));
      }
      return new Blob(slices).arrayBuffer();
    },
  };
}

async function readAbout(folder: FileSystemDirectoryHandle): Promise<StoredAbout | undefined> {
  try {
    const file = await (await folder.getFileHandle(aboutName)).getFile();
    const read = v.safeParse(aboutSchema, JSON.parse(await file.text()));
    return read.success ? read.output : undefined;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What is written is in the file when it is closed, and not before. */
async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  try {
    await writable.write(bytes);
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
  await writable.close();
}

const isMissing = (error: unknown) => error instanceof DOMException && error.name === 'NotFoundError';
