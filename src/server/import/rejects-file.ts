import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceRow } from './source-row.ts';

export interface RejectsFile {
  /** Adds a line `{line, raw, reason}`. */
  add(row: SourceRow, reason: string): Promise<void>;
  /** @returns where the rejected rows were written; undefined when there was none */
  close(): Promise<string | undefined>;
}

const linesAtOnce = 500;

/**
 * Rows that were not taken, as JSON lines. The file is made with the first of them; where the preferred folder cannot be
 * written (a read-only disk of source data), in the current one.
 */
export function createRejectsFile(wanted: { readonly path: string; readonly beside: boolean }): RejectsFile {
  let file: FileHandle | undefined;
  let path = wanted.path;
  let lines: string[] = [];

  async function flush() {
    if (lines.length === 0) return;
    const text = lines.join('');
    lines = [];
    if (!file) [file, path] = await openFirst(wanted);
    await file.appendFile(text);
  }

  return {
    async add({ line, raw }, reason) {
      lines.push(`${JSON.stringify({ line, raw, reason })}\n`);
      if (lines.length >= linesAtOnce) await flush();
    },
    async close() {
      await flush();
      if (!file) return undefined;
      await file.close();
      return path;
    },
  };
}

async function openFirst({ path, beside }: { path: string; beside: boolean }): Promise<[FileHandle, string]> {
  try {
    return [await open(path, 'w'), path];
  } catch (error) {
    const denied =
      error instanceof Error && 'code' in error && ['EACCES', 'EROFS', 'EPERM'].includes(String(error.code));
    if (!beside || !denied) throw error;
    const here = basename(path);
    return [await open(here, 'w'), here];
  }
}
