import type { Change, Flag } from '#protocol/change.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import type { BucketRow, RecordState } from '#protocol/record.ts';
import type { Snapshot } from './snapshot.ts';
import type { Programme, PushAnswer, PushRequest, Role } from '#protocol/wire.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What an account of the sign-in service may do, and where. One account belongs to one programme. */
export interface Account {
  readonly userId: string;
  readonly userName: string;
  readonly name: string;
  readonly programme: string;
  readonly role: Role;
  /** The team of a member; null for a supervisor. */
  readonly team: string | null;
}

/** On whose behalf something is read or written. Every query is scoped by it. */
export type Actor = Pick<Account, 'userId' | 'programme' | 'role' | 'team'>;

export interface Replica {
  readonly id: string;
  readonly tag: string;
  /** The last number of the replica that is decided. */
  readonly decided: number;
}

/** A replica with what its phone last said of itself. */
export interface HeardReplica extends Replica {
  readonly userId: string;
  /** Changes that it said it holds and the server has not decided; null before it has said so. */
  readonly unsent: number | null;
  /** Changes that it announced and could not send, and that have not come by file since. */
  readonly announced: number;
  /** By the server's clock. */
  readonly heardAt: string | null;
}

export type NumberedChange = PushRequest['changes'][number];

export interface History {
  /** New at creation and at every restore. */
  readonly epoch: string;
  readonly backedUpSeq: number;
}

/** The answers to a push, and the history that they belong to. */
export type PushOutcome = Pick<PushAnswer, 'outcomes' | 'stopped'> & History;

/** Told how far a programme's sequence has come. */
export type HeadListener = (programme: string, head: number) => void;

/** What was decided about one change of a record, for its history. */
export interface LoggedChange {
  readonly seq: number;
  readonly change: Change;
  readonly outcome: 'applied' | 'held';
  /** The server's clock. */
  readonly receivedAt: string;
  /** Who sent or brought it, where that was not its author. */
  readonly carriedBy?: string;
}

export interface RowsAfter {
  readonly rows: readonly BucketRow[];
  /** The cursor after these rows; equal to `after` when there are none. */
  readonly through: number;
  readonly more: boolean;
}

/** What a kept page answers. Can be made anew: no backup holds it. */
export interface PageKey {
  readonly programme: string;
  readonly bucket: string;
  readonly after: number;
  readonly epoch: string;
  readonly protocol: number;
}

export interface KeptPage {
  readonly through: number;
  readonly rows: number;
  /** As it went out, compressed. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** For how long a page is kept. */
export const KEPT_MS = 7 * 24 * 60 * 60 * 1_000;

/**
 * Everything that the server keeps, whatever keeps it: one contract suite runs over every engine. Writes are whole:
 * when a promise is fulfilled what it says is on the disk, and when it is rejected nothing is.
 */
export interface Storage {
  /** @throws Problem programme-exists */
  addProgramme(programme: Programme): Promise<void>;
  programmes(): Promise<readonly Programme[]>;
  programme(id: string): Promise<Programme | undefined>;
  /** Adds the teams that are not there yet. */
  addTeams(programme: string, teams: readonly Named[]): Promise<void>;
  teams(programme: string): Promise<readonly Named[]>;
  addAccount(account: Account): Promise<void>;
  account(userId: string): Promise<Account | undefined>;
  accounts(programme: string): Promise<readonly Account[]>;

  history(programme: string): Promise<History>;
  /** Registers the replica at its first sight. @returns undefined when the id belongs to somebody else */
  openReplica(actor: Actor, id: string): Promise<Replica | undefined>;
  /** Whose the replica is; undefined when it is not known. */
  replicaUser(programme: string, id: string): Promise<string | undefined>;
  /** Notes that a phone was heard of, and how much it holds. What was noted a moment ago is not written anew. */
  hear(programme: string, replica: string, unsent: number): Promise<void>;
  replicas(programme: string): Promise<readonly HeardReplica[]>;
  /**
   * Decides changes in order of their numbers, in one transaction.
   * @param actor whose replica it is
   * @param carrier who brings the changes by file
   * @throws StorageProblem busy, when more is waiting than can be written soon
   */
  push(
    actor: Actor,
    replica: string,
    changes: readonly NumberedChange[],
    carrier?: Actor,
  ): Promise<PushOutcome>;

  /** The buckets that the actor may read, each with the sequence of its newest row. */
  buckets(actor: Actor): Promise<readonly { readonly bucket: string; readonly head: number }[]>;
  rowsAfter(programme: string, bucket: string, after: number, limit: number): Promise<RowsAfter>;
  /** A page of a bucket that was kept, and how many of its rows stand in the bucket with the sequence they had then. */
  keptPage(key: PageKey): Promise<(KeptPage & { readonly standing: number }) | undefined>;
  /** Keeps a page for a week, in place of one from the same cursor. */
  keepPage(key: PageKey, page: KeptPage): Promise<void>;
  record(programme: string, id: string): Promise<RecordState | undefined>;
  /** All records in order of their first sequence, read in short steps. */
  records(programme: string, kind?: string): AsyncIterable<RecordState>;
  changesOf(programme: string, record: string): Promise<readonly LoggedChange[]>;
  /**
   * Tells where each programme stands, and then, within a second or two, that it has moved, whichever process moved it.
   * Of several moves only the last may be told. @returns ends it
   */
  watch(listener: HeadListener): () => void;
  /** Everything that is kept, as it stands now. To be closed. */
  snapshot(): Promise<Snapshot>;
  /** Notes that a backup holds each programme up to that sequence. */
  backedUp(heads: ReadonlyMap<string, number>): Promise<void>;
  /** Writes what was handed in, and ends. */
  close(): Promise<void>;
}

/** What the server has to say about a record as it now stands, beside what its author was warned of. */
export type FlagRecord = (
  record: RecordState,
  programme: Programme,
  task: RecordState | undefined,
) => readonly Flag[];

/** Passed to every engine. */
export interface StorageContext {
  readonly now: () => number;
  readonly makeId: () => string;
  readonly flag: FlagRecord;
  /** The kinds there are: which records warn others is for their declarations to say. */
  readonly registry: Registry;
}
