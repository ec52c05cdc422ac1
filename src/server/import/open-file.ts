import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { openCsv } from './csv-rows.ts';
import { decodeText } from './decode-text.ts';
import { openGeojson } from './geojson-rows.ts';
import { ImportProblem } from './import-problem.ts';
import type { Mapping } from './mapping.ts';
import type { RowSource } from './source-row.ts';

/**
 * Opens a file for reading as the mapping says, a piece at a time.
 * @param onBytes told how many bytes were read so far, and of how many
 * @throws ImportProblem file-unreadable
 */
export async function openFile(
  path: string,
  mapping: Pick<Mapping, 'format' | 'encoding' | 'separator'>,
  onBytes: (done: number, total: number) => void = () => {},
): Promise<RowSource> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) throw new ImportProblem('file-unreadable', `There is no file ${path}.`);
  const text = decodeText(counted(path, info.size, onBytes), mapping.encoding);
  return mapping.format === 'csv' ? openCsv(text, mapping.separator) : openGeojson(text);
}

async function* counted(path: string, total: number, onBytes: (done: number, total: number) => void) {
  let done = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      yield chunk;
      done += chunk.length;
      onBytes(done, total);
    }
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new ImportProblem('file-unreadable', `The file ${path} cannot be read: ${error.message}.`);
  }
}
