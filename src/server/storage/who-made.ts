import { readChange } from '#protocol/change.ts';
import type { Account, NumberedChange, Storage } from './port.ts';

/**
 * Whose changes a file holds: of the person whose replica it is, and where the server does not know the replica (it was
 * restored from a backup that is older), of whom they name as their author.
 * @returns undefined when that is nobody of the programme
 */
export async function whoMade(
  storage: Storage,
  programme: string,
  replica: string,
  changes: readonly NumberedChange[],
): Promise<Account | undefined> {
  const user = (await storage.replicaUser(programme, replica)) ?? authorOf(changes);
  const account = user === undefined ? undefined : await storage.account(user);
  return account?.programme === programme ? account : undefined;
}

function authorOf(changes: readonly NumberedChange[]): string | undefined {
  for (const change of changes) {
    const read = 'text' in change ? readChange(change.text) : undefined;
    if (read?.ok) return read.change.author;
  }
  return undefined;
}
