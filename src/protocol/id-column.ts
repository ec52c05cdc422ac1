import * as v from 'valibot';
import { packNumbers, unpackNumbers } from './number-column.ts';
import { numbersSchema } from './number-schema.ts';

/**
 * Ids as four columns of 32 bits, of which UUIDs of version 7 share the first; as they are where one is not a UUID in
 * small letters.
 */
export const idColumnSchema = v.union([
  v.object({ uuids: v.strictTuple([numbersSchema, numbersSchema, numbersSchema, numbersSchema]) }),
  v.object({ texts: v.array(v.string()) }),
]);
export type IdColumn = v.InferOutput<typeof idColumnSchema>;

/** Ids by position: four words each, or texts. */
export type Ids =
  | { readonly words: Uint32Array<ArrayBuffer>; readonly texts?: never }
  | { readonly texts: readonly string[]; readonly words?: never };

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads a UUID in small letters into four words. @returns false when it is none */
export function readUuid(id: string, into: Uint32Array): boolean {
  if (!uuidPattern.test(id)) return false;
  into[0] = Number.parseInt(id.slice(0, 8), 16);
  into[1] = Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16);
  into[2] = Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16);
  into[3] = Number.parseInt(id.slice(28), 16);
  return true;
}

/** Two digits for every byte. */
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const pairs = (n: number, from: 24 | 8): string =>
  `${hex[(n >>> from) & 255]}${hex[(n >>> (from - 8)) & 255]}`;

export function uuidAt(words: Uint32Array, at: number): string {
  const a = words[at * 4] as number;
  const b = words[at * 4 + 1] as number;
  const c = words[at * 4 + 2] as number;
  const d = words[at * 4 + 3] as number;
  const last = `${pairs(c, 8)}${pairs(d, 24)}${pairs(d, 8)}`;
  return `${pairs(a, 24)}${pairs(a, 8)}-${pairs(b, 24)}-${pairs(b, 8)}-${pairs(c, 24)}-${last}`;
}

export function packIds(ids: readonly string[]): IdColumn {
  const columns: [number[], number[], number[], number[]] = [[], [], [], []];
  const words = new Uint32Array(4);
  for (const id of ids) {
    if (!readUuid(id, words)) return { texts: [...ids] };
    for (const [at, column] of columns.entries()) column.push(words[at] as number);
  }
  const [a, b, c, d] = columns;
  return { uuids: [packNumbers(a), packNumbers(b), packNumbers(c), packNumbers(d)] };
}

/** @throws RangeError when there are not as many */
export function unpackIds(column: IdColumn, count: number): Ids {
  if ('texts' in column) {
    if (column.texts.length !== count) throw new RangeError('a column of another length');
    return { texts: column.texts };
  }
  const words = new Uint32Array(4 * count);
  for (const [word, packed] of column.uuids.entries()) {
    const values = unpackNumbers(packed, count);
    for (let at = 0; at < count; at += 1) words[4 * at + word] = values[at] as number;
  }
  return { words };
}
