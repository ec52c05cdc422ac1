import type { DatabaseSync } from 'node:sqlite';
import type { Programme } from '#protocol/wire.ts';
import { type AccountRow, accountOf } from '../account-row.ts';
import type { ProgrammeHead } from '../head-watch.ts';
import type { LastHeard } from '../last-heard.ts';
import type { Account, HeardReplica, History, Named } from '../port.ts';
import type { StoredReplica } from '../push-rows.ts';
import { tagNumber } from '../tag-number.ts';
import { programmeUnknown } from '../storage-problem.ts';

/** Programmes and who works in them, and the replicas they work on, as they are read. */
export function createDirectoryTable(db: DatabaseSync) {
  const programmes = db.prepare('SELECT settings FROM programme ORDER BY id');
  const programme = db.prepare('SELECT settings FROM programme WHERE id = ?');
  const teams = db.prepare('SELECT id, name FROM team WHERE programme = ? ORDER BY id');
  const account = db.prepare('SELECT * FROM account WHERE user_id = ?');
  const accounts = db.prepare('SELECT * FROM account WHERE programme = ? ORDER BY user_name');
  const history = db.prepare(`
    SELECT epoch, backed_up FROM programme JOIN epoch ON epoch.programme = programme.id AND last_seq IS NULL
    WHERE programme.id = ?`);
  const lastSeqs = db.prepare(`
    SELECT epoch, coalesce(last_seq, head) AS last FROM epoch JOIN programme ON programme.id = epoch.programme
    WHERE epoch.programme = ?`);
  const head = db.prepare('SELECT head FROM programme WHERE id = ?');
  const heads = db.prepare('SELECT id AS programme, head FROM programme');
  const replica = db.prepare(`
    SELECT id, tag, decided, user_id AS userId FROM replica WHERE programme = ? AND id = ?`);
  const replicas = db.prepare(`
    SELECT id, tag, decided, user_id AS userId, unsent, heard_at AS heardAt, (
      SELECT count(*) FROM refused_change f WHERE f.programme = r.programme AND f.replica = r.id AND f.reason = 'void'
        AND NOT EXISTS (SELECT 1 FROM change c WHERE c.programme = f.programme AND c.id = f.id)
    ) AS announced
    FROM replica r WHERE programme = ? ORDER BY tag`);
  const heard = db.prepare('SELECT unsent, heard_at AS heardAt FROM replica WHERE programme = ? AND id = ?');
  const countReplicas = db.prepare('SELECT count(*) AS count FROM replica WHERE programme = ?');
  const heldNow = db.prepare(
    'SELECT task FROM task_team WHERE programme = ? AND team = ? AND present = 1 ORDER BY task',
  );

  return {
    programmes: () => programmes.all().map((row) => JSON.parse(String(row.settings)) as Programme),
    programme(id: string): Programme | undefined {
      const row = programme.get(id);
      return row && (JSON.parse(String(row.settings)) as Programme);
    },
    teams: (programmeId: string): Named[] =>
      teams.all(programmeId).map((row) => ({ id: String(row.id), name: String(row.name) })),
    account(userId: string): Account | undefined {
      const row = account.get(userId) as AccountRow | undefined;
      return row && accountOf(row);
    },
    accounts: (programmeId: string) => (accounts.all(programmeId) as unknown as AccountRow[]).map(accountOf),
    history(programmeId: string): History {
      const row = history.get(programmeId);
      if (!row) throw programmeUnknown(programmeId);
      return { epoch: String(row.epoch), backedUpSeq: Number(row.backed_up) };
    },
    lastSeqs: (programmeId: string): ReadonlyMap<string, number> =>
      new Map(lastSeqs.all(programmeId).map((row) => [String(row.epoch), Number(row.last)])),
    head(programmeId: string): number {
      const row = head.get(programmeId);
      if (!row) throw programmeUnknown(programmeId);
      return Number(row.head);
    },
    heads: () => heads.all() as unknown as ProgrammeHead[],
    replica: (programmeId: string, id: string) => replica.get(programmeId, id) as StoredReplica | undefined,
    replicas: (programmeId: string) => replicas.all(programmeId) as unknown as HeardReplica[],
    heard: (programmeId: string, id: string) => heard.get(programmeId, id) as LastHeard | undefined,
    nextTag: (programmeId: string): number =>
      tagNumber(
        Number(countReplicas.get(programmeId)?.count),
        String(history.get(programmeId)?.epoch),
        lastSeqs.all(programmeId).length,
      ),
    /** Tasks that the team holds. */
    heldNow: (programmeId: string, team: string) =>
      heldNow.all(programmeId, team).map((row) => String(row.task)),
  };
}
export type DirectoryTable = ReturnType<typeof createDirectoryTable>;
