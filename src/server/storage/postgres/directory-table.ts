import { replicaTag } from '#domain/record-code.ts';
import type { Programme } from '#protocol/wire.ts';
import { type AccountRow, accountOf } from '../account-row.ts';
import type { ProgrammeHead } from '../head-watch.ts';
import { ownReplica } from '../own-replica.ts';
import { isNews, type LastHeard } from '../last-heard.ts';
import type { Account, Actor, HeardReplica, History, Named, Replica } from '../port.ts';
import type { StoredReplica } from '../push-rows.ts';
import { tagNumber } from '../tag-number.ts';
import { accountExists, programmeExists, programmeUnknown } from '../storage-problem.ts';
import { type Client, inTransaction, type Pool } from './connection.ts';

type Settings = { readonly settings: string };
const programmeOf = ({ settings }: Settings) => JSON.parse(settings) as Programme;

/** Programmes and who works in them, and the replicas they work on. */
export function createDirectoryTable(pool: Pool) {
  const rows = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await pool.query<Row>(text, [...values])).rows;

  return {
    addProgramme: (made: Programme, epoch: string): Promise<void> =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          'INSERT INTO programme (id, short, settings) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
          [made.id, made.short, JSON.stringify(made)],
        );
        if (rowCount === 0) throw programmeExists(made.short);
        await client.query('INSERT INTO epoch (programme, epoch) VALUES ($1, $2)', [made.id, epoch]);
      }),
    programmes: async () =>
      (await rows<Settings>('SELECT settings FROM programme ORDER BY id')).map(programmeOf),
    programme: async (id: string): Promise<Programme | undefined> =>
      (await rows<Settings>('SELECT settings FROM programme WHERE id = $1', [id])).map(programmeOf)[0],
    async addTeams(programme: string, teams: readonly Named[]): Promise<void> {
      await pool.query(
        `INSERT INTO team (programme, id, name) SELECT $1, * FROM unnest($2::text[], $3::text[])
         ON CONFLICT DO NOTHING`,
        [programme, teams.map(({ id }) => id), teams.map(({ name }) => name)],
      );
    },
    teams: (programme: string): Promise<Named[]> =>
      rows('SELECT id, name FROM team WHERE programme = $1 ORDER BY id', [programme]),
    async addAccount({ programme, userId, userName, name, role, team }: Account): Promise<void> {
      const { rowCount } = await pool.query(
        `INSERT INTO account (programme, user_id, user_name, name, role, team) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING`,
        [programme, userId, userName, name, role, team],
      );
      if (rowCount === 0) throw accountExists(userName);
    },
    account: async (userId: string): Promise<Account | undefined> =>
      (await rows<AccountRow>('SELECT * FROM account WHERE user_id = $1', [userId])).map(accountOf)[0],
    accounts: async (programme: string): Promise<Account[]> =>
      (
        await rows<AccountRow>('SELECT * FROM account WHERE programme = $1 ORDER BY user_name', [programme])
      ).map(accountOf),
    async history(programme: string): Promise<History> {
      const [found] = await rows<History>(
        `SELECT epoch, backed_up AS "backedUpSeq" FROM programme
         JOIN epoch ON epoch.programme = programme.id AND last_seq IS NULL WHERE programme.id = $1`,
        [programme],
      );
      if (!found) throw programmeUnknown(programme);
      return found;
    },
    heads: () => rows<ProgrammeHead>('SELECT id AS programme, head FROM programme'),
    async openReplica(actor: Actor, id: string): Promise<Replica | undefined> {
      const { programme, userId } = actor;
      const [known] = await replicasOf(pool, programme, [id]);
      if (known) return ownReplica(actor, known);
      return inTransaction(pool, async (client) => {
        await lockProgramme(client, programme);
        const [meanwhile] = await replicasOf(client, programme, [id]);
        if (meanwhile) return ownReplica(actor, meanwhile);
        const tag = replicaTag(await nextTag(client, programme));
        await client.query('INSERT INTO replica (programme, id, user_id, tag) VALUES ($1, $2, $3, $4)', [
          programme,
          id,
          userId,
          tag,
        ]);
        return { id, tag, decided: 0 };
      });
    },
    replicaUser: async (programme: string, id: string): Promise<string | undefined> =>
      (await replicasOf(pool, programme, [id]))[0]?.userId,
    async hear(programme: string, id: string, unsent: number, now: number): Promise<void> {
      const [known] = await rows<LastHeard>(
        'SELECT unsent, heard_at AS "heardAt" FROM replica WHERE programme = $1 AND id = $2',
        [programme, id],
      );
      if (!isNews(known, unsent, now)) return;
      await pool.query({
        name: 'hear',
        text: 'UPDATE replica SET unsent = $1, heard_at = $2 WHERE programme = $3 AND id = $4',
        values: [unsent, new Date(now).toISOString(), programme, id],
      });
    },
    replicas: (programme: string): Promise<HeardReplica[]> =>
      rows(
        `SELECT id, tag, decided, user_id AS "userId", unsent, heard_at AS "heardAt", (
           SELECT count(*) FROM refused_change f
           WHERE f.programme = r.programme AND f.replica = r.id AND f.reason = 'void'
             AND NOT EXISTS (SELECT FROM change c WHERE c.programme = f.programme AND c.id = f.id)
         ) AS announced
         FROM replica r WHERE programme = $1 ORDER BY tag`,
        [programme],
      ),
    async backedUp(heads: ReadonlyMap<string, number>): Promise<void> {
      await pool.query(
        `UPDATE programme SET backed_up = greatest(backed_up, known.head)
         FROM unnest($1::text[], $2::bigint[]) AS known (id, head) WHERE programme.id = known.id`,
        [[...heads.keys()], [...heads.values()]],
      );
    },
    /** Tasks that the team holds. */
    heldNow: async (programme: string, team: string): Promise<string[]> =>
      (
        await rows<{ readonly task: string }>(
          'SELECT task FROM task_team WHERE programme = $1 AND team = $2 AND present = 1 ORDER BY task',
          [programme, team],
        )
      ).map(({ task }) => task),
  };
}

/** Nothing of the programme is pushed by anybody else until the transaction ends; what is read after it is the latest. */
export async function lockProgramme(client: Client, programme: string) {
  const { rows } = await client.query<Settings & { readonly head: number; readonly backed_up: number }>({
    name: 'lock-programme',
    text: 'SELECT settings, head, backed_up FROM programme WHERE id = $1 FOR NO KEY UPDATE',
    values: [programme],
  });
  const [row] = rows;
  if (!row) throw programmeUnknown(programme);
  return { programme: programmeOf(row), head: row.head, backedUpSeq: row.backed_up };
}

export async function replicasOf(db: Pool | Client, programme: string, ids: readonly string[]) {
  const { rows } = await db.query<StoredReplica>({
    name: 'replicas',
    text: `SELECT id, tag, decided, user_id AS "userId" FROM replica WHERE programme = $1 AND id = ANY($2::text[])`,
    values: [programme, ids],
  });
  return rows;
}

export async function nextTag(client: Client, programme: string): Promise<number> {
  const { rows } = await client.query<{ count: number; epoch: string; histories: number }>({
    name: 'next-tag',
    text: `SELECT (SELECT count(*) FROM replica WHERE programme = $1) AS count,
        (SELECT epoch FROM epoch WHERE programme = $1 AND last_seq IS NULL) AS epoch,
        (SELECT count(*) FROM epoch WHERE programme = $1) AS histories`,
    values: [programme],
  });
  const [row] = rows;
  return row ? tagNumber(row.count, row.epoch, row.histories) : 0;
}
