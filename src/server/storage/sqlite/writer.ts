import type { DatabaseSync } from 'node:sqlite';
import { replicaTag } from '#domain/record-code.ts';
import { ownReplica } from '../own-replica.ts';
import type { PushOutcome, StorageContext } from '../port.ts';
import { createPushBatch } from '../push-batch.ts';
import type { PushJob } from '../push-rows.ts';
import { accountExists, programmeExists } from '../storage-problem.ts';
import { inWrite } from './connection.ts';
import { createDirectoryTable } from './directory-table.ts';
import { createKeptPageTable } from './kept-page-table.ts';
import { createPushTables } from './push-tables.ts';
import type { Writer } from './write-calls.ts';

/** All that is written to a data folder, each call in one transaction. Its connection does nothing else. */
export function createWriter(db: DatabaseSync, context: StorageContext): Writer {
  const directory = createDirectoryTable(db);
  const tables = createPushTables(db, directory);
  const addProgramme = db.prepare(
    'INSERT INTO programme (id, short, settings) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const addEpoch = db.prepare('INSERT INTO epoch (programme, epoch) VALUES (?, ?)');
  const addTeam = db.prepare(
    'INSERT INTO team (programme, id, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const addAccount = db.prepare(`
    INSERT INTO account (programme, user_id, user_name, name, role, team) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`);
  const hear = db.prepare('UPDATE replica SET unsent = ?, heard_at = ? WHERE programme = ? AND id = ?');
  const backedUp = db.prepare('UPDATE programme SET backed_up = max(backed_up, ?) WHERE id = ?');
  const keptPages = createKeptPageTable(db);
  const addReplica = db.prepare('INSERT INTO replica (programme, id, user_id, tag) VALUES (?, ?, ?, ?)');

  return {
    addProgramme: (made, epoch) =>
      inWrite(db, () => {
        if (addProgramme.run(made.id, made.short, JSON.stringify(made)).changes === 0) {
          throw programmeExists(made.short);
        }
        addEpoch.run(made.id, epoch);
      }),
    addTeams: (programme, teams) =>
      inWrite(db, () => {
        for (const { id, name } of teams) addTeam.run(programme, id, name);
      }),
    addAccount: ({ programme, userId, userName, name, role, team }) =>
      inWrite(db, () => {
        if (addAccount.run(programme, userId, userName, name, role, team).changes === 0) {
          throw accountExists(userName);
        }
      }),
    openReplica: (actor, id) =>
      inWrite(db, () => {
        const found = directory.replica(actor.programme, id);
        if (found) return ownReplica(actor, found);
        const tag = replicaTag(directory.nextTag(actor.programme));
        addReplica.run(actor.programme, id, actor.userId, tag);
        return { id, tag, decided: 0 };
      }),
    hear: (programme, replica, unsent, at) =>
      inWrite(db, () => {
        hear.run(unsent, at, programme, replica);
      }),
    keepPage: (key, page, madeAt, olderThan) =>
      inWrite(db, () => keptPages.keep(key, page, madeAt, olderThan)),
    backedUp: (heads) =>
      inWrite(db, () => {
        for (const [programme, head] of heads) backedUp.run(head, programme);
      }),
    push: (jobs) => {
      const programmes = [...new Set(jobs.map(({ actor }) => actor.programme))];
      const batches = programmes.map((programme) => {
        const own = jobs.filter(({ actor }) => actor.programme === programme);
        return { programme, own, batch: createPushBatch(own, context) };
      });
      return inWrite(db, () => {
        const answers = new Map<PushJob, PushOutcome>();
        for (const { programme, own, batch } of batches) {
          batch.begin(tables.start(programme, batch.startKeys()));
          batch.addRecords(tables.records(programme, batch.recordKeys()));
          batch.addLinks(tables.links(programme, batch.linkKeys()));
          const { outcomes, rows } = batch.decide();
          tables.write(programme, rows);
          own.forEach((job, index) => answers.set(job, outcomes[index] as PushOutcome));
        }
        return jobs.map((job) => answers.get(job) as PushOutcome);
      });
    },
    close: () => db.close(),
  };
}
