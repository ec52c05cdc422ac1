import type { RecordState } from '#protocol/record.ts';
import type { Decision, PushView, StoredAnswer } from './decide.ts';
import type { Place, Start, StoredReplica } from './push-rows.ts';
import type { PushedChange } from './pushed-change.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
export type PushMemory = ReturnType<typeof createPushMemory>;

/** What is known of a programme while a batch is decided: what was looked up, and what the batch itself has done since. */
export function createPushMemory({
  head: first,
  history,
  lastSeqs,
  replicas: stored,
  nextTag,
  answers,
}: Start) {
  let head = first;
  const replicas = new Map<string, Mutable<StoredReplica>>(
    stored.map((replica) => [replica.id, { ...replica }]),
  );
  const opened: Mutable<StoredReplica>[] = [];
  const known = new Map<string, { hash: string; answer: StoredAnswer; place?: Place | undefined }[]>();
  const records = new Map<string, RecordState>();
  const elsewhere = new Set<string>();
  const holders = new Set<string>();
  const logs = new Map<string, { seq: number; id: string }[]>();

  const answer = (id: string, hash: string, given: StoredAnswer, place?: Place) => {
    const others = known.get(id);
    // A later answer goes before an earlier one: what was announced may have come since.
    if (others) others.unshift({ hash, answer: given, place });
    else known.set(id, [{ hash, answer: given, place }]);
  };
  for (const each of [...answers].reverse()) answer(each.id, each.hash, each.answer, each.place);
  const log = (record: string, seq: number, id: string) => {
    const others = logs.get(record);
    if (others) others.push({ seq, id });
    else logs.set(record, [{ seq, id }]);
  };

  const view: PushView = {
    answerTo: (id, hash) => known.get(id)?.find((each) => each.hash === hash)?.answer,
    isKnown: (id) => known.has(id),
    wasRefused: (id) => known.get(id)?.every((each) => each.answer.outcome === 'refused') ?? false,
    record: (id) => records.get(id) ?? null,
    isElsewhere: (record) => elsewhere.has(record),
    changesAfter: (record, seq) =>
      (logs.get(record) ?? []).filter((each) => each.seq > seq).map(({ id }) => id),
    exists: (task) => records.get(task)?.kind === 'task',
    everHeld: (task, team) => holders.has(`${team}\n${task}`),
    // The stored head of the present epoch lags behind within a batch.
    lastSeqOf: (epoch) => (epoch === history.epoch ? head : lastSeqs.get(epoch)),
  };

  return {
    ...view,
    head: () => head,
    setRecord: (state: RecordState) => void records.set(state.id, state),
    addElsewhere(ids: readonly string[]): void {
      for (const id of ids) elsewhere.add(id);
    },
    setHolder: (team: string, task: string) => void holders.add(`${team}\n${task}`),
    log,
    /** The task that the record names, unless it is that task itself. */
    taskOf({ id, body: { task } }: RecordState): RecordState | undefined {
      return typeof task === 'string' && task !== id ? records.get(task) : undefined;
    },
    /** Registers the replica at its first sight. @returns undefined when the id belongs to somebody else */
    openReplica(
      id: string,
      userId: string,
      tagOf: (n: number) => string,
    ): Mutable<StoredReplica> | undefined {
      const replica = replicas.get(id);
      if (replica) return replica.userId === userId ? replica : undefined;
      const made = { id, userId, tag: tagOf(nextTag + opened.length), decided: 0 };
      replicas.set(id, made);
      opened.push(made);
      return made;
    },
    accept(
      { id, hash }: PushedChange,
      { answer: given, after }: Extract<Decision, { type: 'accepted' }>,
    ): void {
      head = given.seq;
      answer(id, hash, given);
      records.set(after.id, after);
      log(after.id, given.seq, id);
    },
    refuse({ id, hash }: PushedChange, given: StoredAnswer, place: Place): void {
      answer(id, hash, given, place);
    },
    /** The number under which a change was announced or refused. */
    placeOf: ({ id, hash }: PushedChange): Place | undefined =>
      known.get(id)?.find((each) => each.hash === hash)?.place,
    replicaRows(): { newReplicas: StoredReplica[]; movedReplicas: StoredReplica[] } {
      const moved = stored.flatMap(({ id, decided }) => {
        const now = replicas.get(id);
        return now && now.decided > decided ? [now] : [];
      });
      return { newReplicas: opened, movedReplicas: moved };
    },
  };
}
