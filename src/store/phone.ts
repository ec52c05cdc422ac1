import type { TakenIn } from './hand-over.ts';
import type { BaseMap } from '#domain/base-map.ts';
import type { AnyValues } from '#domain/fields/field.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import type { Ledger } from '#domain/ledger.ts';
import type { Body } from '#domain/merge-groups.ts';
import type { Act, Flag } from '#protocol/change.ts';
import type { HistoryAnswer } from '#protocol/history.ts';
import type { Refusal } from '#protocol/merge.ts';
import type { Pack } from '#protocol/pack.ts';
import type { RecordState } from '#protocol/record.ts';
import type { PhonesAnswer, SessionAnswer } from '#protocol/wire.ts';

export type Unsubscribe = () => void;

/** A value that changes, and who wants to hear of it. `subscribe` does not call back at once. */
export interface Watched<T> {
  readonly value: T;
  subscribe(listener: (value: T) => void): Unsubscribe;
}

/** A record as a person sees it: the server's row with this phone's own undecided changes folded in. */
export interface RecordView {
  readonly state: RecordState;
  /** Undefined for a kind that this version does not know; the record is kept and shown by its code. */
  readonly kind: KindDeclaration | undefined;
  readonly values: AnyValues;
  readonly code: string;
  readonly delivery: 'unsent' | 'sent' | 'refused';
  /**
   * The row behind a record that the phone has no changes of its own to: what is read from it is decoded alone, where
   * `state` and `values` decode everything and keep it.
   */
  readonly packed?: { readonly pack: Pack; readonly row: number };
}

/** West, south, east, north in degrees; beyond 180 where it goes over the antimeridian. */
export type WorldDegrees = readonly [west: number, south: number, east: number, north: number];

export interface Asked {
  readonly kind?: string;
  readonly author?: string;
}

export interface Newest {
  readonly views: readonly RecordView[];
  /** How many there are. */
  readonly total: number;
}

interface PackRows {
  readonly pack: Pack;
  readonly rows: readonly number[];
}

/** The records on this phone, in memory. */
export interface ReadModel {
  /** The kinds that this version knows. */
  readonly registry: Registry;
  get(id: string): RecordView | undefined;
  all(): Iterable<RecordView>;
  /** Those of a kind, of an author: cheap, however many there are. For going through them, and not for keeping. */
  where(asked: Asked): Iterable<RecordView>;
  /** Those whose box touches the given one, and those of `apart`. For going through them, and not for keeping. */
  within(box: WorldDegrees): Iterable<RecordView>;
  /** The one that was recorded last. @param having only such as have text in this field */
  latest(asked: Asked, having?: string): RecordView | undefined;
  /**
   * The newest by their day, and by when they were recorded, which come first in a list.
   * @param most so many are returned, and no views made of others
   * @param passes asked with a view that is not for keeping
   */
  newest(most: number, passes: (view: RecordView) => boolean): Newest;
  /** Pack by pack, the rows whose box touches the given one. No view is made, and what was given is good until the next. */
  rowsWithin(box: WorldDegrees): Iterable<PackRows>;
  /** Those that `rowsWithin` does not know, wherever they are: of the phone's own changes, or of very fine coordinates. */
  apart(): Iterable<RecordView>;
  /** Whether a record of this row's id is among these. */
  hasRow(pack: Pack, row: number): boolean;
  readonly size: number;
  /** Tally and net areas over these records. Of many thousand it takes seconds, and as much memory as they do. */
  readonly ledger: Ledger;
  /** As `ledger` for these records, and of no use for others: it knows of those only what lies under their land. */
  ledgerOf(ids: Iterable<string>): Ledger;
  /** Called after each change of the model, with the ids of the records concerned. */
  subscribe(listener: (changed: ReadonlySet<string>) => void): Unsubscribe;
}

/** A form in work, kept from the first touch. Values are what the widgets hold. */
export interface Draft {
  readonly id: string;
  readonly kind: string;
  /** The record it makes or changes. */
  readonly record: string;
  /** What the form showed when it opened: the change is the difference from it. */
  readonly base: { readonly epoch: string; readonly seq: number };
  readonly after: readonly string[];
  /** Who wrote it, by merge group; not given for a new record, and by forms that an older app opened. */
  readonly writer?: RecordState['writer'];
  readonly opening: AnyValues;
  /** The body that the opening values came from; empty for a new record. */
  readonly known: Body;
  readonly values: AnyValues;
  /** The chosen preset ("What was done"), applied anew when count or date change. */
  readonly preset?: string;
  /** What was typed into a field and is no value yet, by field: half a position, a leg without a distance. Never saved. */
  readonly unfinished?: Readonly<Record<string, unknown>>;
  readonly openedAt: string;
  readonly touchedAt: string;
}

export interface Drafts {
  /** A draft of a new record, or of changes to one. Not stored before the first `put`. */
  open(kind: string, record?: string): Promise<Draft>;
  /** Stores the draft as it is now; later calls win. Rejects with a sentence when the phone cannot store it. */
  put(draft: Draft): Promise<void>;
  get(id: string): Promise<Draft | undefined>;
  readonly list: Watched<readonly Draft[]>;
  /** Undone by `put` with the same draft. */
  discard(id: string): Promise<void>;
}

/** Something that a person has to look at. */
export type Attention =
  | {
      readonly type: 'refused';
      readonly change: string;
      readonly record: string;
      readonly reason: Refusal;
      readonly message: string;
      readonly at: string;
      /** The frozen text, for export. */
      readonly text: string;
    }
  | { readonly type: 'held'; readonly record: string; readonly hold: RecordState['holds'][number] }
  | { readonly type: 'returned'; readonly record: string; readonly comment: string }
  | {
      readonly type: 'unreadable';
      readonly where: string;
      readonly message: string;
      /** What is there, for export. */
      readonly text?: string;
    };

type SyncPhase =
  /** Nothing to do, or waiting for the next try. */
  | 'idle'
  | 'working'
  /** The last try did not reach the server. */
  | 'offline'
  /** The session has ended: capture goes on, nothing is sent. */
  | 'signed-out'
  /** Somebody else is signed in in this browser. */
  | 'other-user'
  /** The server does not speak this app's protocol any more, or answered what cannot be understood. */
  | 'blocked';

export interface SyncState {
  readonly phase: SyncPhase;
  /** Changes on this phone that are not decided by the server yet, its own and those it carries. */
  readonly unsent: number;
  readonly lastSentAt: string | null;
  readonly lastPulledAt: string | null;
  /** A sentence for people, where something is wrong. */
  readonly problem?: string;
  /** Rows of the pull under way. */
  readonly progress?: { readonly received: number; readonly expected: number };
}

/** The app's whole memory and its link to the server, for one user. */
export interface Phone {
  /** What the server last said of user, programme, teams and people; kept for starts without a network. */
  readonly session: Watched<SessionAnswer>;
  readonly sync: Watched<SyncState>;
  readonly model: ReadModel;
  /** What every team is warned of, as little of each as a warning needs; records of `model` may be among it. */
  readonly warnings: ReadModel;
  readonly drafts: Drafts;
  readonly attention: Watched<readonly Attention[]>;
  /** The outline map of the operating area, once it was fetched. */
  readonly baseMap: Watched<BaseMap | null>;
  /**
   * Turns the draft into a change: change, outbox row and counters in one transaction, draft gone.
   * @param warnings what the author was warned of and saved all the same
   * @throws with a sentence, and the draft still there, when the phone could not store it
   */
  save(draft: Draft, warnings: readonly Flag[]): Promise<RecordView>;
  /** @param takes with reopen: the ids of waiting values that it takes at once; the last of a group stands */
  act(record: string, act: Act, takes?: readonly string[]): Promise<void>;
  /**
   * Chooses between the standing value and one that waits.
   * @param beside other values that waited for the same and were shown with it: they are closed too
   * @throws StoreProblem chosen; locked on a record that is approved or withdrawn, but for a supervisor's `keep`
   */
  resolve(record: string, hold: string, choice: 'keep' | 'take', beside?: readonly string[]): Promise<void>;
  /** Makes the refused change anew, on what is known now. */
  retry(change: string): Promise<void>;
  /** Puts the refused change aside, after it was exported or seen. */
  dismiss(change: string): Promise<void>;
  /** What was decided about a record, in order, with when the server had it; with a network only. */
  history(
    record: string,
  ): Promise<
    | { readonly ok: true; readonly changes: HistoryAnswer['changes'] }
    | { readonly ok: false; readonly message: string }
  >;
  /** What the server knows of the programme's phones; for supervisors, and with a network only. */
  phones(): Promise<
    | { readonly ok: true; readonly phones: PhonesAnswer['phones'] }
    | { readonly ok: false; readonly message: string }
  >;
  /** What the server has not taken, as the text of a file; null when there is nothing. */
  exportUnsent(): Promise<{ readonly text: string; readonly changes: number } | null>;
  /**
   * Takes such a file in, of whomever: this phone sends what is in it with its own.
   * @throws with a sentence, and nothing taken, when it cannot be used
   */
  importChanges(text: string): Promise<TakenIn>;
  /** A push and a pull now. Fulfilled when they are through, whatever came of them. */
  sendNow(): Promise<void>;
  close(): void;
}
