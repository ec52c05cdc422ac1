import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 1 << 18;
const FLAT_OBJECT = /\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/g;

/**
 * The objects of a JSON array of flat objects (no object inside another), one at a time: the file of places is 17 MB
 * and would be several times that when parsed as a whole.
 * @throws when the file cannot be read or a part that looks like an object is not JSON
 */
export function* readFlatObjects(path: string): Generator {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = '';
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const text = rest + decoder.write(chunk.subarray(0, size));
      let end = 0;
      for (const found of text.matchAll(FLAT_OBJECT)) {
        yield JSON.parse(found[0]);
        end = found.index + found[0].length;
      }
      rest = text.slice(end);
    }
  } finally {
    closeSync(file);
  }
}
