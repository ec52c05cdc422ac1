import type { Storage, StorageContext } from '../port.ts';
import { createChangeTable } from './change-table.ts';
import { databaseFile, inWrite, openConnection } from './connection.ts';
import { createDirectoryTable } from './directory-table.ts';
import { migrate } from './migrations.ts';
import { pushInto } from './push.ts';
import { createRecordTable } from './record-table.ts';
import { createTaskTeamTable } from './task-team-table.ts';

/**
 * Storage in one file of the data folder, which is made when it is missing.
 * @throws StorageProblem unusable-folder, newer-data
 */
export async function openSqliteStorage(options: {
  readonly folder: string;
  readonly context: StorageContext;
}): Promise<Storage> {
  const { context } = options;
  const db = openConnection(databaseFile(options.folder));
  migrate(db);
  const directory = createDirectoryTable(db);
  const records = createRecordTable(db);
  const changes = createChangeTable(db);
  const taskTeams = createTaskTeamTable(db);
  const tables = { directory, records, changes, taskTeams };

  return {
    addProgramme: async (programme) => inWrite(db, () => directory.addProgramme(programme, context.makeId())),
    programmes: async () => directory.programmes(),
    programme: async (id) => directory.programme(id),
    addTeams: async (programme, teams) => inWrite(db, () => directory.addTeams(programme, teams)),
    teams: async (programme) => directory.teams(programme),
    addAccount: async (account) => inWrite(db, () => directory.addAccount(account)),
    account: async (userId) => directory.account(userId),
    accounts: async (programme) => directory.accounts(programme),
    history: async (programme) => directory.history(programme),
    openReplica: async (actor, id) => inWrite(db, () => directory.openReplica(actor, id)),
    push: async (actor, replica, list) => inWrite(db, () => pushInto(tables, context, actor, replica, list)),
    buckets: async ({ programme, role, team }) => {
      const own = team === null ? [] : taskTeams.heldNow(programme, team).map((task) => `task:${task}`);
      const names = role === 'supervisor' ? ['all'] : team === null ? [] : [`team:${team}`, ...own];
      return names.map((bucket) => ({ bucket, head: records.head(programme, bucket) }));
    },
    rowsAfter: async (programme, bucket, after, limit) => records.rowsAfter(programme, bucket, after, limit),
    record: async (programme, id) => records.get(programme, id),
    records: (programme, kind) => records.all(programme, kind),
    changesOf: async (programme, record) => changes.historyOf(programme, record),
    close: async () => db.close(),
  };
}
