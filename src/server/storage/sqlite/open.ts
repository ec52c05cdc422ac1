import { KEPT_MS, type Storage, type StorageContext } from '../port.ts';
import { readSecret } from '../../auth/secret.ts';
import { createHeadWatch } from '../head-watch.ts';
import { isNews } from '../last-heard.ts';
import { ownReplica } from '../own-replica.ts';
import { createPushQueue } from '../push-queue.ts';
import { readableBuckets } from '../readable-buckets.ts';
import { createChangeTable } from './change-table.ts';
import { databaseFile, openConnection, openReading } from './connection.ts';
import { createDirectoryTable } from './directory-table.ts';
import { createKeptPageTable } from './kept-page-table.ts';
import { migrate } from './migrations.ts';
import { createRecordTable } from './record-table.ts';
import { openSqliteSnapshot } from './snapshot.ts';
import { createThreadWriter } from './thread-writer.ts';
import { type WriteCalls, writeHere } from './write-calls.ts';
import { createWriter } from './writer.ts';

/** How soon a record that another process wrote is noticed. */
const WATCH_MS = 500;

/**
 * Storage in one file of the data folder, which is made when it is missing. One connection writes; another reads.
 * @throws StorageProblem unusable-folder, newer-data
 */
export async function openSqliteStorage(options: {
  readonly folder: string;
  readonly context: StorageContext;
  /** Write in a thread of its own: the address of a module that makes the context there. */
  readonly threadContext?: string | undefined;
}): Promise<Storage> {
  const { context, threadContext } = options;
  const path = databaseFile(options.folder);
  const writer = openWriter(path, context, threadContext);
  const db = openReading(path);
  const directory = createDirectoryTable(db);
  const records = createRecordTable(db);
  const changes = createChangeTable(db);
  const keptPages = createKeptPageTable(db);
  const watch = createHeadWatch({
    read: async () => directory.heads(),
    everyMs: WATCH_MS,
  });
  const queue = createPushQueue(async (jobs) => {
    const outcomes = await writer.push(jobs);
    watch.soon();
    return outcomes;
  });
  const { makeId, now } = context;

  return {
    addProgramme: (programme) => writer.addProgramme(programme, makeId()),
    programmes: async () => directory.programmes(),
    programme: async (id) => directory.programme(id),
    addTeams: (programme, teams) => writer.addTeams(programme, teams),
    teams: async (programme) => directory.teams(programme),
    addAccount: (account) => writer.addAccount(account),
    account: async (userId) => directory.account(userId),
    accounts: async (programme) => directory.accounts(programme),
    history: async (programme) => directory.history(programme),
    openReplica: async (actor, id) => {
      const found = directory.replica(actor.programme, id);
      return found ? ownReplica(actor, found) : writer.openReplica(actor, id);
    },
    replicaUser: async (programme, id) => directory.replica(programme, id)?.userId,
    hear: async (programme, id, unsent) => {
      if (!isNews(directory.heard(programme, id), unsent, now())) return;
      await writer.hear(programme, id, unsent, new Date(now()).toISOString());
    },
    replicas: async (programme) => directory.replicas(programme),
    push: (actor, replica, list, carrier) =>
      queue.push({
        actor,
        replica,
        changes: list,
        receivedAt: new Date(now()).toISOString(),
        ...(carrier && { carrier }),
      }),
    buckets: async (actor) => {
      const { programme, team } = actor;
      const held = team === null ? [] : directory.heldNow(programme, team);
      return readableBuckets(actor, held).map((bucket) => ({
        bucket,
        head: records.head(programme, bucket),
      }));
    },
    rowsAfter: async (programme, bucket, after, limit) => records.rowsAfter(programme, bucket, after, limit),
    keptPage: async (key) => keptPages.find(key),
    keepPage: (key, page) =>
      writer.keepPage(key, page, new Date(now()).toISOString(), new Date(now() - KEPT_MS).toISOString()),
    record: async (programme, id) => records.get(programme, id),
    records: (programme, kind) => records.all(programme, kind),
    changesOf: async (programme, record) => changes.historyOf(programme, record),
    watch: (listener) => watch.add(listener),
    snapshot: async () => openSqliteSnapshot(path, readSecret(options.folder)),
    backedUp: (heads) => writer.backedUp(heads),
    close: async () => {
      await queue.idle();
      watch.close();
      await writer.close();
      db.close();
    },
  };
}

function openWriter(path: string, context: StorageContext, contextModule: string | undefined): WriteCalls {
  const db = openConnection(path);
  migrate(db);
  if (contextModule === undefined) return writeHere(createWriter(db, context));
  db.close();
  return createThreadWriter({ path, contextModule });
}
