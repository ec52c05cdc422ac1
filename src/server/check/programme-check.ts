import { hash as digest } from 'node:crypto';
import type { Registry } from '#domain/kinds/registry.ts';
import { sameValue } from '#domain/merge-groups.ts';
import { readChange } from '#protocol/change.ts';
import { applyChange } from '#protocol/merge.ts';
import { membershipOf } from '#protocol/danger.ts';
import type { RecordState } from '#protocol/record.ts';
import type { SnapshotRow } from '../storage/snapshot.ts';
import { landProblem } from './check-land.ts';

export interface ProgrammeReport {
  readonly programme: string;
  readonly changes: number;
  readonly records: number;
  /** What is wrong, each in a sentence; the first hundred. */
  readonly problems: readonly string[];
  /** How many there are in all. */
  readonly problemCount: number;
}

export type ProgrammeCheck = ReturnType<typeof createProgrammeCheck>;

const MOST_TOLD = 100;

/** Folds the change log of a programme again, and compares what is kept with what comes out. Tables in the order of `checkData`. */
export function createProgrammeCheck(programme: string, head: number, registry: Registry) {
  const problems: string[] = [];
  let problemCount = 0;
  let last = 0;
  let present = '';
  let stored = 0;
  const lastSeqs = new Map<string, number>();
  const users = new Set<string>();
  const replicas = new Map<string, { readonly decided: number; readonly numbers: Set<number> }>();
  const ids = new Set<string>();
  const folded = new Map<string, RecordState>();
  const logs = new Map<string, { readonly seq: number; readonly id: string }[]>();
  /** By bucket and record: since which sequence, and whether it is in it. */
  const members = new Map<string, { readonly seq: number; readonly present: boolean }>();
  const holders = new Map<string, boolean>();

  const wrong = (sentence: string) => {
    problemCount += 1;
    if (problems.length < MOST_TOLD) problems.push(sentence);
  };
  const text = (cell: SnapshotRow[string] | undefined) => String(cell ?? '');

  const follow = (before: RecordState | undefined, after: RecordState) => {
    const buckets = membershipOf(after, registry);
    for (const bucket of buckets) members.set(`${bucket}\n${after.id}`, { seq: after.seq, present: true });
    for (const bucket of before ? membershipOf(before, registry) : []) {
      if (!buckets.includes(bucket))
        members.set(`${bucket}\n${after.id}`, { seq: after.seq, present: false });
    }
    if (after.kind !== 'task' || before?.body.team === after.body.team) return;
    if (typeof before?.body.team === 'string') holders.set(`${before.body.team}\n${after.id}`, false);
    if (typeof after.body.team === 'string') holders.set(`${after.body.team}\n${after.id}`, true);
  };

  const takeNumber = (replica: string, n: number) => {
    const known = replicas.get(replica);
    if (!known) wrong(`Number ${n} belongs to the replica ${replica}, which is not known.`);
    else if (n < 1 || n > known.decided) wrong(`Number ${n} of ${replica} is beyond what is decided of it.`);
    else known.numbers.add(n);
  };

  return {
    epoch({ epoch, last_seq: end }: SnapshotRow): void {
      if (end === null || end === undefined) present = text(epoch);
      lastSeqs.set(text(epoch), end === null || end === undefined ? Infinity : Number(end));
    },
    account: ({ user_id: user }: SnapshotRow) => void users.add(text(user)),
    replica({ id, user_id: user, decided }: SnapshotRow): void {
      replicas.set(text(id), { decided: Number(decided), numbers: new Set() });
      if (!users.has(text(user))) wrong(`The replica ${text(id)} is of nobody who has an account.`);
    },
    change(row: SnapshotRow): void {
      const seq = Number(row.seq);
      const id = text(row.id);
      if (seq !== last + 1) wrong(`Sequence ${last + 1} is missing before ${seq}.`);
      last = seq;
      if (ids.has(id)) wrong(`The change ${id} is there twice.`);
      ids.add(id);
      takeNumber(text(row.replica), Number(row.n));
      if (digest('sha256', text(row.text)) !== row.hash) {
        return wrong(`The change ${id} is not as it came: its hash is another.`);
      }
      const read = readChange(text(row.text));
      if (!read.ok) return wrong(`The change ${id} cannot be read: ${read.message}`);
      const { change } = read;
      if (change.id !== id || change.record !== row.record)
        wrong(`The change ${id} is filed under another id.`);
      const before = folded.get(change.record);
      const verdict = applyChange(before ?? null, change, {
        seq,
        lastSeqOf: (epoch) => {
          const end = lastSeqs.get(epoch);
          return end === undefined ? undefined : Math.min(end, seq - 1);
        },
        changesAfter: (after) =>
          (logs.get(change.record) ?? []).filter((each) => each.seq > after).map((each) => each.id),
      });
      logs.set(change.record, [...(logs.get(change.record) ?? []), { seq, id }]);
      if (verdict.outcome === 'refused') {
        return wrong(
          `The change ${id} was ${text(row.outcome)}; by the rules it is refused (${verdict.reason}).`,
        );
      }
      if (verdict.outcome !== row.outcome) {
        wrong(`The change ${id} was ${text(row.outcome)}; by the rules it is ${verdict.outcome}.`);
      }
      folded.set(change.record, verdict.state);
      follow(before, verdict.state);
    },
    number: ({ replica, n }: SnapshotRow) => takeNumber(text(replica), Number(n)),
    record(row: SnapshotRow): void {
      stored += 1;
      const id = text(row.id);
      const state = folded.get(id);
      if (!state) return wrong(`The record ${id} has no change that made it.`);
      const found = kept(row);
      const expected = { ...state, writer: asFarAsKept(state.writer, found.writer) };
      const differs = Object.entries(found).filter(
        ([name, value]) => !sameValue(value, expected[name as keyof RecordState] ?? null),
      );
      if (differs.length > 0) {
        wrong(
          `The record ${id} is not what its changes make of it: ${differs.map(([name]) => name).join(', ')}.`,
        );
      }
    },
    member({ bucket, record, seq, present: is }: SnapshotRow): void {
      const key = `${text(bucket)}\n${text(record)}`;
      const expected = members.get(key);
      members.delete(key);
      const place = `The record ${text(record)} in ${text(bucket)}`;
      if (!expected) return wrong(`${place} does not belong there and never did.`);
      if (expected.present !== (Number(is) === 1)) {
        return wrong(`${place} is ${expected.present ? 'left out' : 'still there'}.`);
      }
      if (expected.seq !== Number(seq))
        wrong(`${place} is there at ${Number(seq)}, and changed at ${expected.seq}.`);
    },
    holder({ team, task, present: is }: SnapshotRow): void {
      const key = `${text(team)}\n${text(task)}`;
      if (holders.get(key) !== (Number(is) === 1)) {
        wrong(`Whether ${text(team)} holds the task ${text(task)} is not as the task says.`);
      }
      holders.delete(key);
    },
    report(): ProgrammeReport {
      if (present === '') wrong('There is no present epoch.');
      if (last !== head) wrong(`The sequence ends at ${last}; the programme says ${head}.`);
      if (stored !== folded.size) wrong(`There are ${stored} records; the changes make ${folded.size}.`);
      for (const [id, { decided, numbers }] of replicas) {
        if (numbers.size !== decided) {
          wrong(`Of the replica ${id} ${decided} numbers are decided, and ${numbers.size} are there.`);
        }
      }
      for (const key of members.keys())
        wrong(`The record ${key.split('\n').reverse().join(' is missing in ')}.`);
      for (const key of holders.keys()) wrong(`The team and task ${key.replace('\n', ', ')} are not noted.`);
      const land = landProblem(registry, [...folded.values()]);
      if (land !== undefined) wrong(land);
      return { programme, changes: last, records: stored, problems, problemCount };
    },
  };
}

/** Older versions kept no author with a writer: what they did not keep is not asked of them. */
function asFarAsKept(writer: RecordState['writer'], found: RecordState['writer']): RecordState['writer'] {
  return Object.fromEntries(
    Object.entries(writer).map(([group, { seq, change, ...more }]) => [
      group,
      found[group]?.author === undefined ? { seq, change } : { seq, change, ...more },
    ]),
  );
}

/** What a row keeps of a record, in the words of the merge. */
function kept(row: SnapshotRow): Readonly<Record<string, unknown>> & Pick<RecordState, 'writer'> {
  const json = (cell: SnapshotRow[string] | undefined): unknown => JSON.parse(String(cell));
  return {
    kind: row.kind,
    firstSeq: row.first_seq,
    seq: row.seq,
    status: row.status,
    author: row.author,
    recordedAt: row.recorded_at,
    comment: row.comment,
    body: json(row.body),
    writer: json(row.writer) as RecordState['writer'],
    holds: json(row.holds),
    flags: json(row.warnings),
  };
}
