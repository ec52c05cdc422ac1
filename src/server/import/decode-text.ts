import { ImportProblem } from './import-problem.ts';

/**
 * Bytes of a file as text, chunk by chunk, without a byte-order mark. A character cut by a chunk's end is put together.
 * @throws ImportProblem wrong-encoding rather than importing replacement characters
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string = 'utf-8',
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true });
      bytes += chunk.length;
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    if (
      !(error instanceof TypeError) ||
      !('code' in error) ||
      error.code !== 'ERR_ENCODING_INVALID_ENCODED_DATA'
    ) {
      throw error;
    }
    throw new ImportProblem(
      'wrong-encoding',
      `The file is not ${encoding.toUpperCase()} (after byte ${bytes}). Name its encoding in the mapping, such as "encoding": "windows-1252".`,
    );
  }
}
