import { makeRecordCode } from '#domain/record-code.ts';
import { freezeChange } from '#protocol/change.ts';
import { type Programme, pushLimits } from '#protocol/wire.ts';
import type { Account, Actor, NumberedChange, Storage } from '../storage/port.ts';
import { changesOf, type DemoChange } from './demo-changes.ts';
import { demoProgramme, planDemo } from './plan-demo.ts';
import type { DemoTeam } from './plan-work.ts';

export const demoPassword = 'safelane-demo';

/** Made with the programme; everybody who reads this can sign in with them. */
export const demoAccounts = [
  { userName: 'team1', name: 'Team 1', role: 'member', team: 'team-1' },
  { userName: 'team2', name: 'Team 2', role: 'member', team: 'team-2' },
  { userName: 'supervisor', name: 'Supervisor', role: 'supervisor', team: null },
] as const satisfies readonly Partial<Account>[];

type CreateAccount = (account: {
  readonly userName: string;
  readonly password: string;
  readonly name: string;
  readonly programme: string;
  readonly role: Account['role'];
  readonly team: string | null;
}) => Promise<Account>;

export interface CreatedDemo {
  readonly programme: Programme;
  readonly records: number;
}

/** The phone from which the demo was sent. */
const demoReplica = '0193d300-0000-7000-8000-000000000001';

/**
 * Whether there is a demo programme that was not made to its end: the power went, or somebody lost patience. Its teams
 * come last, and say that it was.
 */
export async function isDemoUnfinished(storage: Storage): Promise<boolean> {
  const programme = await storage.programme(demoProgramme.id);
  return programme?.synthetic === true && (await storage.teams(programme.id)).length === 0;
}

/**
 * Makes the demo programme with its accounts, records and teams, the records through `push` like any others, so that
 * each has its history. One that was begun is completed. @throws StorageProblem programme-exists
 */
export async function createDemo(storage: Storage, createAccount: CreateAccount): Promise<CreatedDemo> {
  const plan = planDemo();
  const { programme, teams } = plan;
  if (!(await isDemoUnfinished(storage))) await storage.addProgramme(programme);
  const authors = await createAuthors(storage, createAccount, teams);
  const changes = changesOf(plan);
  await pushAll(storage, authors, changes);
  await storage.addTeams(
    programme.id,
    teams.map(({ id, name }) => ({ id, name })),
  );
  return { programme, records: new Set(changes.map((change) => change.record)).size };
}

interface Authors {
  readonly supervisor: Actor;
  readonly byTeam: ReadonlyMap<string | null, string>;
}

/** Two teams and the supervisor can sign in; the leaders of the others are names on their records. */
async function createAuthors(
  storage: Storage,
  createAccount: CreateAccount,
  teams: readonly DemoTeam[],
): Promise<Authors> {
  const byTeam = new Map<string | null, string>();
  const programme = demoProgramme.id;
  const known = new Map((await storage.accounts(programme)).map((account) => [account.userName, account]));
  let supervisor: Actor | undefined;
  for (const account of demoAccounts) {
    const made =
      known.get(account.userName) ?? (await createAccount({ ...account, programme, password: demoPassword }));
    byTeam.set(made.team, made.userId);
    if (made.role === 'supervisor') supervisor = made;
  }
  for (const { id, name } of teams) {
    if (byTeam.has(id)) continue;
    const userId = `${programme}-${id}`;
    if (!known.has(userId)) {
      await storage.addAccount({ userId, userName: userId, name, programme, role: 'member', team: id });
    }
    byTeam.set(id, userId);
  }
  if (!supervisor) throw new RangeError('The demo has no supervisor.');
  return { supervisor, byTeam };
}

async function pushAll(storage: Storage, authors: Authors, changes: readonly DemoChange[]): Promise<void> {
  const { supervisor, byTeam } = authors;
  const { epoch } = await storage.history(supervisor.programme);
  const replica = await storage.openReplica(supervisor, demoReplica);
  if (!replica) throw new RangeError('The replica of the demo belongs to somebody else.');
  /** The sequence of a record that the supervisor has seen. */
  const newest = new Map<string, number>();
  let waiting: NumberedChange[] = [];
  let records: string[] = [];
  let n = replica.decided;
  const seqOf = async (record: string) =>
    newest.get(record) ?? (await storage.record(supervisor.programme, record))?.seq ?? 0;

  async function flush() {
    const { outcomes, stopped } = await storage.push(supervisor, demoReplica, waiting);
    outcomes.forEach((outcome, index) => {
      if (outcome.outcome !== 'applied') throw new Error(`A change of the demo was ${outcome.outcome}.`);
      newest.set(records[index] ?? '', outcome.seq);
    });
    if (stopped) throw new Error(`The demo's changes are out of order: ${stopped.type}.`);
    waiting = [];
    records = [];
  }

  for (const { id, record, kind, team, at, set, after, code } of changes.slice(n)) {
    // An approval is of what the supervisor had seen; what is not decided yet has no sequence to name.
    if (!set && records.includes(record)) await flush();
    n += 1;
    const written = code && { code: makeRecordCode({ ...code, tag: replica.tag, number: n }), ...set };
    const change = freezeChange({
      id,
      record,
      kind,
      base: { epoch, seq: set ? 0 : await seqOf(record) },
      after: after === undefined ? [] : [after],
      ...(set ? { set: written ?? set } : { act: { type: 'approve' } }),
      author: byTeam.get(team) ?? supervisor.userId,
      at: new Date(at).toISOString(),
    });
    waiting.push({ n, ...change });
    records.push(record);
    if (waiting.length === pushLimits.changes) await flush();
  }
  if (waiting.length > 0) await flush();
}

/** The accounts as they are shown to whoever made the demo. */
export function demoAccountLines(): readonly string[] {
  const lines = demoAccounts.map(({ userName, role }) => `  ${userName.padEnd(12)}${role}`);
  return [`Sign in with the password ${demoPassword} as`, ...lines];
}
