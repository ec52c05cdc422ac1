import { Dexie } from 'dexie';
import type { SampleRecord } from '../sample-records.ts';
import { assertHolds, indexOf } from './map-index.ts';

type Shape = Parameters<typeof indexOf>[0] extends Iterable<infer T> ? T : never;
const shapeOf = ({ body }: SampleRecord) => (body['place'] as { readonly shape: Shape }).shape;

/** The floor of the ordinary way: pages of documents, each document a row. */
async function pull(count: number): Promise<number> {
  const started = performance.now();
  const database = new Dexie('bench-dexie');
  database.version(1).stores({ records: 'id, seq' });
  const table = database.table<SampleRecord & { readonly seq: number }, string>('records');
  for (let after = 0; after < count; ) {
    const response = await fetch(`/rows?after=${after}&limit=1000`);
    const { documents, checkpoint } = (await response.json()) as {
      readonly documents: readonly (SampleRecord & { readonly seq: number })[];
      readonly checkpoint: { readonly seq: number };
    };
    await table.bulkPut([...documents]);
    after = checkpoint.seq;
  }
  const index = indexOf((await table.toArray()).map(shapeOf));
  assertHolds(index.search(-180, -90, 180, 90).length, count);
  const took = performance.now() - started;
  database.close();
  return took;
}

Object.assign(globalThis, { bench: { pull } });
