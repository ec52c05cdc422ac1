import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { storableText } from '#domain/fields/schema.ts';

export const uuid = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not a UUID'),
);
const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'is not an instant in UTC with milliseconds'),
  v.check(exists, 'is not an instant in UTC with milliseconds'),
);
/** A 99th of a month would be no number in a page, and nobody could read that page. */
function exists(instantText: string): boolean {
  const ms = Date.parse(instantText);
  return Number.isFinite(ms) && new Date(ms).toISOString() === instantText;
}
const shortText = v.pipe(storableText, v.maxLength(200));

const actTypes = ['approve', 'return', 'withdraw', 'reopen'] as const;
const actSchema = v.strictObject({
  type: v.picklist(actTypes),
  comment: v.exactOptional(v.pipe(storableText, v.maxLength(2_000))),
});
export type Act = v.InferOutput<typeof actSchema>;

/** A warning or remark that stays with the record for the reviewer. */
const flagSchema = v.looseObject({
  code: v.pipe(storableText, v.maxLength(60)),
  message: v.pipe(storableText, v.maxLength(500)),
  field: v.exactOptional(shortText),
});
export type Flag = v.InferOutput<typeof flagSchema>;

/** What a person did to one record. Immutable: frozen as text with its SHA-256 when made. */
export const changeSchema = v.looseObject({
  id: uuid,
  record: uuid,
  kind: v.pipe(storableText, v.minLength(1), v.maxLength(60)),
  /** The epoch and sequence of the record that the form showed when it opened; seq 0 for a new record. */
  base: v.object({ epoch: v.string(), seq: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** The changes of this replica to the record that the form showed beside the base. */
  after: v.pipe(v.array(uuid), v.maxLength(1_000)),
  /**
   * By merge group that it writes or chooses in, the change whose value stood there when the form opened. What its author
   * had seen is known by it in every history, where sequences count in one.
   */
  replaces: v.exactOptional(v.record(v.pipe(storableText, v.maxLength(60)), uuid)),
  /** The refused change that its author made anew by it. */
  retryOf: v.exactOptional(uuid),
  /** New values by merge group. */
  set: v.exactOptional(v.record(v.pipe(storableText, v.maxLength(60)), v.unknown())),
  act: v.exactOptional(actSchema),
  /** The holds that this change closes, by id. */
  resolves: v.exactOptional(v.array(v.string())),
  /** What the author was warned of and saved all the same. */
  warnings: v.exactOptional(v.pipe(v.array(flagSchema), v.maxLength(100))),
  author: v.pipe(shortText, v.minLength(1)),
  /** The device's claim; no order depends on it. */
  at: instant,
});
export type Change = v.InferOutput<typeof changeSchema>;

/** A change as it is stored and sent: the text never changes again. */
export interface FrozenChange {
  readonly id: string;
  readonly text: string;
  readonly hash: string;
}

export function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

export function freezeChange(change: Change): FrozenChange {
  const text = JSON.stringify(change);
  return { id: change.id, text, hash: hashOf(text) };
}

export type ReadChange =
  | { readonly ok: true; readonly change: Change }
  | { readonly ok: false; readonly message: string };

const holds = (value: unknown, found: (leaf: unknown) => boolean): boolean =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).some(([key, entry]) => found(key) || holds(entry, found))
    : found(value);
const isBrokenText = (leaf: unknown) =>
  typeof leaf === 'string' && (leaf.includes('\u0000') || !leaf.isWellFormed());
/** JSON takes 1e400 and reads it as infinity, which it then writes as null. */
const isNoNumber = (leaf: unknown) => typeof leaf === 'number' && !Number.isFinite(leaf);

/** A group of such a name is dropped by some readers, and taken for what every object has by others. */
const unusableName = (json: unknown): string | undefined => {
  const set = typeof json === 'object' && json !== null && 'set' in json ? json.set : undefined;
  return Object.keys(set ?? {}).find((name) => name in Object.prototype);
};

/** Reads a frozen text back. The message says in one sentence what cannot be read. */
export function readChange(text: string): ReadChange {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, message: 'The change is not JSON.' };
  }
  const parsed = v.safeParse(changeSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return {
      ok: false,
      message: `The change cannot be read at "${v.getDotPath(issue) ?? 'top'}": ${issue.message}.`,
    };
  }
  if ((parsed.output.set === undefined) === (parsed.output.act === undefined)) {
    return { ok: false, message: 'A change either sets values or is an act, and not both.' };
  }
  const name = unusableName(json);
  if (name !== undefined) return { ok: false, message: `A field cannot be called "${name}".` };
  if (holds(json, isBrokenText)) {
    return {
      ok: false,
      message: 'A text holds a character that cannot be stored (NUL or half a character).',
    };
  }
  if (holds(json, isNoNumber)) {
    return { ok: false, message: 'A number is too large to be stored.' };
  }
  return { ok: true, change: parsed.output };
}
