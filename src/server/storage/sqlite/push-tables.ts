import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Programme } from '#protocol/wire.ts';
import { type AcceptedRow, acceptedAnswer, type RefusalRow, refusedAnswer } from '../answer-row.ts';
import {
  type LinkKeys,
  type LinksFound,
  onConflict,
  type PushRows,
  type PushTable,
  pushTables,
  type RecordsFound,
  rowsByTable,
  type Start,
  type StartKeys,
} from '../push-rows.ts';
import { mergeStateOf, RECORD_COLUMNS, type RecordRow } from '../record-row.ts';
import { programmeUnknown } from '../storage-problem.ts';
import type { DirectoryTable } from './directory-table.ts';

/** What a batch of pushes looks up and writes. To be used inside one write transaction. */
export function createPushTables(db: DatabaseSync, directory: DirectoryTable) {
  const accepted = db.prepare(`
    SELECT id, hash, seq, outcome, held FROM change WHERE programme = ? AND id = ?`);
  const refused = db.prepare(`
    SELECT id, hash, reason, message, replica, n FROM refused_change WHERE programme = ? AND id = ?
    ORDER BY replica, n`);
  const record = db.prepare(`SELECT ${RECORD_COLUMNS} FROM record r WHERE r.programme = ? AND r.id = ?`);
  const elsewhere = db.prepare(
    'SELECT 1 FROM record WHERE programme IN (SELECT id FROM programme WHERE id <> ?) AND id = ?',
  );
  const held = db.prepare('SELECT 1 FROM task_team WHERE programme = ? AND team = ? AND task = ?');
  const log = db.prepare(
    'SELECT record, seq, id FROM change WHERE programme = ? AND record = ? AND seq > ? ORDER BY seq',
  );
  const addReplica = db.prepare(
    'INSERT INTO replica (programme, id, user_id, tag, decided) VALUES (?, ?, ?, ?, ?)',
  );
  const moveReplica = db.prepare('UPDATE replica SET decided = ? WHERE programme = ? AND id = ?');
  const setHead = db.prepare('UPDATE programme SET head = ? WHERE id = ?');
  const inserts = (Object.keys(pushTables) as PushTable[]).map((table) => writerOf(db, table));

  const answersOf = (programme: string, id: string) => [
    ...(accepted.all(programme, id) as unknown as AcceptedRow[]).map(acceptedAnswer),
    ...(refused.all(programme, id) as unknown as RefusalRow[]).map(refusedAnswer),
  ];
  const recordsOf = (programme: string, ids: readonly string[]) =>
    ids.flatMap((id) => {
      const row = record.get(programme, id) as RecordRow | undefined;
      return row ? [mergeStateOf(row)] : [];
    });

  return {
    start(programme: string, keys: StartKeys): Start {
      const settings: Programme | undefined = directory.programme(programme);
      if (!settings) throw programmeUnknown(programme);
      const replicas = keys.replicas.flatMap((id) => directory.replica(programme, id) ?? []);
      const areKnown = replicas.length === keys.replicas.length;
      const answers: Start['answers'][number][] = [];
      for (const id of keys.changes) answers.push(...answersOf(programme, id));
      return {
        programme: settings,
        head: directory.head(programme),
        history: directory.history(programme),
        lastSeqs: directory.lastSeqs(programme),
        replicas,
        nextTag: areKnown ? 0 : directory.nextTag(programme),
        answers,
      };
    },
    records: (programme: string, ids: readonly string[]): RecordsFound => ({
      records: recordsOf(programme, ids),
      elsewhere: ids.filter((id) => elsewhere.get(programme, id) !== undefined),
    }),
    links: (programme: string, { tasks, holders, logs }: LinkKeys): LinksFound => ({
      tasks: recordsOf(programme, tasks),
      held: holders.teams.flatMap((team) =>
        holders.tasks.flatMap((task) => (held.get(programme, team, task) ? [{ team, task }] : [])),
      ),
      logs: logs.flatMap(
        ({ record: of, after }) => log.all(programme, of, after) as unknown as LinksFound['logs'],
      ),
    }),
    write(programme: string, rows: PushRows): void {
      for (const insert of inserts) insert(programme, rows);
      for (const { id, userId, tag, decided } of rows.newReplicas)
        addReplica.run(programme, id, userId, tag, decided);
      for (const { id, decided } of rows.movedReplicas) moveReplica.run(decided, programme, id);
      if (rows.changes.length > 0) setHead.run(rows.head, programme);
    },
  };
}

function writerOf(db: DatabaseSync, table: PushTable) {
  const names = Object.keys(pushTables[table]);
  const insert = db.prepare(`
    INSERT INTO ${table} (programme, ${names.join(', ')}) VALUES (?${', ?'.repeat(names.length)})
    ${onConflict[table]}`);
  return (programme: string, rows: PushRows): void => {
    for (const row of rowsByTable(rows)[table] as readonly unknown[] as readonly Record<
      string,
      SQLInputValue
    >[]) {
      insert.run(programme, ...names.map((name) => row[name] ?? null));
    }
  };
}
