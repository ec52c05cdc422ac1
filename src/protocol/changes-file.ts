import * as v from 'valibot';
import { hashOf, readChange, uuid } from './change.ts';

/**
 * Changes on their way by hand: what a phone holds and has not sent, as a file that any signed-in phone or the command
 * line takes in. Each change is the frozen text under the replica and number it was made with, so that it may be brought
 * by whomever, and as often as anybody likes.
 */
const changesFileName = 'safelane-changes';

export const changesFileSchema = v.object({
  format: v.literal(changesFileName),
  version: v.literal(1),
  /** The id of the programme. */
  programme: v.string(),
  /** By the clock of the phone. */
  exportedAt: v.string(),
  changes: v.array(v.unknown()),
});
export const carriedChangeSchema = v.object({
  replica: uuid,
  n: v.pipe(v.number(), v.integer(), v.minValue(1)),
  id: uuid,
  text: v.string(),
  hash: v.pipe(v.string(), v.length(64)),
});
export type CarriedChange = v.InferOutput<typeof carriedChangeSchema>;

export type ReadChangesFile =
  | {
      readonly ok: true;
      readonly programme: string;
      readonly changes: readonly (CarriedChange & { readonly record: string })[];
      /** Entries that cannot be used, counted from 1, each with the reason; the others can. */
      readonly damaged: readonly { readonly entry: number; readonly message: string }[];
    }
  | { readonly ok: false; readonly message: string };

export function writeChangesFile(
  programme: string,
  exportedAt: string,
  changes: readonly CarriedChange[],
): string {
  const file: v.InferInput<typeof changesFileSchema> = {
    format: changesFileName,
    version: 1,
    programme,
    exportedAt,
    changes: changes.map(({ replica, n, id, text, hash }) => ({ replica, n, id, text, hash })),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

export function readChangesFile(text: string): ReadChangesFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return {
      ok: false,
      message: 'This is not a file of changes, or it was cut off. Nothing was taken from it.',
    };
  }
  const envelope = v.safeParse(changesFileSchema, json);
  if (!envelope.success) {
    const newer = v.is(v.object({ format: v.literal(changesFileName), version: v.number() }), json);
    const message = newer
      ? 'The file was written by a newer version of the app. Update this one. Nothing was taken from it.'
      : 'This is not a file of changes. Nothing was taken from it.';
    return { ok: false, message };
  }
  const changes: (CarriedChange & { record: string })[] = [];
  const damaged: { entry: number; message: string }[] = [];
  envelope.output.changes.forEach((each, index) => {
    const read = readEntry(each);
    if ('message' in read) damaged.push({ entry: index + 1, message: read.message });
    else changes.push(read);
  });
  return { ok: true, programme: envelope.output.programme, changes, damaged };
}

function readEntry(
  each: unknown,
): (CarriedChange & { readonly record: string }) | { readonly message: string } {
  const entry = v.safeParse(carriedChangeSchema, each);
  if (!entry.success) {
    const [issue] = entry.issues;
    return { message: `It cannot be read at "${v.getDotPath(issue) ?? 'top'}": ${issue.message}.` };
  }
  const { text, hash, id } = entry.output;
  if (hashOf(text) !== hash) return { message: 'It is not as it was when it was saved.' };
  const read = readChange(text);
  if (!read.ok) return { message: read.message };
  if (read.change.id !== id) return { message: 'It does not carry the id it is filed under.' };
  return { ...entry.output, record: read.change.record };
}
