import type { DatabaseSync } from 'node:sqlite';
import { replicaTag } from '#domain/record-code.ts';
import type { Programme } from '#protocol/wire.ts';
import type { Account, Actor, History, Named, Replica } from '../port.ts';
import { StorageProblem } from '../storage-problem.ts';

interface AccountRow {
  readonly user_id: string;
  readonly user_name: string;
  readonly name: string;
  readonly programme: string;
  readonly role: Account['role'];
  readonly team: string | null;
}

const accountOf = (row: AccountRow): Account => ({
  userId: row.user_id,
  userName: row.user_name,
  name: row.name,
  programme: row.programme,
  role: row.role,
  team: row.team,
});

export type DirectoryTable = ReturnType<typeof createDirectoryTable>;

/** Programmes and who works in them, and the replicas they work on. Writing is done inside the caller's transaction. */
export function createDirectoryTable(db: DatabaseSync) {
  const addProgramme = db.prepare(
    'INSERT INTO programme (id, short, settings) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const addEpoch = db.prepare('INSERT INTO epoch (programme, epoch) VALUES (?, ?)');
  const programmes = db.prepare('SELECT settings FROM programme ORDER BY id');
  const programme = db.prepare('SELECT settings FROM programme WHERE id = ?');
  const addTeam = db.prepare(
    'INSERT INTO team (programme, id, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const teams = db.prepare('SELECT id, name FROM team WHERE programme = ? ORDER BY id');
  const addAccount = db.prepare(`
    INSERT INTO account (programme, user_id, user_name, name, role, team) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`);
  const account = db.prepare('SELECT * FROM account WHERE user_id = ?');
  const accounts = db.prepare('SELECT * FROM account WHERE programme = ? ORDER BY user_name');
  const history = db.prepare(`
    SELECT epoch, backed_up FROM programme JOIN epoch ON epoch.programme = programme.id AND last_seq IS NULL
    WHERE programme.id = ?`);
  const epochEnd = db.prepare(`
    SELECT coalesce(last_seq, head) AS last FROM epoch JOIN programme ON programme.id = epoch.programme
    WHERE epoch.programme = ? AND epoch = ?`);
  const head = db.prepare('SELECT head FROM programme WHERE id = ?');
  const setHead = db.prepare('UPDATE programme SET head = ? WHERE id = ?');
  const replica = db.prepare('SELECT id, tag, decided, user_id FROM replica WHERE programme = ? AND id = ?');
  const countReplicas = db.prepare('SELECT count(*) AS count FROM replica WHERE programme = ?');
  const addReplica = db.prepare('INSERT INTO replica (programme, id, user_id, tag) VALUES (?, ?, ?, ?)');
  const setDecided = db.prepare('UPDATE replica SET decided = ? WHERE programme = ? AND id = ?');

  return {
    addProgramme(made: Programme, epoch: string): void {
      if (addProgramme.run(made.id, made.short, JSON.stringify(made)).changes === 0) {
        throw new StorageProblem('programme-exists', `There is a programme "${made.short}" already.`);
      }
      addEpoch.run(made.id, epoch);
    },
    programmes: () => programmes.all().map((row) => JSON.parse(String(row.settings)) as Programme),
    programme(id: string): Programme | undefined {
      const row = programme.get(id);
      return row && (JSON.parse(String(row.settings)) as Programme);
    },
    addTeams(programmeId: string, added: readonly Named[]): void {
      for (const { id, name } of added) addTeam.run(programmeId, id, name);
    },
    teams: (programmeId: string): Named[] =>
      teams.all(programmeId).map((row) => ({ id: String(row.id), name: String(row.name) })),
    addAccount(made: Account): void {
      const { programme: of, userId, userName, name, role, team } = made;
      if (addAccount.run(of, userId, userName, name, role, team).changes === 0) {
        throw new StorageProblem('account-exists', `There is an account "${userName}" already.`);
      }
    },
    account(userId: string): Account | undefined {
      const row = account.get(userId) as AccountRow | undefined;
      return row && accountOf(row);
    },
    accounts: (programmeId: string) => (accounts.all(programmeId) as unknown as AccountRow[]).map(accountOf),
    history(programmeId: string): History {
      const row = history.get(programmeId);
      if (!row) throw new StorageProblem('programme-unknown', `There is no programme "${programmeId}".`);
      return { epoch: String(row.epoch), backedUpSeq: Number(row.backed_up) };
    },
    lastSeqOf(programmeId: string, epoch: string): number | undefined {
      const row = epochEnd.get(programmeId, epoch);
      return row && Number(row.last);
    },
    head(programmeId: string): number {
      const row = head.get(programmeId);
      if (!row) throw new StorageProblem('programme-unknown', `There is no programme "${programmeId}".`);
      return Number(row.head);
    },
    setHead(programmeId: string, seq: number): void {
      setHead.run(seq, programmeId);
    },
    /** @returns undefined when the id belongs to somebody else */
    openReplica(actor: Actor, id: string): Replica | undefined {
      const row = replica.get(actor.programme, id);
      if (row) {
        const { tag, decided } = row;
        return row.user_id === actor.userId ? { id, tag: String(tag), decided: Number(decided) } : undefined;
      }
      const tag = replicaTag(Number(countReplicas.get(actor.programme)?.count));
      addReplica.run(actor.programme, id, actor.userId, tag);
      return { id, tag, decided: 0 };
    },
    setDecided(programmeId: string, id: string, n: number): void {
      setDecided.run(n, programmeId, id);
    },
  };
}
