import type { DatabasePlace } from '#store/database.ts';

/** A database as it lies on a phone, without the app's code: what a released version left behind. */
export interface RawDatabase {
  readonly name: string;
  /** As IndexedDB counts: ten times the schema's. */
  readonly version: number;
  readonly stores: readonly RawStore[];
}

interface RawStore {
  readonly name: string;
  readonly keyPath: string | string[];
  readonly indexes: readonly { readonly name: string; readonly keyPath: string | string[] }[];
  readonly rows: readonly unknown[];
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no reason')));
  });

function factoryOf(place: DatabasePlace): IDBFactory {
  if (!place.indexedDB) throw new Error('A place without an IndexedDB.');
  return place.indexedDB;
}

export async function readRaw(place: DatabasePlace, name: string): Promise<RawDatabase> {
  const database = await done(factoryOf(place).open(name));
  const names = [...database.objectStoreNames];
  const transaction = database.transaction(names, 'readonly');
  const stores: RawStore[] = [];
  for (const each of names) {
    const store = transaction.objectStore(each);
    const indexes = [...store.indexNames].map((index) => ({
      name: index,
      keyPath: store.index(index).keyPath,
    }));
    stores.push({ name: each, keyPath: store.keyPath ?? '', indexes, rows: await done(store.getAll()) });
  }
  const { version } = database;
  database.close();
  return { name, version, stores };
}

export async function writeRaw(place: DatabasePlace, raw: RawDatabase): Promise<void> {
  const request = factoryOf(place).open(raw.name, raw.version);
  request.addEventListener('upgradeneeded', () => {
    for (const { name, keyPath, indexes, rows } of raw.stores) {
      const store = request.result.createObjectStore(name, { keyPath });
      for (const index of indexes) store.createIndex(index.name, index.keyPath);
      for (const row of rows) store.add(row);
    }
  });
  (await done(request)).close();
}

/** As JSON, with bytes in base64. */
export function textOfRaw(raw: RawDatabase): string {
  const packed = (_: string, value: unknown) =>
    value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value;
  return `${JSON.stringify(raw, packed, 1)}\n`;
}

export function readRawText(text: string): RawDatabase {
  const unpacked = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && '$bytes' in value
      ? Uint8Array.from(Buffer.from(String(value.$bytes), 'base64'))
      : value;
  return JSON.parse(text, unpacked) as RawDatabase;
}
