import { readChangesFile, writeChangesFile } from '#protocol/changes-file.ts';
import { onHandle } from './database.ts';
import { isVoid, rowsOf } from './outbox.ts';
import { StoreProblem } from './store-problem.ts';
import { bumpHead, type OutboxRow, type WorkDatabase } from './work-database.ts';

/** What came of a file of changes. */
export interface TakenIn {
  /** Changes that are on this phone now and go out with its own. */
  readonly taken: number;
  /** Changes that were here already. */
  readonly known: number;
  readonly damaged: readonly { readonly entry: number; readonly message: string }[];
}

/**
 * What this phone holds and the server has not taken, as a file: its own undecided changes, those that could not be
 * sent, and what others gave it to carry.
 * @returns null when it holds nothing
 */
export async function exportUnsent(
  work: WorkDatabase,
  user: string,
  programme: string,
  at: string,
): Promise<{ readonly text: string; readonly changes: number } | null> {
  const rows = await onHandle(work, async () => {
    const states = await Promise.all(
      (['pending', 'carried', 'refused'] as const).map((state) => rowsOf(work, user, state)),
    );
    return states.flat();
  });
  const held = rows.filter((row) => row.n > 0 && (row.state !== 'refused' || isVoid(row)));
  if (held.length === 0) return null;
  return { text: writeChangesFile(programme, at, held), changes: held.length };
}

/**
 * Takes a file of changes in, to be sent by this phone under the replicas and numbers that the changes were made with.
 * @throws StoreProblem unusable-file with a sentence, and nothing taken
 */
export async function importChanges(
  work: WorkDatabase,
  user: string,
  programme: string,
  text: string,
): Promise<TakenIn> {
  const file = readChangesFile(text);
  if (!file.ok) throw new StoreProblem('unusable-file', file.message);
  if (file.programme !== programme) {
    const message = 'The file belongs to another programme. Nothing was taken from it.';
    throw new StoreProblem('unusable-file', message);
  }
  const { changes, damaged } = file;
  const taken = await onHandle(work, () =>
    work.transaction('rw', work.outbox, work.heads, async () => {
      const known = await work.outbox.bulkGet(changes.map(({ id }): [string, string] => [user, id]));
      const added = changes.filter((_, index) => known[index] === undefined);
      await work.outbox.bulkAdd(added.map((each): OutboxRow => ({ ...each, user, state: 'carried' })));
      await bumpHead(work, user, 'outbox');
      return added.length;
    }),
  );
  return { taken, known: changes.length - taken, damaged };
}
