import { hash as digest } from 'node:crypto';
import { type ReadChange, readChange } from '#protocol/change.ts';
import { nestingOf } from './nesting.ts';
import type { NumberedChange } from './port.ts';

/** Nothing that a form makes comes near it: a multipolygon in a record stands 8 deep. */
const MAX_NESTING = 60;
const HASH = /^[0-9a-f]{64}$/;

/** A change as it came, read before anything is locked for it. */
export interface PushedChange {
  readonly n: number;
  readonly id: string;
  /** Empty where the phone could not send it. */
  readonly text: string;
  readonly hash: string;
  readonly read: ReadChange;
  /** Bytes of text of a change that was announced and not sent. */
  readonly announcedBytes?: number;
}

export function readPushed(change: NumberedChange): PushedChange {
  const { n, id, hash } = change;
  if (!('text' in change)) return { n, id, text: '', hash, read: damaged, announcedBytes: change.size };
  const { text } = change;
  // What was sent as a hash is kept to know the change again; what is none is kept as the hash of itself.
  if (!HASH.test(hash)) return { n, id, text, hash: sha256(JSON.stringify(hash)), read: damaged };
  return { n, id, text, hash, read: readText(text, hash) };
}

const damaged: ReadChange = { ok: false, message: 'The change was damaged on its way.' };

function readText(text: string, hash: string): ReadChange {
  if (sha256(text) !== hash) return damaged;
  if (nestingOf(text) > MAX_NESTING) {
    return { ok: false, message: 'The change is nested too deeply to be read.' };
  }
  return readChange(text);
}

/** The same as the phone's `hashOf`, and ten times as fast. */
const sha256 = (text: string) => digest('sha256', text);
