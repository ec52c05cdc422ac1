import type { Table } from 'dexie';
import type { Outcome, SessionAnswer } from '#protocol/wire.ts';
import { type DatabasePlace, openDatabase, type PhoneDatabase, type SchemaVersion } from './database.ts';
import type { Draft } from './phone.ts';

/** A user of this installation, with the replica and its counters. */
export interface UserRow {
  readonly user: string;
  readonly replica: string;
  /** Given by the server at the first session of the replica. */
  readonly tag: string;
  /** The server's history that the decided changes are decided in; missing before the first was met. */
  readonly epoch?: string;
  /** The number of the next change. */
  readonly nextNumber: number;
  /** The number in the next record's code. */
  readonly nextCode: number;
  readonly session: SessionAnswer | null;
  readonly lastSentAt: string | null;
  readonly openedAt: string;
  /** What others recorded has been here: where none of it is, it had to make room. */
  readonly pulled?: true;
  /** Left by a person's own wish: the app does not open with this user by itself. */
  readonly signedOut?: true;
}

/**
 * pending → decided (the server said what) → sent (pulled back as well) → deleted; or refused → dismissed.
 * What was brought by file: carried → sent → deleted; or refused → dismissed.
 */
export type ChangeState = 'pending' | 'decided' | 'sent' | 'refused' | 'dismissed' | 'carried';

export interface OutboxRow {
  readonly user: string;
  readonly id: string;
  readonly replica: string;
  /** 0 where the number was given to another change, as for one set aside. */
  readonly n: number;
  readonly record: string;
  readonly text: string;
  readonly hash: string;
  readonly state: ChangeState;
  /** The server cannot take its text: it is told only that the change is here. */
  readonly announced?: true;
  readonly outcome?: Outcome;
  readonly decidedAt?: string;
}

export type DraftRow = Draft & { readonly user: string };

/** What tabs follow: a number that grows with each write of that name. */
export type HeadName = 'outbox' | 'drafts' | 'session';
interface HeadRow {
  readonly user: string;
  readonly name: HeadName;
  readonly value: number;
}

/** What people made and nobody else has: every write is on the disk before it is reported. */
export interface WorkDatabase extends PhoneDatabase {
  readonly users: Table<UserRow, string>;
  readonly outbox: Table<OutboxRow, [string, string]>;
  readonly drafts: Table<DraftRow, [string, string]>;
  readonly heads: Table<HeadRow, [string, string]>;
}

const versions: readonly SchemaVersion[] = [
  {
    stores: {
      users: 'user',
      outbox: '[user+id], [user+state+n], [user+record]',
      drafts: '[user+id]',
      heads: '[user+name]',
    },
  },
];

export function openWorkDatabase(place: DatabasePlace): WorkDatabase {
  return openDatabase('safelane-work', place, 'strict', versions) as WorkDatabase;
}

/** Inside the transaction of the write that other tabs should hear of. @returns the new value */
export async function bumpHead(work: WorkDatabase, user: string, name: HeadName): Promise<number> {
  const value = (await readHeads(work, user, [name]))[name] + 1;
  await putHead(work, user, name, value);
  return value;
}

export async function readHeads<Name extends HeadName>(
  work: WorkDatabase,
  user: string,
  names: readonly Name[],
): Promise<Readonly<Record<Name, number>>> {
  const rows = await work.heads.bulkGet(names.map((name): [string, string] => [user, name]));
  return Object.fromEntries(names.map((name, index) => [name, rows[index]?.value ?? 0])) as Record<
    Name,
    number
  >;
}

export const putHead = (work: WorkDatabase, user: string, name: HeadName, value: number) =>
  work.heads.put({ user, name, value });
