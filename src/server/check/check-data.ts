import type { Registry } from '#domain/kinds/registry.ts';
import type { Snapshot, SnapshotRow } from '../storage/snapshot.ts';
import { createProgrammeCheck, type ProgrammeCheck, type ProgrammeReport } from './programme-check.ts';

/**
 * Whether what is kept holds together: every record is the fold of its changes, sequences and the numbers of replicas have
 * no gap, every record is in the buckets it belongs to and in no other, and the net areas add up to the land.
 * Reads one state of the data, and writes nothing.
 */
export async function checkData(snapshot: Snapshot, registry: Registry): Promise<readonly ProgrammeReport[]> {
  const checks = new Map<string, ProgrammeCheck>();
  for await (const row of all(snapshot, 'programme')) {
    checks.set(text(row.id), createProgrammeCheck(text(row.id), Number(row.head), registry));
  }
  const each = async (
    table: Parameters<Snapshot['rows']>[0],
    take: (check: ProgrammeCheck, row: SnapshotRow) => void,
  ) => {
    for await (const row of all(snapshot, table)) {
      const check = checks.get(text(row.programme));
      if (check) take(check, row);
    }
  };
  await each('epoch', (check, row) => check.epoch(row));
  await each('account', (check, row) => check.account(row));
  await each('replica', (check, row) => check.replica(row));
  await each('change', (check, row) => check.change(row));
  await each('refused_change', (check, row) => check.number(row));
  await each('repeated_change', (check, row) => check.number(row));
  await each('record', (check, row) => check.record(row));
  await each('member', (check, row) => check.member(row));
  await each('task_team', (check, row) => check.holder(row));
  return [...checks.values()].map((check) => check.report());
}

async function* all(snapshot: Snapshot, table: Parameters<Snapshot['rows']>[0]): AsyncGenerator<SnapshotRow> {
  for await (const some of snapshot.rows(table)) yield* some;
}

const text = (cell: SnapshotRow[string] | undefined) => String(cell ?? '');
