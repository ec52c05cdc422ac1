import { unzipSync } from 'fflate';
import { checkSize, limits } from './limits.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** Files of an archive by their name without folders, in the order of the archive. */
export type ArchiveFiles = readonly { readonly name: string; readonly bytes: Uint8Array }[];

/**
 * Takes files out of a zip archive. What the archive says of their sizes is added up first, and no file gets more room
 * than it announced: an archive that swells is refused, or cut. Names are only compared, never used as paths.
 * @throws UnreadableFile
 */
export function unzip(bytes: Uint8Array, wanted: RegExp): ArchiveFiles {
  let [unpacked, entries] = [0, 0];
  const sizes = new Map<string, number>();
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        if (entries > limits.files)
          throw new UnreadableFile(`The archive has more than ${limits.files} files.`);
        if (!wanted.test(name) || /(^|\/)(__MACOSX\/|\._)/.test(name)) return false;
        unpacked += originalSize;
        checkSize(unpacked, limits.unpackedBytes, 'The unpacked archive');
        sizes.set(name, originalSize);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile('The archive is damaged, or locked with a password.');
  }
  return Object.entries(files).map(([path, content]) => {
    if (content.length !== sizes.get(path)) throw new UnreadableFile('The archive is damaged.');
    return { name: path.slice(path.lastIndexOf('/') + 1), bytes: content };
  });
}
