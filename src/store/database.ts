import { Dexie, type DexieOptions } from 'dexie';
import { isDeadHandle, storeProblem } from './store-problem.ts';

/** Where IndexedDB comes from; the browser's own where nothing is given. */
export interface DatabasePlace {
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof IDBKeyRange;
}

/** A database that is reopened when its connection dies, until it is closed for good. */
export class PhoneDatabase extends Dexie {
  closedForGood = false;

  closeForGood(): void {
    this.closedForGood = true;
    this.close();
  }
}

export function openDatabase(
  name: string,
  place: DatabasePlace,
  durability: 'strict' | 'relaxed',
  stores: Readonly<Record<string, string>>,
): PhoneDatabase {
  const options: DexieOptions = {
    cache: 'disabled',
    chromeTransactionDurability: durability,
    ...(place.indexedDB && { indexedDB: place.indexedDB }),
    ...(place.IDBKeyRange && { IDBKeyRange: place.IDBKeyRange }),
  };
  const database = new PhoneDatabase(name, options);
  database.version(1).stores({ ...stores });
  return database;
}

/**
 * Runs a transaction, once more on a new connection when the one at hand is dead. The work has to be a whole
 * transaction: what a dead connection left half done was never done.
 * @throws StoreProblem storage-full, not-stored
 */
export async function onHandle<T>(database: PhoneDatabase, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (database.closedForGood || !isDeadHandle(error)) throw storeProblem(error);
  }
  try {
    database.close({ disableAutoOpen: false });
    await database.open();
    return await work();
  } catch (error) {
    throw storeProblem(error);
  }
}
