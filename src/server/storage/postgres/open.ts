import { createHeadWatch } from '../head-watch.ts';
import { KEPT_MS, type PushOutcome, type Storage, type StorageContext } from '../port.ts';
import { createPushBatch } from '../push-batch.ts';
import { createPushQueue } from '../push-queue.ts';
import type { PushJob } from '../push-rows.ts';
import { readableBuckets } from '../readable-buckets.ts';
import { createAnnouncer, createEar } from './announcer.ts';
import { assertUsable, createPool, inTransaction } from './connection.ts';
import { createDirectoryTable } from './directory-table.ts';
import { createKeptPageTable } from './kept-page-table.ts';
import { migrate } from './migrations.ts';
import { findLinks, findRecords, startPush, writePush } from './push-tables.ts';
import { createRecordTable } from './record-table.ts';
import { openPostgresSnapshot } from './snapshot.ts';

const CONNECTIONS = 10;
/** How soon a record is noticed whose announcement was not heard. */
const WATCH_MS = 2_000;

/**
 * Storage in a PostgreSQL database, which any number of processes may share.
 * @throws StorageProblem unusable-database, newer-data
 */
export async function openPostgresStorage(options: {
  readonly url: string;
  readonly context: StorageContext;
}): Promise<Storage> {
  const { url, context } = options;
  const pool = createPool(url, CONNECTIONS);
  try {
    await assertUsable(pool);
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const directory = createDirectoryTable(pool);
  const records = createRecordTable(pool);
  const keptPages = createKeptPageTable(pool);
  const announcer = createAnnouncer(pool);
  const ear = createEar(url, () => watch.soon());
  const watch = createHeadWatch({
    read: async () => {
      // Without it heads are still read every other second.
      await ear.listen().catch(() => undefined);
      return directory.heads();
    },
    everyMs: WATCH_MS,
  });

  const pushAll = async (programme: string, jobs: readonly PushJob[]): Promise<readonly PushOutcome[]> => {
    const batch = createPushBatch(jobs, context);
    const { outcomes, rows } = await inTransaction(pool, async (client) => {
      batch.begin(await startPush(client, programme, batch.startKeys()));
      batch.addRecords(await findRecords(client, programme, batch.recordKeys()));
      batch.addLinks(await findLinks(client, programme, batch.linkKeys()));
      const decided = batch.decide();
      await writePush(client, programme, decided.rows);
      return decided;
    });
    if (rows.changes.length > 0) {
      announcer.moved(programme, rows.head);
      watch.soon();
    }
    return outcomes;
  };
  // Each programme has a lock of its own: none waits for another's.
  const queues = new Map<string, ReturnType<typeof createPushQueue>>();
  const queueOf = (programme: string) => {
    const queue = queues.get(programme) ?? createPushQueue((jobs) => pushAll(programme, jobs));
    queues.set(programme, queue);
    return queue;
  };
  const { makeId, now } = context;

  return {
    addProgramme: (programme) => directory.addProgramme(programme, makeId()),
    programmes: directory.programmes,
    programme: directory.programme,
    addTeams: (programme, teams) => directory.addTeams(programme, teams),
    teams: directory.teams,
    addAccount: (account) => directory.addAccount(account),
    account: directory.account,
    accounts: directory.accounts,
    history: (programme) => directory.history(programme),
    openReplica: (actor, id) => directory.openReplica(actor, id),
    replicaUser: directory.replicaUser,
    hear: (programme, replica, unsent) => directory.hear(programme, replica, unsent, now()),
    replicas: directory.replicas,
    push: (actor, replica, changes, carrier) =>
      queueOf(actor.programme).push({
        actor,
        replica,
        changes,
        receivedAt: new Date(now()).toISOString(),
        ...(carrier && { carrier }),
      }),
    buckets: async (actor) => {
      const { programme, team } = actor;
      const held = team === null ? [] : await directory.heldNow(programme, team);
      return records.heads(programme, readableBuckets(actor, held));
    },
    rowsAfter: (programme, bucket, after, limit) => records.rowsAfter(programme, bucket, after, limit),
    keptPage: (key) => keptPages.find(key),
    keepPage: (key, page) =>
      keptPages.keep(key, page, new Date(now()).toISOString(), new Date(now() - KEPT_MS).toISOString()),
    record: (programme, id) => records.get(programme, id),
    records: (programme, kind) => records.all(programme, kind),
    changesOf: (programme, record) => records.changesOf(programme, record),
    watch: (listener) => watch.add(listener),
    snapshot: () => openPostgresSnapshot(pool),
    backedUp: (heads) => directory.backedUp(heads),
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.idle()));
      watch.close();
      announcer.close();
      await ear.close();
      await pool.end();
    },
  };
}
