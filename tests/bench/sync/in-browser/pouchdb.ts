import PouchDB from 'pouchdb-browser';
import type { SampleRecord } from '../sample-records.ts';
import { assertHolds, indexOf } from './map-index.ts';

type Shape = Parameters<typeof indexOf>[0] extends Iterable<infer T> ? T : never;

const remote = (name: string) => new PouchDB(`${location.origin}/db/${name}`, { skip_setup: true });

async function pull(count: number, batchSize: number): Promise<number> {
  const started = performance.now();
  const local = new PouchDB('bench-pouchdb', { adapter: 'idb', auto_compaction: false });
  await local.replicate.from(remote('records'), { batch_size: batchSize });
  const { rows } = await local.allDocs({ include_docs: true });
  const index = indexOf(
    rows.map(({ doc }) => ((doc as SampleRecord).body['place'] as { readonly shape: Shape }).shape),
  );
  assertHolds(index.search(-180, -90, 180, 90).length, count);
  const took = performance.now() - started;
  await local.close();
  return took;
}

/** The time of sending alone: the documents are on the phone already. */
async function push(records: readonly SampleRecord[], batchSize: number, name: string): Promise<number> {
  const local = new PouchDB('bench-pouchdb-push', { adapter: 'idb' });
  await local.bulkDocs(records.map(({ id, ...rest }) => ({ _id: id, ...rest })));
  const target = remote(name);
  const started = performance.now();
  const done = await local.replicate.to(target, { batch_size: batchSize });
  const took = performance.now() - started;
  if (done.docs_written !== records.length) throw new Error(`Only ${done.docs_written} were sent.`);
  await local.close();
  return took;
}

Object.assign(globalThis, { bench: { pull, push } });
