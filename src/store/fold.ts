import type { Change } from '#protocol/change.ts';
import { applyChange, makesRecord } from '#protocol/merge.ts';
import type { RecordState } from '#protocol/record.ts';
import type { OutboxRow } from './work-database.ts';

/** An own change that the phone still holds, read. */
export interface OwnChange {
  readonly row: OutboxRow;
  readonly change: Change;
}

/** Where the phone counts on from for what has no sequence yet: beyond any of the server's. */
const UNDECIDED_SEQ = 2 ** 52;

/** Whether the server's row already says what the change did, or the change did nothing. */
export function isInFold({ row }: OwnChange, base: RecordState | undefined): boolean {
  if (row.state === 'pending') return true;
  if (row.state === 'decided') {
    return (
      row.outcome !== undefined && row.outcome.outcome !== 'refused' && (base?.seq ?? 0) < row.outcome.seq
    );
  }
  // A record that the server refused is nowhere else: it is shown, as refused, until somebody puts it aside.
  return row.state === 'refused' && base === undefined;
}

/** The own changes that a new one is made on top of: none where what should have made the record was refused. */
export function builtOn(base: RecordState | undefined, own: readonly OwnChange[]): readonly string[] {
  const standing = own.filter((each) => each.row.state !== 'refused' && isInFold(each, base));
  const isThere = base !== undefined || standing.some(({ change }) => makesRecord(change));
  return isThere ? standing.map(({ change }) => change.id) : [];
}

/**
 * The record as its author should see it: the server's row with the phone's own changes on top, by the same merge as the
 * server's. What the server would hold is held here too; what it would refuse changes nothing here.
 */
export function foldOwn(base: RecordState | undefined, own: readonly OwnChange[]): RecordState | undefined {
  let state = base ?? null;
  own.forEach((each, index) => {
    if (!isInFold(each, base)) return;
    const { outcome } = each.row;
    const seq = outcome && outcome.outcome !== 'refused' ? outcome.seq : UNDECIDED_SEQ + index;
    // What belongs to a history that was cut off is for the server to say; where it has held a value, it has said so.
    const isHeld = outcome?.outcome === 'held';
    const { replaces: _, ...unseen } = each.change;
    const verdict = applyChange(state, isHeld ? unseen : each.change, {
      seq,
      lastSeqOf: () => (isHeld ? 0 : Number.MAX_SAFE_INTEGER),
      changesAfter: (after) => laterThan(after, state, own.slice(0, index)),
    });
    if (verdict.outcome !== 'refused') state = verdict.state;
  });
  return state ?? undefined;
}

/** Changes after the sequence, as far as the phone knows: who wrote a group, and its own that were made before. */
function laterThan(after: number, state: RecordState | null, before: readonly OwnChange[]): string[] {
  const writers = Object.values(state?.writer ?? {}).filter((writer) => writer.seq > after);
  const decided = before.filter(
    ({ row }) => row.outcome && row.outcome.outcome !== 'refused' && row.outcome.seq > after,
  );
  return [...new Set([...writers.map((writer) => writer.change), ...decided.map(({ row }) => row.id)])];
}
