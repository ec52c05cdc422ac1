import type { Page } from '#protocol/page.ts';
import type { WireAnswer } from './transport.ts';
import type { Outcome, PushRequest, SessionAnswer } from '#protocol/wire.ts';

export type NumberedChange = PushRequest['changes'][number];

/** At most so many changes, and so many bytes of text. */
export interface BatchLimit {
  readonly changes: number;
  readonly bytes: number;
}

/** Changes that somebody brought by file, of one replica, in order of their numbers. */
interface CarriedBatch {
  readonly replica: string;
  readonly changes: readonly NumberedChange[];
}

/** The changes of one replica that the server may not know yet, in order of their numbers. */
export interface Outbox {
  /** The id of the replica now: it changes when the phone turns out to be a copy. */
  replica(): Promise<string>;
  /**
   * The next undecided changes, at most so many and so many bytes of text, but one if there is any.
   * @param after only those with a higher number
   */
  pending(limit: BatchLimit, after?: number): Promise<readonly NumberedChange[]>;
  /**
   * Stores what the server decided. Outcomes of changes that are not here are nothing.
   * @returns false, and nothing stored, where they are of another history than the one last met
   */
  decide(epoch: string, outcomes: readonly Outcome[]): Promise<boolean>;
  /**
   * Meets the server's count. What it may have forgotten is undecided again: in another history (it was restored from a
   * backup) every change that the old one had, else those from the expected number on. Undecided changes beyond the count
   * get the numbers from the expected one on.
   */
  meet(epoch: string, expected: number): Promise<void>;
  /** This phone is a copy of another: a new replica, and the undecided changes numbered anew from 1. */
  fork(): Promise<void>;
  /** The server cannot take the text of this change: from now on it is only told that it is there. */
  announce(id: string): Promise<void>;
  /** The server stumbles over this change: it, and what was done to the same record later, goes last. */
  postpone(id: string): Promise<void>;
  /** How many changes of anybody's are here and not decided, as far as this phone knows. */
  held(): Promise<number>;
  /** The next undecided changes that were brought by file, of one replica that is not among those given. */
  carried(limit: BatchLimit, without: ReadonlySet<string>): Promise<CarriedBatch | undefined>;
  /** A change that was brought by file and will not be taken: it needs a person. */
  setAside(id: string, message: string): Promise<void>;
  /** Everything decided so far has been pulled. Old changes that are backed up may go. */
  settled(backedUpSeq: number): Promise<void>;
}

export interface PageAsCame {
  readonly page: Page;
  readonly answer: WireAnswer;
}

/** Pages of buckets as they came, and how far each bucket is read. */
export interface PageStore {
  /** The history that the cursors belong to; undefined when nothing was pulled. */
  epoch(): Promise<string | undefined>;
  cursor(bucket: string): Promise<number>;
  /**
   * Pages that follow one another, and the cursor after them, in one transaction.
   * @returns false, and nothing stored, where they are of another history than the cursors: another tab has met a new one
   */
  add(pages: readonly PageAsCame[]): Promise<boolean>;
  /** Forgets everything pulled; the cursors start at 0 in the given history. */
  restart(epoch: string): Promise<void>;
  /** Forgets one bucket, to pull it anew. */
  drop(bucket: string): Promise<void>;
  /** Forgets buckets that the user may not read any more. */
  keepOnly(buckets: readonly string[]): Promise<void>;
}

/** What the server said of user and programme. */
export interface SessionStore {
  put(session: SessionAnswer): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once. @returns how to call it off */
  after(delayMs: number, run: () => void): () => void;
}

/** Runs the work unless somebody else (another tab, the service worker) does it now: then false. */
export type Turn = (work: () => Promise<void>) => Promise<boolean>;
