import type { RecordState } from '#protocol/record.ts';
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
import type { Client } from './connection.ts';
import { nextTag, lockProgramme, replicasOf } from './directory-table.ts';

const rowsOf = async <Row extends object>(
  client: Client,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> => (await client.query<Row>({ name, text, values: [...values] })).rows;

/*
 * Each key is looked up by itself (LATERAL, and OFFSET 0 so that it stays so). Given a list, a planner that does not know
 * the tables yet reads all of a programme instead.
 */

/** The first look-up of a batch. Locks the programme until the transaction ends. */
export async function startPush(client: Client, programme: string, keys: StartKeys): Promise<Start> {
  const locked = await lockProgramme(client, programme);
  // Read after the lock: each statement sees what was committed before it.
  const epochs = await rowsOf<{ epoch: string; last: number | null }>(
    client,
    'epochs',
    'SELECT epoch, last_seq AS last FROM epoch WHERE programme = $1',
    [programme],
  );
  const replicas = await replicasOf(client, programme, keys.replicas);
  const areKnown = replicas.length === keys.replicas.length;
  const accepted = await rowsOf<AcceptedRow>(
    client,
    'accepted',
    `SELECT found.* FROM unnest($2::text[]) AS asked (id) CROSS JOIN LATERAL (
       SELECT id, hash, seq, outcome, held FROM change WHERE programme = $1 AND id = asked.id OFFSET 0
     ) AS found`,
    [programme, keys.changes],
  );
  const refused = await rowsOf<RefusalRow>(
    client,
    'refused',
    `SELECT found.* FROM unnest($2::text[]) AS asked (id) CROSS JOIN LATERAL (
       SELECT id, hash, reason, message, replica, n FROM refused_change
       WHERE programme = $1 AND id = asked.id OFFSET 0
     ) AS found ORDER BY replica, n`,
    [programme, keys.changes],
  );
  return {
    programme: locked.programme,
    head: locked.head,
    history: {
      epoch: epochs.find(({ last }) => last === null)?.epoch ?? '',
      backedUpSeq: locked.backedUpSeq,
    },
    lastSeqs: new Map(epochs.map(({ epoch, last }) => [epoch, last ?? locked.head])),
    replicas,
    nextTag: areKnown ? 0 : await nextTag(client, programme),
    answers: [...accepted.map(acceptedAnswer), ...refused.map(refusedAnswer)],
  };
}

async function recordsOf(client: Client, programme: string, ids: readonly string[]): Promise<RecordState[]> {
  if (ids.length === 0) return [];
  const rows = await rowsOf<RecordRow>(
    client,
    'records',
    `SELECT found.* FROM unnest($2::text[]) AS asked (id) CROSS JOIN LATERAL (
       SELECT ${RECORD_COLUMNS} FROM record r WHERE r.programme = $1 AND r.id = asked.id OFFSET 0
     ) AS found`,
    [programme, ids],
  );
  return rows.map(mergeStateOf);
}

export async function findRecords(
  client: Client,
  programme: string,
  ids: readonly string[],
): Promise<RecordsFound> {
  const records = await recordsOf(client, programme, ids);
  const elsewhere = await rowsOf<{ id: string }>(
    client,
    'elsewhere',
    `SELECT DISTINCT found.id FROM unnest($2::text[]) AS asked (id)
     CROSS JOIN (SELECT id FROM programme WHERE id <> $1) AS other
     CROSS JOIN LATERAL (
       SELECT id FROM record WHERE programme = other.id AND record.id = asked.id OFFSET 0
     ) AS found`,
    [programme, ids],
  );
  return { records, elsewhere: elsewhere.map(({ id }) => id) };
}

export async function findLinks(
  client: Client,
  programme: string,
  { tasks, holders, logs }: LinkKeys,
): Promise<LinksFound> {
  const held =
    holders.teams.length === 0 || holders.tasks.length === 0
      ? []
      : await rowsOf<LinksFound['held'][number]>(
          client,
          'held',
          `SELECT found.* FROM unnest($2::text[]) AS asked (team) CROSS JOIN unnest($3::text[]) AS of (task)
           CROSS JOIN LATERAL (
             SELECT team, task FROM task_team
             WHERE programme = $1 AND team = asked.team AND task = of.task OFFSET 0
           ) AS found`,
          [programme, holders.teams, holders.tasks],
        );
  const logged =
    logs.length === 0
      ? []
      : await rowsOf<LinksFound['logs'][number]>(
          client,
          'logs',
          `SELECT found.* FROM unnest($2::text[], $3::bigint[]) AS asked (record, after)
           CROSS JOIN LATERAL (
             SELECT record, seq, id FROM change
             WHERE programme = $1 AND record = asked.record AND seq > asked.after OFFSET 0
           ) AS found ORDER BY seq`,
          [programme, logs.map(({ record }) => record), logs.map(({ after }) => after)],
        );
  return { tasks: await recordsOf(client, programme, tasks), held, logs: logged };
}

/** Writes all rows of a table with one statement. */
export async function writePush(client: Client, programme: string, rows: PushRows): Promise<void> {
  const byTable = rowsByTable(rows);
  for (const [table, { text, names }] of inserts) {
    const list = byTable[table] as readonly unknown[] as readonly Record<string, unknown>[];
    if (list.length === 0) continue;
    const columns = names.map((name) => list.map((row) => row[name]));
    await client.query({ name: `write-${table}`, text, values: [programme, ...columns] });
  }
  if (rows.newReplicas.length > 0) {
    await client.query({
      name: 'add-replicas',
      text: `INSERT INTO replica (programme, id, user_id, tag, decided)
        SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[])`,
      values: [programme, ...columnsOf(rows.newReplicas, ['id', 'userId', 'tag', 'decided'])],
    });
  }
  if (rows.movedReplicas.length > 0) {
    await client.query({
      name: 'move-replicas',
      text: `UPDATE replica SET decided = moved.decided
        FROM unnest($2::text[], $3::bigint[]) AS moved (id, decided)
        WHERE replica.programme = $1 AND replica.id = moved.id`,
      values: [programme, ...columnsOf(rows.movedReplicas, ['id', 'decided'])],
    });
  }
  if (rows.changes.length > 0) {
    const text = 'UPDATE programme SET head = $2 WHERE id = $1';
    await client.query({ name: 'set-head', text, values: [programme, rows.head] });
  }
}

const columnsOf = <Row, Name extends keyof Row>(rows: readonly Row[], names: readonly Name[]) =>
  names.map((name) => rows.map((row) => row[name]));

const inserts = (Object.keys(pushTables) as PushTable[]).map((table) => {
  const columns = Object.entries<'text' | 'number'>(pushTables[table]);
  const names = columns.map(([name]) => name);
  const lists = columns.map(([, type], at) => `$${at + 2}::${type === 'number' ? 'bigint' : 'text'}[]`);
  const text = `INSERT INTO ${table} (programme, ${names.join(', ')})
    SELECT $1, * FROM unnest(${lists.join(', ')}) ${onConflict[table]}`;
  return [table, { text, names }] as const;
});
