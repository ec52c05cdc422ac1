import { sameValue } from '#domain/merge-groups.ts';
import type { Act, Change } from './change.ts';
import { type Hold, isLocked, type RecordState, type RecordStatus, type Writer } from './record.ts';

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

/** A change on nothing is a new record; a choice between values is not, though nothing of its record may be left in view. */
export const makesRecord = (change: Change): change is Change & { set: NonNullable<Change['set']> } =>
  change.base.seq === 0 && change.after.length === 0 && change.set !== undefined && !change.resolves;

/**
 * One change on one record. Pure, and the same on server and phone. A value whose author had not seen the latest of it
 * never overwrites: it is held beside the standing one. Whether the author may write is asked before.
 */
export function applyChange(state: RecordState | null, change: Change, context: MergeContext): Verdict {
  // What was seen in a history that was cut off by a restore counts up to the cut.
  const lastSeq = context.lastSeqOf(change.base.epoch) ?? 0;
  const seen = Math.min(change.base.seq, lastSeq);
  if (state === null) {
    if (!makesRecord(change)) return { outcome: 'refused', reason: 'parent' };
    return { outcome: 'applied', state: createdBy(change, change.set, context.seq), held: [] };
  }
  if (change.act) {
    const unseen = state.seq > seen && context.changesAfter(seen).some((id) => !change.after.includes(id));
    // Nor is it decided on less than its author had in view: what a restore cut off, the phones have yet to bring back.
    if (unseen || change.base.seq > lastSeq) return { outcome: 'refused', reason: 'stale' };
    return decided(state, change, change.act, context.seq);
  }
  if (isStaleChoice(state, change, seen)) return { outcome: 'refused', reason: 'stale' };
  return merged(state, change, seen, context.seq);
}

/** The act's author has seen the whole record: so whoever reopens it may take values that wait, in the same change. */
function decided(state: RecordState, change: Change, act: Act, seq: number): Verdict {
  const { comment: _, ...rest } = state;
  const body: Record<string, unknown> = { ...state.body };
  const writer: Record<string, Writer> = { ...state.writer };
  const taken = new Set<Hold>();
  for (const id of act.type === 'reopen' ? (change.resolves ?? []) : []) {
    const hold = state.holds.find((each) => each.id === id);
    // Chosen meanwhile, in a change of the same phone.
    if (!hold) return { outcome: 'refused', reason: 'stale' };
    if (isWrittenOnce(state, hold.group)) continue;
    const { group, value, author, at } = hold;
    body[group] = value;
    writer[group] = { seq, change: change.id, author, at };
    taken.add(hold);
  }
  return {
    outcome: 'applied',
    state: {
      ...rest,
      ...(act.comment === undefined ? {} : { comment: act.comment }),
      seq,
      status: statusAfter[act.type],
      body,
      writer,
      holds: state.holds.filter((hold) => !taken.has(hold)),
    },
    held: [],
  };
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
  const body: Record<string, unknown> = { ...state.body };
  const writer: Record<string, Writer> = { ...state.writer };
  const holds: Hold[] = state.holds.filter((hold) => !change.resolves?.includes(hold.id));
  const held: string[] = [];
  let written = false;
  for (const [group, value] of Object.entries(change.set ?? {})) {
    const last = state.writer[group];
    if (last && sameValue(state.body[group] ?? null, value)) continue;
    if (isSeen(change, seen, group, last) && !isLocked(state) && !isWrittenOnce(state, group)) {
      // A value that is taken is its author's still, whoever chose it.
      const taken = state.holds.find(
        (hold) => hold.group === group && !holds.includes(hold) && sameValue(hold.value, value),
      );
      const { author, at } = taken ?? change;
      body[group] = value;
      writer[group] = { seq, change: change.id, author, at };
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

/**
 * A choice is a compare-and-set on what stood and what waited when its author looked: a hold is never another under the
 * same id. Where one of them is not as it was it decides nothing, unless what it wants is there already.
 */
function isStaleChoice(state: RecordState, change: Change, seen: number): boolean {
  const { resolves = [], set = {} } = change;
  return resolves.some((id) => {
    const hold = state.holds.find((each) => each.id === id);
    const group = groupOf(id);
    const last = state.writer[group];
    if (!(group in set)) return !isSeen(change, seen, group, last);
    if (last && sameValue(state.body[group] ?? null, set[group])) return false;
    return !hold || !isSeen(change, seen, group, last) || isLocked(state) || isWrittenOnce(state, group);
  });
}

/** Whether the change's author had seen what was written in the group last; one that nobody wrote is seen. */
const isSeen = (change: Change, seen: number, group: string, last: Writer | undefined) =>
  !last || last.seq <= seen || last.change === change.replaces?.[group] || change.after.includes(last.change);

const isWrittenOnce = (state: RecordState, group: string) =>
  writtenOnce.has(group) && state.writer[group] !== undefined;

/** Of a hold's id, which is `<change>/<group>`. */
const groupOf = (hold: string) => hold.slice(hold.indexOf('/') + 1);
