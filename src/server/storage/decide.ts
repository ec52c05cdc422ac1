import type { Change } from '#protocol/change.ts';
import { applyChange, type MergeContext, type Refusal } from '#protocol/merge.ts';
import type { RecordState } from '#protocol/record.ts';
import type { Outcome, PushAnswer } from '#protocol/wire.ts';
import { reasonNotToCarry, reasonNotToWrite, type TaskHolders } from './may-write.ts';
import type { Actor } from './port.ts';
import type { PushedChange } from './pushed-change.ts';

/** What an engine knows while it decides: of the actor's programme, except where it says so. */
export interface PushView extends TaskHolders {
  /** The answer given to a change of this id and hash. */
  answerTo(id: string, hash: string): StoredAnswer | undefined;
  isKnown(id: string): boolean;
  /** Whether a change was looked at and not taken; asked of those that an act was made on top of. */
  wasRefused(id: string): boolean;
  record(id: string): RecordState | null;
  /** Whether another programme has a record of this id. */
  isElsewhere(record: string): boolean;
  lastSeqOf: MergeContext['lastSeqOf'];
  changesAfter(record: string, seq: number): readonly string[];
}

export type StoredAnswer =
  | { readonly outcome: 'applied'; readonly seq: number }
  | { readonly outcome: 'held'; readonly seq: number; readonly groups: string[] }
  | { readonly outcome: 'refused'; readonly reason: Refusal; readonly message: string };

export type Decision =
  /** Decided before: nothing is written but the replica's counter. */
  | { readonly type: 'known'; readonly answer: StoredAnswer }
  | { readonly type: 'refused'; readonly answer: Extract<StoredAnswer, { outcome: 'refused' }> }
  | {
      readonly type: 'accepted';
      readonly answer: Extract<StoredAnswer, { seq: number }>;
      readonly change: Change;
      readonly before: RecordState | null;
      readonly after: RecordState;
    }
  /** Neither this change nor those after it are looked at. */
  | { readonly type: 'stopped'; readonly stopped: NonNullable<PushAnswer['stopped']> };

const sentences: Readonly<Record<'id-reused' | 'other-programme' | 'parent' | 'stale', string>> = {
  'id-reused': 'Another change was sent with the same id before; this one was not taken.',
  'other-programme': 'The record or its task belongs to another programme.',
  parent: 'The server does not have the record that this change builds on.',
  stale: 'The record was changed since it was looked at. Look at it again, then decide.',
};

/** A message may quote what came: it is kept and said again, so it holds only what any column of text can. */
const refused = (reason: Refusal, message: string): Decision => ({
  type: 'refused',
  answer: {
    outcome: 'refused',
    reason,
    message: message.toWellFormed().replaceAll('\0', '\ufffd'),
  },
});

/**
 * What becomes of one change, given all that was decided before it. Pure: an engine stores what it says.
 * @param actor who made it, or is said to have
 * @param carrier who brought it by file; undefined where the phone that made it sent it
 * @param decided the replica's last decided number
 * @param seq the sequence that the change gets when it is not refused
 */
export function decide(
  actor: Actor,
  { n, id, hash, read, announcedBytes }: PushedChange,
  decided: number,
  seq: number,
  view: PushView,
  carrier?: Actor,
): Decision {
  const answer = view.answerTo(id, hash);
  // What was announced, or brought by somebody who may not, may come after all: its number is its own already.
  const arrives = answer?.outcome === 'refused' && answer.reason === 'void' && announcedBytes === undefined;
  if (answer && !arrives) return { type: 'known', answer };
  if (!arrives) {
    if (n > decided + 1) return { type: 'stopped', stopped: { type: 'gap', expected: decided + 1 } };
    if (view.isKnown(id)) return refused('id-reused', sentences['id-reused']);
    if (n <= decided) return { type: 'stopped', stopped: { type: 'fork' } };
  }

  if (announcedBytes !== undefined) {
    const size = `${Math.ceil(announcedBytes / 1_000).toLocaleString('en')} kB`;
    return refused('void', `The change (${size}) could not be sent. It is on the phone: export it there.`);
  }

  // No judgement of the change: whoever made it can still send it, and a supervisor bring it.
  const notCarried = reasonNotToCarry(actor, carrier);
  if (notCarried) return refused('void', notCarried);

  if (!read.ok) return refused('unreadable', read.message);
  const { change } = read;
  if (change.id !== id) return refused('unreadable', 'The change does not carry the id it was sent with.');

  const before = view.record(change.record);
  const task = change.set?.task;
  const elsewhere =
    (!before && view.isElsewhere(change.record)) ||
    (typeof task === 'string' && !view.exists(task) && view.isElsewhere(task));
  if (elsewhere) return refused('other-programme', sentences['other-programme']);
  // Whether it may be written is asked only of what could be: what is missing is said first, as the merge says it.
  const verdict = applyChange(before, change, {
    seq,
    lastSeqOf: view.lastSeqOf,
    changesAfter: (after) => view.changesAfter(change.record, after),
  });
  if (verdict.outcome === 'refused' && verdict.reason === 'parent')
    return refused('parent', sentences.parent);
  const reason = reasonNotToWrite(actor, change, before, view);
  if (reason) return refused('forbidden', reason);
  // What its author had in view stood on a change that was not taken: the record is not what was decided on.
  const isOnRefused = change.act !== undefined && change.after.some((each) => view.wasRefused(each));
  if (verdict.outcome === 'refused' || isOnRefused) return refused('stale', sentences.stale);

  return {
    type: 'accepted',
    answer:
      verdict.outcome === 'held'
        ? { outcome: 'held', seq, groups: [...verdict.held] }
        : { outcome: 'applied', seq },
    change,
    before,
    after: verdict.state,
  };
}

/** The answer as it is sent: under the number that it was asked with. */
export function outcomeOf(n: number, id: string, answer: StoredAnswer): Outcome {
  return { n, id, ...answer };
}
