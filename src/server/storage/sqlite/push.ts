import { bucketsOf } from '#protocol/record.ts';
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
  const view = viewOf(tables, programme, () => head);
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
      store(tables, context, programme, decision);
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

function viewOf(
  { directory, records, changes, taskTeams }: Tables,
  programme: string,
  head: () => number,
): PushView {
  return {
    answerTo: (id, hash) => changes.answerTo(programme, id, hash),
    isKnown: (id) => changes.isKnown(programme, id),
    record: (id) => records.forMerge(programme, id),
    isElsewhere: (record) => records.isElsewhere(programme, record),
    changesAfter: (record, seq) => changes.idsAfter(programme, record, seq),
    exists: (task) => records.isTask(programme, task),
    everHeld: (task, team) => taskTeams.everHeld(programme, team, task),
    // The head that is stored lags behind within a transaction; no epoch but the present one is concerned.
    lastSeqOf: (epoch) => {
      const last = directory.lastSeqOf(programme, epoch);
      return last === undefined ? undefined : epoch === directory.history(programme).epoch ? head() : last;
    },
  };
}

function store(
  { directory, records, taskTeams }: Tables,
  context: StorageContext,
  programmeId: string,
  { before, after }: Extract<Decision, { type: 'accepted' }>,
): void {
  const programme = directory.programme(programmeId);
  if (!programme) throw new Error(`programme ${programmeId} has gone`);
  const { task } = after.body;
  const itsTask = typeof task === 'string' && task !== after.id ? records.get(programmeId, task) : undefined;
  records.put(programmeId, after, context.flag(after, programme, itsTask));
  taskTeams.follow(programmeId, before, after);
  const buckets = bucketsOf(after);
  for (const bucket of buckets) records.putMember(programmeId, bucket, after.id, after.seq, true);
  for (const bucket of before ? bucketsOf(before) : []) {
    if (!buckets.includes(bucket)) records.putMember(programmeId, bucket, after.id, after.seq, false);
  }
}
