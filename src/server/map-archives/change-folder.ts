import { copyFile, mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MapArchive } from '#protocol/basemaps.ts';
import { ENDING, isArchiveName } from './archive-folder.ts';
import { ArchiveProblem } from './archive-problem.ts';
import { readArchive } from './read-archive.ts';

interface AddOptions {
  readonly name?: string;
  readonly replace?: true;
}

/**
 * Checks the archive and copies it into the folder, where it appears when it is whole.
 * @throws ArchiveProblem with a sentence, and nothing changed
 */
export async function addArchive(path: string, folder: string, options: AddOptions): Promise<MapArchive> {
  const id = options.name ?? basename(path).replace(/\.pmtiles$/i, '');
  if (!isArchiveName(id)) {
    throw new ArchiveProblem(
      `"${id}" cannot be its name: use up to 80 letters, digits, spaces and hyphens, and begin with a letter or digit. Give one with --name.`,
    );
  }
  const target = join(folder, id + ENDING);
  if (!options.replace && (await isThere(target))) {
    throw new ArchiveProblem(`There is a map "${id}" already. Add --replace to put this one in its place.`);
  }
  await factsOf(path);
  const part = join(folder, `.${id}.${process.pid}.part`);
  try {
    await mkdir(folder, { recursive: true });
    await copyFile(path, part);
    const { atime, mtime } = await stat(path);
    await utimes(part, atime, mtime);
    const facts = await factsOf(part);
    await rename(part, target);
    return { id, ...facts };
  } catch (error) {
    await rm(part, { force: true });
    throw isFileError(error) ? new ArchiveProblem(`It could not be copied: ${error.message}`) : error;
  }
}

/** @throws ArchiveProblem where there is none of that name */
export async function removeArchive(id: string, folder: string): Promise<void> {
  const path = join(folder, id + ENDING);
  // Whatever lies in the folder under a name without a path in it, also one that is not served.
  if (basename(path) !== id + ENDING || !(await isThere(path))) {
    throw new ArchiveProblem(`There is no map "${id}". "basemap list" shows those there are.`);
  }
  await rm(path);
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;

/** On the disk, and whole. */
async function factsOf(path: string) {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new ArchiveProblem(
      error.code === 'ENOENT'
        ? `There is no file ${path}.`
        : `${path} cannot be read (${error.code ?? error.message}).`,
    );
  });
  try {
    const facts = await readArchive(file);
    await file.sync();
    return facts;
  } finally {
    await file.close();
  }
}
