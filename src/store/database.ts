import { Dexie, type DexieOptions, type Transaction } from 'dexie';
import { isDeadHandle, StoreProblem, storeProblem } from './store-problem.ts';

/** Where IndexedDB comes from; the browser's own where nothing is given. */
export interface DatabasePlace {
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof IDBKeyRange;
}

/** A database that is reopened when its connection dies, until it is closed for good. */
export class PhoneDatabase extends Dexie {
  closedForGood = false;
  /** A newer version of the app has it: this one must not touch it any more. */
  givenUp = false;
  /** Frees space that a full phone needs for what cannot be had again. @returns whether there is, or was a moment ago */
  makeRoom: (() => Promise<boolean>) | null = null;

  closeForGood(): void {
    this.closedForGood = true;
    this.close();
  }

  giveUp(): void {
    this.givenUp = true;
    this.closeForGood();
  }
}

/** The tables of one version and their indexes, as Dexie writes them, and how the rows of the one before become its own. */
export interface SchemaVersion {
  readonly stores: Readonly<Record<string, string>>;
  readonly upgrade?: (transaction: Transaction) => Promise<void>;
}

/** IndexedDB counts in whole numbers; Dexie leaves itself room for nine between two. */
const NATIVE_VERSIONS = 10;

/**
 * @param versions from version 1 on. A released one never changes: what is on phones migrates forward by a new one, and
 * `tests/unit/store-migrations.test.ts` wants a database of it with unsent changes inside
 */
export function openDatabase(
  name: string,
  place: DatabasePlace,
  durability: 'strict' | 'relaxed',
  versions: readonly SchemaVersion[],
): PhoneDatabase {
  const options: DexieOptions = {
    cache: 'disabled',
    chromeTransactionDurability: durability,
    ...(place.indexedDB && { indexedDB: place.indexedDB }),
    ...(place.IDBKeyRange && { IDBKeyRange: place.IDBKeyRange }),
  };
  const database = new PhoneDatabase(name, options);
  for (const [index, { stores, upgrade }] of versions.entries()) {
    const version = database.version(index + 1).stores({ ...stores });
    if (upgrade) version.upgrade(upgrade);
  }
  // Dexie opens a database that is newer than its code; whatever this version then wrote could be wrong in the newer one.
  database.on(
    'ready',
    () => {
      if (database.backendDB().version > versions.length * NATIVE_VERSIONS) throw newerApp();
    },
    true,
  );
  return database;
}

/** Whether the database is there and of this version, so that opening it changes nothing. */
export async function isAsWeKnowIt(database: PhoneDatabase, factory: IDBFactory): Promise<boolean> {
  // A browser that cannot say what there is has no Background Sync either.
  const standing = await factory.databases?.();
  const version = standing?.find(({ name }) => name === database.name)?.version;
  return version === database.verno * NATIVE_VERSIONS;
}

const newerApp = () =>
  new StoreProblem(
    'newer-app',
    'A newer version of the app is on this phone: nothing was saved here. Reload this page; what was saved before is kept.',
  );

/**
 * Runs a transaction, once more on a new connection when the one at hand is dead, or when room was made on a full phone.
 * The work has to be a whole transaction: what a dead connection left half done was never done.
 * @throws StoreProblem storage-full, not-stored, newer-app
 */
export async function onHandle<T>(database: PhoneDatabase, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await onLiveHandle(database, work);
  } catch (error) {
    const problem = storeProblem(error);
    if (problem.code !== 'storage-full' || !(await database.makeRoom?.())) throw problem;
    return afterRoomWasMade(database, work);
  }
}

/** A browser may take a moment to see that space was given back: Chromium removes the files of large values within five seconds. */
const PAUSES_MS = [300, 1_000, 2_000, 3_000];

async function afterRoomWasMade<T>(database: PhoneDatabase, work: () => PromiseLike<T>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await onLiveHandle(database, work);
    } catch (error) {
      const problem = storeProblem(error);
      if (problem.code !== 'storage-full') throw problem;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return onLiveHandle(database, work);
}

async function onLiveHandle<T>(database: PhoneDatabase, work: () => PromiseLike<T>): Promise<T> {
  if (database.givenUp) throw newerApp();
  try {
    return await work();
  } catch (error) {
    if (database.givenUp) throw newerApp();
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
