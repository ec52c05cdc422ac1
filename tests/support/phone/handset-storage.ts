import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { DatabasePlace } from '#store/database.ts';
import { openMapDatabase } from '#store/map-database.ts';
import { openWorkDatabase } from '#store/work-database.ts';

/** Copies everything on a phone to another one, as a backup app or a cloned profile does: each database as of one moment. */
export async function cloneStorage(place: DatabasePlace): Promise<DatabasePlace> {
  const copy: DatabasePlace = { indexedDB: new IDBFactory(), IDBKeyRange };
  for (const open of [openWorkDatabase, openMapDatabase]) {
    const from: Dexie = open(place);
    const to: Dexie = open(copy);
    await from.open();
    const rows = await from.transaction('r', from.tables, async () =>
      Promise.all(from.tables.map(async (table) => table.toArray())),
    );
    for (const [index, table] of from.tables.entries()) {
      await to.table(table.name).bulkPut(rows[index] ?? []);
    }
    from.close();
    to.close();
  }
  return copy;
}

/** A factory whose connections a test can kill, as iOS does in the background. */
export function killableStorage(): { readonly place: DatabasePlace; kill(): void } {
  const connections = new Set<IDBDatabase>();
  const factory = new IDBFactory();
  const indexedDB = new Proxy(factory, {
    get: (target, name) => {
      if (name !== 'open') return Reflect.get(target, name) as unknown;
      return (database: string, version?: number) => {
        const request = target.open(database, version);
        request.addEventListener('success', () => {
          connections.add(request.result);
        });
        return request;
      };
    },
  });
  return {
    place: { indexedDB, IDBKeyRange },
    kill: () => {
      for (const connection of connections) connection.close();
      connections.clear();
    },
  };
}
