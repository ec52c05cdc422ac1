import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BasemapsAnswer, MapArchive } from '#protocol/basemaps.ts';
import { ArchiveProblem } from './archive-problem.ts';
import { readArchive } from './read-archive.ts';

export const ENDING = '.pmtiles';
/** Letters and digits of any language, and what file systems, addresses and terminals all take. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()-]{0,79}$/u;

export const isArchiveName = (name: string) => NAME.test(name) && !name.endsWith(' ');

/** An archive that is open. Whoever has it closes the file. */
export interface OpenArchive extends MapArchive {
  readonly file: FileHandle;
}

export interface ArchiveFolder {
  /** What lies in the folder now, by name. */
  list(): Promise<BasemapsAnswer>;
  /** Undefined where there is none of that id that can be used. */
  open(id: string): Promise<OpenArchive | undefined>;
}

/** The map archives that an administrator has put there. @param folder may be missing: then there are none */
export function createArchiveFolder(folder: string): ArchiveFolder {
  const kept = new Map<string, { readonly stamp: string; readonly read: ReturnType<typeof readArchive> }>();

  /** Read once for each state of a file: phones ask again and again. */
  async function factsOf(id: string, file: FileHandle): ReturnType<typeof readArchive> {
    const { ino, size, mtimeMs, ctimeMs } = await file.stat();
    const stamp = [ino, size, mtimeMs, ctimeMs].join(' ');
    const known = kept.get(id);
    if (known?.stamp === stamp) return known.read;
    const read = readArchive(file);
    kept.set(id, { stamp, read });
    return read;
  }

  async function openFile(id: string): Promise<OpenArchive> {
    const file = await open(join(folder, id + ENDING), 'r').catch((error: NodeJS.ErrnoException) => {
      throw new ArchiveProblem(`The server may not read it (${error.code ?? error.message}).`);
    });
    try {
      return { id, ...(await factsOf(id, file)), file };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  return {
    async list() {
      const basemaps: MapArchive[] = [];
      const broken: BasemapsAnswer['broken'] = [];
      for (const id of await archiveNames(folder)) {
        try {
          if (!isArchiveName(id))
            throw new ArchiveProblem('Rename it: use letters, digits, spaces and hyphens.');
          const { file, ...archive } = await openFile(id);
          await file.close();
          basemaps.push(archive);
        } catch (error) {
          if (!(error instanceof ArchiveProblem)) throw error;
          broken.push({ id: id.slice(0, 200), problem: error.message });
        }
      }
      return { basemaps, broken };
    },
    async open(id) {
      // Only a name that is in the folder becomes a path.
      if (!isArchiveName(id) || !(await archiveNames(folder)).includes(id)) return undefined;
      return openFile(id).catch((error: unknown) => {
        if (error instanceof ArchiveProblem) return undefined;
        throw error;
      });
    },
  };
}

async function archiveNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries.filter(
    (entry) => !entry.isDirectory() && entry.name.endsWith(ENDING) && !entry.name.startsWith('.'),
  );
  return names.map(({ name }) => name.slice(0, -ENDING.length)).sort((a, b) => a.localeCompare(b));
}
