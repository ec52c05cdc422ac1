import { createRxDatabase, type RxCollection } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { SampleRecord } from '../sample-records.ts';
import { assertHolds, indexOf } from './map-index.ts';

type Shape = Parameters<typeof indexOf>[0] extends Iterable<infer T> ? T : never;
interface Row extends SampleRecord {
  readonly seq: number;
}
interface Checkpoint {
  readonly seq: number;
}

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    seq: { type: 'number' },
    kind: { type: 'string' },
    author: { type: 'string' },
    recordedAt: { type: 'string' },
    body: { type: 'object' },
  },
  required: ['id', 'seq', 'kind', 'body'],
} as const;

/** Its own replication over HTTP, in the batches in which it was quickest, without the checks of its development mode. */
async function pull(count: number, batchSize: number): Promise<number> {
  const started = performance.now();
  const database = await createRxDatabase({
    name: 'bench-rxdb',
    storage: getRxStorageDexie(),
    multiInstance: false,
  });
  const { records } = (await database.addCollections({ records: { schema } })) as {
    readonly records: RxCollection<Row>;
  };
  const replication = replicateRxCollection<Row, Checkpoint>({
    collection: records,
    replicationIdentifier: 'bench',
    live: false,
    waitForLeadership: false,
    pull: {
      batchSize,
      handler: async (checkpoint, limit) => {
        const response = await fetch(`/rows?after=${checkpoint?.seq ?? 0}&limit=${limit}`);
        return (await response.json()) as {
          documents: (Row & { _deleted: boolean })[];
          checkpoint: Checkpoint;
        };
      },
    },
  });
  await replication.awaitInitialReplication();
  const all = await records.find().exec();
  const index = indexOf(all.map(({ body }) => (body['place'] as { readonly shape: Shape }).shape));
  assertHolds(index.search(-180, -90, 180, 90).length, count);
  const took = performance.now() - started;
  await database.close();
  return took;
}

Object.assign(globalThis, { bench: { pull } });
