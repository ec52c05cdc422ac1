import { DatabaseSync } from 'node:sqlite';
import { type Change, readChange } from '#protocol/change.ts';
import { registry } from '#domain/kinds/registry.ts';
import { membershipOf } from '#protocol/danger.ts';
import type { RecordState } from '#protocol/record.ts';
import { applyChange } from '#protocol/merge.ts';
import { sameValue } from '#domain/merge-groups.ts';
import { type Office, programme } from '#tests/support/phone/office.ts';

/** A change as the office took it, with the record before and after it. */
export interface Taken {
  readonly change: Change;
  readonly before: RecordState | null;
  readonly after: RecordState;
}

/** What the office has in the end. */
export interface Books {
  readonly records: readonly RecordState[];
  /** In the order of their sequence. */
  readonly log: readonly Taken[];
}

/**
 * Reads the office's tables and holds them against each other: every record is the fold of its changes, sequences have no
 * gap, nor have the numbers of a replica, and the membership is that of the records.
 */
export async function auditOffice(office: Office): Promise<Books> {
  const records = await office.records();
  const db = new DatabaseSync(office.file, { readOnly: true });
  try {
    const log = foldLog(db);
    const last = new Map(log.map((taken) => [taken.after.id, taken.after]));
    for (const record of records) {
      if (!sameValue(record, last.get(record.id))) {
        throw new Error(`${text(record)} is not the fold of its changes: ${text(last.get(record.id))}.`);
      }
    }
    if (records.length !== last.size)
      throw new Error(`${last.size} records have changes, not ${records.length}.`);
    checkNumbers(db);
    checkMembers(db, records);
    return { records, log };
  } finally {
    db.close();
  }
}

const text = (value: unknown) => JSON.stringify(value);

function foldLog(db: DatabaseSync): Taken[] {
  const rows = db.prepare('SELECT seq, text FROM change WHERE programme = ? ORDER BY seq').all(programme.id);
  const head = db.prepare('SELECT head FROM programme WHERE id = ?').get(programme.id)?.head;
  if (Number(head) !== rows.length)
    throw new Error(`The head is ${String(head)} after ${rows.length} changes.`);
  const epochs = db.prepare('SELECT epoch, last_seq FROM epoch WHERE programme = ?').all(programme.id);
  const states = new Map<string, RecordState>();
  const ids: { readonly record: string; readonly id: string; readonly seq: number }[] = [];
  return rows.map((row, index): Taken => {
    const seq = Number(row.seq);
    if (seq !== index + 1) throw new Error(`Sequence ${index + 1} is missing.`);
    const read = readChange(String(row.text));
    if (!read.ok) throw new Error(read.message);
    const { change } = read;
    const before = states.get(change.record) ?? null;
    const verdict = applyChange(before, change, {
      seq,
      lastSeqOf: (epoch) => {
        const found = epochs.find((each) => each.epoch === epoch);
        return found && Math.min(Number(found.last_seq ?? seq), seq - 1);
      },
      changesAfter: (after) =>
        ids.filter((each) => each.record === change.record && each.seq > after).map(({ id }) => id),
    });
    if (verdict.outcome === 'refused')
      throw new Error(`${text(change)} was taken, and is ${verdict.reason}.`);
    states.set(change.record, verdict.state);
    ids.push({ record: change.record, id: change.id, seq });
    return { change, before, after: verdict.state };
  });
}

/** A change that was announced and came later has its number twice: as what was announced, and as what was taken. */
function checkNumbers(db: DatabaseSync): void {
  const numbers = db.prepare(`
    SELECT replica.id, decided, (SELECT json_group_array(n) FROM (
      SELECT n FROM change WHERE change.programme = replica.programme AND replica = replica.id
      UNION ALL SELECT n FROM refused_change r WHERE r.programme = replica.programme AND r.replica = replica.id
        AND NOT (r.reason = 'void' AND EXISTS (SELECT 1 FROM change c
          WHERE c.programme = r.programme AND c.replica = r.replica AND c.n = r.n AND c.id = r.id))
      UNION ALL SELECT n FROM repeated_change r WHERE r.programme = replica.programme AND r.replica = replica.id
      ORDER BY n)) AS numbers
    FROM replica WHERE programme = ?`);
  for (const row of numbers.all(programme.id)) {
    const taken = JSON.parse(String(row.numbers)) as number[];
    const decided = Number(row.decided);
    if (taken.length !== decided || taken.some((n, index) => n !== index + 1)) {
      throw new Error(`Replica ${String(row.id)} is decided up to ${decided}, with ${text(taken)}.`);
    }
  }
}

function checkMembers(db: DatabaseSync, records: readonly RecordState[]): void {
  const rows = db
    .prepare('SELECT bucket, record, seq, present FROM member WHERE programme = ?')
    .all(programme.id);
  const present = rows
    .filter((row) => row.present === 1)
    .map((row) => text([row.bucket, row.record, row.seq]));
  const wanted = records.flatMap((record) =>
    membershipOf(record, registry).map((bucket) => text([bucket, record.id, record.seq])),
  );
  const odd = [...new Set([...present, ...wanted])].filter(
    (each) => present.includes(each) !== wanted.includes(each),
  );
  if (odd.length > 0) throw new Error(`Membership is not that of the records: ${odd.join(', ')}.`);
}
