import type { Flag } from '#protocol/change.ts';
import { bucketsOf, type RecordState } from '#protocol/record.ts';
import type { Outcome } from '#protocol/wire.ts';
import { type Decision, decide, outcomeOf, type PushView } from '../decide.ts';
import type { Actor, NumberedChange, PushOutcome, StorageContext } from '../port.ts';
import type { ChangeTable } from './change-table.ts';
import type { DirectoryTable } from './directory-table.ts';
import type { RecordTable } from './record-table.ts';
import type { TaskTeamTable } from './task-team-table.ts';

export interface Tables {
  readonly directory: DirectoryTable;
  readonly records: RecordTable;
  readonly changes: ChangeTable;
  readonly taskTeams: TaskTeamTable;
}

/** Decides the changes in order and writes what was decided. To be run inside one write transaction. */
export function pushInto(
  tables: Tables,
  context: StorageContext,
  actor: Actor,
  replicaId: string,
  changes: readonly NumberedChange[],
): PushOutcome {
  const { directory } = tables;
  const { programme } = actor;
  const firstHead = directory.head(programme);
  const replica = directory.openReplica(actor, replicaId);
  // Somebody else's replica: to the phone that is the same as one that lives twice.
  if (!replica) return { outcomes: [], stopped: { type: 'fork' } };

  let { decided } = replica;
  let head = firstHead;
  let stopped: PushOutcome['stopped'];
  const outcomes: Outcome[] = [];
  const programmeNow = directory.programme(programme);
  if (!programmeNow) throw new Error(`programme ${programme} has gone`);
  const view = viewOf(tables, programme, () => head);
  const taskOf = createTaskLookup(tables, programme);
  const receivedAt = new Date(context.now()).toISOString();
  for (const numbered of changes) {
    const decision = decide(actor, numbered, decided, head + 1, view);
    if (decision.type === 'stopped') {
      ({ stopped } = decision);
      break;
    }
    const isNext = numbered.n === decided + 1;
    if (decision.type === 'accepted') {
      head += 1;
      tables.changes.append(
        programme,
        replicaId,
        numbered,
        decision.after.id,
        decision.answer,
        decision.change.author === actor.userId ? null : actor.userId,
        receivedAt,
      );
      const flags = flagsOf(context, decision.after, programmeNow, taskOf(decision.after));
      store(tables, programme, decision, flags);
      taskOf.forget(decision.after.id);
    } else if (decision.type === 'refused' && isNext) {
      tables.changes.refuse(programme, replicaId, numbered, decision.answer, receivedAt);
    }
    if (isNext) decided += 1;
    outcomes.push(outcomeOf(numbered.n, numbered.id, decision.answer));
  }
  if (head > firstHead) directory.setHead(programme, head);
  if (decided > replica.decided) directory.setDecided(programme, replicaId, decided);
  return { outcomes, ...(stopped ? { stopped } : {}) };
}

/** A check that fails is a fault of ours: the record is taken and says so, since it must not hold up those after it. */
function flagsOf(context: StorageContext, ...about: Parameters<StorageContext['flag']>): readonly Flag[] {
  try {
    return context.flag(...about);
  } catch {
    return [{ code: 'check-failed', message: 'The server could not check this record.' }];
  }
}

function viewOf(
  { directory, records, changes, taskTeams }: Tables,
  programme: string,
  head: () => number,
): PushView {
  const { epoch: present } = directory.history(programme);
  return {
    answerTo: (id, hash) => changes.answerTo(programme, id, hash),
    isKnown: (id) => changes.isKnown(programme, id),
    record: (id) => records.forMerge(programme, id),
    isElsewhere: (record) => records.isElsewhere(programme, record),
    changesAfter: (record, seq) => changes.idsAfter(programme, record, seq),
    exists: (task) => records.isTask(programme, task),
    everHeld: (task, team) => taskTeams.everHeld(programme, team, task),
    // The stored head of the present epoch lags behind within a push.
    lastSeqOf: (epoch) => (epoch === present ? head() : directory.lastSeqOf(programme, epoch)),
  };
}

/** A phone's changes are of one task or two: it is read once a push, and again when the push changes it. */
function createTaskLookup({ records }: Tables, programme: string) {
  const known = new Map<string, RecordState | undefined>();
  const lookUp = ({ id, body: { task } }: RecordState): RecordState | undefined => {
    if (typeof task !== 'string' || task === id) return undefined;
    if (!known.has(task)) known.set(task, records.get(programme, task));
    return known.get(task);
  };
  return Object.assign(lookUp, { forget: (record: string) => known.delete(record) });
}

function store(
  { records, taskTeams }: Tables,
  programme: string,
  { before, after }: Extract<Decision, { type: 'accepted' }>,
  flags: readonly Flag[],
): void {
  records.put(programme, after, flags);
  taskTeams.follow(programme, before, after);
  const buckets = bucketsOf(after);
  for (const bucket of buckets) records.putMember(programme, bucket, after.id, after.seq, true);
  for (const bucket of before ? bucketsOf(before) : []) {
    if (!buckets.includes(bucket)) records.putMember(programme, bucket, after.id, after.seq, false);
  }
}
