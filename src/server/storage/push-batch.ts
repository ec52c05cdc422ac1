import { replicaTag } from '#domain/record-code.ts';
import type { Change, Flag } from '#protocol/change.ts';
import { membershipOf } from '#protocol/danger.ts';
import type { RecordState } from '#protocol/record.ts';
import type { Outcome } from '#protocol/wire.ts';
import { type Decision, decide, outcomeOf } from './decide.ts';
import type { PushOutcome, StorageContext } from './port.ts';
import { createPushMemory, type PushMemory } from './push-memory.ts';
import type {
  ChangeRow,
  LinkKeys,
  LinksFound,
  MemberRow,
  Place,
  PushJob,
  PushRows,
  RecordsFound,
  RefusedRow,
  RepeatedRow,
  Start,
  StartKeys,
  TaskTeamRow,
} from './push-rows.ts';
import { type PushedChange, readPushed } from './pushed-change.ts';
import { rowOf } from './record-row.ts';

export interface Decided {
  /** In the order of the jobs. */
  readonly outcomes: readonly PushOutcome[];
  readonly rows: PushRows;
}

/**
 * Pushes of one programme, decided together: an engine locks the programme, answers three rounds of look-ups, and writes
 * what comes out, all in one transaction. Everything between is done here, in memory, and the same for every engine.
 */
export function createPushBatch(jobs: readonly PushJob[], context: StorageContext) {
  // Read before anything is locked.
  const pushes = jobs.map((job) => ({ job, changes: job.changes.map(readPushed) }));
  const readable = pushes.flatMap(({ changes }) =>
    changes.flatMap(({ read }) => (read.ok ? [read.change] : [])),
  );
  let memory: PushMemory;
  let start: Start;

  return {
    startKeys: (): StartKeys => ({
      replicas: distinct(jobs.map(({ replica }) => replica)),
      changes: distinct([
        ...jobs.flatMap(({ changes }) => changes.map(({ id }) => id)),
        // What an act was made on top of may have been decided in an earlier push.
        ...readable.flatMap(({ act, after }) => (act ? after : [])),
      ]),
    }),
    begin(found: Start): void {
      start = found;
      memory = createPushMemory(found);
    },
    /** Ids of the records that the changes are of or speak of as their task. */
    recordKeys: (): readonly string[] =>
      distinct(readable.flatMap((change) => [change.record, ...texts(change.set?.task)])),
    addRecords({ records, elsewhere }: RecordsFound): void {
      for (const state of records) memory.setRecord(state);
      memory.addElsewhere(elsewhere);
    },
    linkKeys(): LinkKeys {
      const bodyTasks = readable.flatMap(({ record }) => texts(memory.record(record)?.body.task));
      const tasks = distinct([...readable.flatMap(({ set }) => texts(set?.task)), ...bodyTasks]);
      return {
        tasks: distinct(bodyTasks).filter((task) => memory.record(task) === null),
        holders: { teams: distinct(jobs.flatMap(({ actor: { team } }) => team ?? [])), tasks },
        logs: logKeys(readable, memory),
      };
    },
    addLinks({ tasks, held, logs }: LinksFound): void {
      for (const state of tasks) memory.setRecord(state);
      for (const { team, task } of held) memory.setHolder(team, task);
      for (const { record, seq, id } of logs) memory.log(record, seq, id);
    },
    decide(): Decided {
      const rows = createRows();
      const outcomes = pushes.map(({ job, changes }) =>
        decideJob(job, changes, memory, start, rows, context),
      );
      return {
        outcomes,
        rows: {
          head: memory.head(),
          ...memory.replicaRows(),
          changes: rows.changes,
          refused: rows.refused,
          repeated: rows.repeated,
          records: [...rows.records.values()].map(({ state, flags }) => rowOf(state, flags)),
          members: [...rows.members.values()],
          taskTeams: [...rows.taskTeams.values()],
        },
      };
    },
  };
}

const distinct = (ids: readonly string[]): readonly string[] => [...new Set(ids)];
const texts = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);

/** An act is held against every change of its record that its author may not have seen. */
function logKeys(changes: readonly Change[], memory: PushMemory): LinkKeys['logs'] {
  const lowest = new Map<string, number>();
  for (const { act, record, base } of changes) {
    if (!act) continue;
    const seen = Math.min(base.seq, memory.lastSeqOf(base.epoch) ?? 0);
    lowest.set(record, Math.min(lowest.get(record) ?? seen, seen));
  }
  return [...lowest].map(([record, after]) => ({ record, after }));
}

/** The last row of a key is the one to write. */
function createRows() {
  return {
    changes: [] as ChangeRow[],
    refused: [] as RefusedRow[],
    repeated: [] as RepeatedRow[],
    records: new Map<string, { readonly state: RecordState; readonly flags: readonly Flag[] }>(),
    members: new Map<string, MemberRow>(),
    taskTeams: new Map<string, TaskTeamRow>(),
  };
}
type Rows = ReturnType<typeof createRows>;

function decideJob(
  { actor, carrier, replica: id, receivedAt }: PushJob,
  changes: readonly PushedChange[],
  memory: PushMemory,
  { programme, history }: Start,
  rows: Rows,
  context: StorageContext,
): PushOutcome {
  const replica = memory.openReplica(id, actor.userId, replicaTag);
  // Somebody else's replica: to the phone that is the same as one that lives twice.
  if (!replica) return { ...history, outcomes: [], stopped: { type: 'fork' } };
  const outcomes: Outcome[] = [];
  for (const pushed of changes) {
    const seq = memory.head() + 1;
    const { decided } = replica;
    const decision = decide(actor, pushed, decided, seq, memory, carrier);
    if (decision.type === 'stopped') return { ...history, outcomes, stopped: decision.stopped };
    // What was announced has a number already; a file from before its phone counted anew may have another for it.
    const place = decision.type === 'known' ? undefined : memory.placeOf(pushed);
    const isNext = pushed.n === decided + 1 && place?.replica !== id;
    if (decision.type === 'accepted') {
      memory.accept(pushed, decision);
      const sentBy = (carrier ?? actor).userId;
      const carriedBy = decision.change.author === sentBy ? null : sentBy;
      const at = isNext || !place ? { replica: id, n: pushed.n } : place;
      rows.changes.push(changeRow(pushed, at, decision, carriedBy, receivedAt));
      const { after } = decision;
      const flags = flagsOf(context, after, programme, memory.taskOf(after));
      rows.records.set(after.id, { state: after, flags });
      followBuckets(rows, decision, context);
      followTask(rows, memory, decision);
    } else if (decision.type === 'refused' && isNext) {
      memory.refuse(pushed, decision.answer, { replica: id, n: pushed.n });
      rows.refused.push(refusedRow(pushed, id, decision.answer, receivedAt));
    } else if (isNext) {
      rows.repeated.push({ replica: id, n: pushed.n, id: pushed.id });
    }
    if (isNext) replica.decided = pushed.n;
    outcomes.push(outcomeOf(pushed.n, pushed.id, decision.answer));
  }
  return { ...history, outcomes };
}

type Accepted = Extract<Decision, { type: 'accepted' }>;

function changeRow(
  { id, text, hash }: PushedChange,
  { replica, n }: Place,
  { answer, after }: Accepted,
  carriedBy: string | null,
  receivedAt: string,
): ChangeRow {
  return {
    seq: answer.seq,
    id,
    replica,
    n,
    record: after.id,
    text,
    hash,
    outcome: answer.outcome,
    held: answer.outcome === 'held' ? JSON.stringify(answer.groups) : null,
    carried_by: carriedBy,
    received_at: receivedAt,
  };
}

function refusedRow(
  { n, id, text, hash }: PushedChange,
  replica: string,
  { reason, message }: Extract<Decision, { type: 'refused' }>['answer'],
  receivedAt: string,
): RefusedRow {
  return { replica, n, id, text_json: JSON.stringify(text), hash, reason, message, received_at: receivedAt };
}

/** A check that fails is a fault of ours: the record is taken and says so, since it must not hold up those after it. */
function flagsOf(context: StorageContext, ...about: Parameters<StorageContext['flag']>): readonly Flag[] {
  try {
    return context.flag(...about);
  } catch {
    return [{ code: 'check-failed', message: 'The server could not check this record.' }];
  }
}

function followBuckets({ members }: Rows, { before, after }: Accepted, { registry }: StorageContext): void {
  const buckets = membershipOf(after, registry);
  const put = (bucket: string, present: 0 | 1) =>
    members.set(`${bucket}\n${after.id}`, { bucket, record: after.id, seq: after.seq, present });
  for (const bucket of buckets) put(bucket, 1);
  for (const bucket of before ? membershipOf(before, registry) : [])
    if (!buckets.includes(bucket)) put(bucket, 0);
}

/** Which team holds a task, and which one held it before. */
function followTask({ taskTeams }: Rows, memory: PushMemory, { before, after }: Accepted): void {
  if (after.kind !== 'task' || before?.body.team === after.body.team) return;
  const put = (team: unknown, present: 0 | 1) => {
    if (typeof team !== 'string') return;
    taskTeams.set(`${team}\n${after.id}`, { team, task: after.id, present });
    memory.setHolder(team, after.id);
  };
  put(before?.body.team, 0);
  put(after.body.team, 1);
}
