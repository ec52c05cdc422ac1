import { sameValue } from '#domain/merge-groups.ts';
import type { Act, Change } from './change.ts';
import type { Hold, RecordState, RecordStatus, Writer } from './record.ts';

/** The closed list of refusals. Everything else is accepted and flagged. */
export const refusals = [
  'unreadable',
  'other-programme',
  'id-reused',
  'parent',
  'forbidden',
  'stale',
  /** Not by the server: its phone said that it cannot send it. It may still be brought by file. */
  'void',
] as const;
export type Refusal = (typeof refusals)[number];

export type Verdict =
  | { readonly outcome: 'applied' | 'held'; readonly state: RecordState; readonly held: readonly string[] }
  | { readonly outcome: 'refused'; readonly reason: Refusal };

export interface MergeContext {
  /** The sequence that this change gets when it is not refused. */
  readonly seq: number;
  /** The last sequence of an epoch that is still part of this history; undefined for an epoch never heard of. */
  readonly lastSeqOf: (epoch: string) => number | undefined;
  /** Ids of the record's changes with a sequence above the given one. */
  readonly changesAfter: (seq: number) => readonly string[];
}

const statusAfter: Readonly<Record<Act['type'], RecordStatus>> = {
  approve: 'approved',
  return: 'returned',
  withdraw: 'withdrawn',
  reopen: 'submitted',
};

/** Written with the record and never again: people have said it over the radio. */
const writtenOnce: ReadonlySet<string> = new Set(['code']);

/**
 * One change on one record. Pure, and the same on server and phone. A value whose author had not seen the latest of it
 * never overwrites: it is held beside the standing one. Whether the author may write is asked before.
 */
export function applyChange(state: RecordState | null, change: Change, context: MergeContext): Verdict {
  // What was seen in a history that was cut off by a restore counts up to the cut.
  const seen = Math.min(change.base.seq, context.lastSeqOf(change.base.epoch) ?? 0);
  if (state === null) {
    if (change.base.seq > 0 || change.after.length > 0 || !change.set)
      return { outcome: 'refused', reason: 'parent' };
    return { outcome: 'applied', state: createdBy(change, change.set, context.seq), held: [] };
  }
  if (change.act) {
    const unseen = state.seq > seen && context.changesAfter(seen).some((id) => !change.after.includes(id));
    if (unseen) return { outcome: 'refused', reason: 'stale' };
    const { comment: _, ...rest } = state;
    const comment = change.act.comment === undefined ? {} : { comment: change.act.comment };
    const next = { ...rest, ...comment, seq: context.seq, status: statusAfter[change.act.type] };
    return { outcome: 'applied', state: next, held: [] };
  }
  return merged(state, change, seen, context.seq);
}

function createdBy(change: Change, set: Readonly<Record<string, unknown>>, seq: number): RecordState {
  return {
    id: change.record,
    kind: change.kind,
    firstSeq: seq,
    seq,
    status: 'submitted',
    body: set,
    writer: Object.fromEntries(Object.keys(set).map((group) => [group, { seq, change: change.id }])),
    holds: [],
    flags: change.warnings ?? [],
    author: change.author,
    recordedAt: change.at,
  };
}

function merged(state: RecordState, change: Change, seen: number, seq: number): Verdict {
  const locked = state.status === 'approved' || state.status === 'withdrawn';
  const body: Record<string, unknown> = { ...state.body };
  const writer: Record<string, Writer> = { ...state.writer };
  const holds: Hold[] = state.holds.filter((hold) => !closes(change, hold, seen));
  const held: string[] = [];
  let written = false;
  for (const [group, value] of Object.entries(change.set ?? {})) {
    const last = state.writer[group];
    if (last && sameValue(state.body[group] ?? null, value)) continue;
    const seenLast = !last || last.seq <= seen || change.after.includes(last.change);
    if (seenLast && !locked && !(last && writtenOnce.has(group))) {
      body[group] = value;
      writer[group] = { seq, change: change.id };
      written = true;
    } else {
      const { id, author, at } = change;
      holds.push({ id: `${id}/${group}`, group, change: id, value, author, at, seq });
      held.push(group);
    }
  }
  const status = state.status === 'returned' && written ? 'submitted' : state.status;
  const flags = written && change.warnings ? change.warnings : state.flags;
  return {
    outcome: held.length > 0 ? 'held' : 'applied',
    state: { ...state, seq, status, body, writer, holds, flags },
    held,
  };
}

const closes = (change: Change, hold: Hold, seen: number) =>
  change.resolves?.includes(hold.id) === true && (hold.seq <= seen || change.after.includes(hold.change));
