import type { SnapshotRow, SnapshotTable } from '../storage/snapshot.ts';
import { SNAPSHOT_ROWS } from '../storage/snapshot.ts';
import { type BackupHeader, readBackup } from './backup-file.ts';
import type { RestorePlace } from './restore-place.ts';

export interface Restored {
  readonly header: BackupHeader;
  readonly rows: number;
  /** Where the data are that were there before; null when there were none. */
  readonly aside: string | null;
}

/**
 * Puts a backup in the place of the present data, when it was read to its end. Each programme begins a new history: what
 * phones had seen of the old one after the backup is pulled anew, and what the server forgot they send again.
 * @param makeId for the new epochs
 * @throws BackupProblem, StorageProblem with the present data as they were
 */
export async function restoreBackup(
  path: string,
  place: RestorePlace,
  makeId: () => string,
  progress: (rows: number) => void,
): Promise<Restored> {
  let header: BackupHeader | undefined;
  let waiting: { table: SnapshotTable; rows: SnapshotRow[] } | undefined;
  let rows = 0;
  let isComplete = false;
  const complete = async () => {
    if (!isComplete) await place.complete();
    isComplete = true;
  };
  const flush = async () => {
    if (!waiting) return;
    if (waiting.table.startsWith('auth_')) await complete();
    await place.insert(waiting.table, waiting.rows);
    rows += waiting.rows.length;
    progress(rows);
    waiting = undefined;
  };
  try {
    for await (const item of readBackup(path)) {
      if (!isRow(item)) {
        header = item;
        await place.begin(header.schema);
        continue;
      }
      const [table, row] = item;
      if (waiting && (waiting.table !== table || waiting.rows.length >= SNAPSHOT_ROWS)) await flush();
      waiting ??= { table, rows: [] };
      waiting.rows.push(row);
    }
    await flush();
    await complete();
    if (!header) throw new Error('a backup was read without its header');
    await place.execute(newHistories(await place.programmes(), makeId));
    return { header, rows, aside: await place.takeOver() };
  } catch (error) {
    await place.discard();
    throw error;
  }
}

const isRow = (item: unknown): item is readonly [SnapshotTable, SnapshotRow] => Array.isArray(item);

/** The past ends where the backup ended, and all of it is in a backup. */
function newHistories(programmes: readonly string[], makeId: () => string) {
  const end = `UPDATE epoch SET last_seq = (SELECT head FROM programme WHERE id = epoch.programme) WHERE last_seq IS NULL`;
  return [
    { text: end, values: [] },
    { text: 'UPDATE programme SET backed_up = head', values: [] },
    ...programmes.map((id) => ({
      text: 'INSERT INTO epoch (programme, epoch) VALUES ($1, $2)',
      values: [id, makeId()],
    })),
  ];
}
