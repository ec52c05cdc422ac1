/** What storage cannot do for whoever asked: a stable code, and a sentence for a person. */
export class StorageProblem extends Error {
  readonly code:
    | 'programme-exists'
    | 'programme-unknown'
    | 'account-exists'
    | 'newer-data'
    | 'unusable-folder'
    | 'unusable-database'
    | 'busy'
    | 'disk-full'
    | 'unreachable';

  constructor(code: StorageProblem['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageProblem';
    this.code = code;
  }
}

/** SQLite's result codes for "another process is writing" and "the disk is full". */
const [SQLITE_BUSY, SQLITE_FULL] = [5, 13];
/** PostgreSQL's for a full disk, for what passes when it is tried again, and (as classes) for a connection that ends. */
const PG_DISK_FULL = '53100';
const PG_BUSY = new Set(['40001', '40P01', '53300', '55P03']);
const PG_GONE = /^(08...|57P0[1-5]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|ENOENT|EHOSTUNREACH)$/;
/** What `pg` says without a code. */
const PG_GONE_WORDS = /Connection terminated|timeout exceeded when trying to connect|not queryable/;

/** What a database's own error means to whoever asked, where it is about the moment and not about what was asked. */
export function passingProblem(error: unknown): PassingProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof StorageProblem) return isPassing(error) ? error : undefined;
  const sqlite = 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  const code = 'code' in error ? String(error.code) : '';
  if (sqlite === SQLITE_FULL || code === PG_DISK_FULL) {
    return passing('disk-full', 'The server’s disk is full. Nothing was stored; try again later.', error);
  }
  if (sqlite === SQLITE_BUSY || PG_BUSY.has(code)) return busy(error);
  if (PG_GONE.test(code) || PG_GONE_WORDS.test(error.message)) {
    const sentence = 'The server does not reach its database. Try again in a moment; nothing is lost.';
    return passing('unreachable', sentence, error);
  }
  return undefined;
}

export const busy = (cause?: unknown) =>
  passing('busy', 'The server is busy. Nothing was stored; try again in a moment.', cause);

/** A problem of the moment: the same may go well later. */
type PassingProblem = StorageProblem & { readonly code: 'busy' | 'disk-full' | 'unreachable' };

const passing = (code: PassingProblem['code'], message: string, cause?: unknown) =>
  new StorageProblem(code, message, { cause }) as PassingProblem;

const isPassing = (problem: StorageProblem): problem is PassingProblem =>
  problem.code === 'busy' || problem.code === 'disk-full' || problem.code === 'unreachable';

export const programmeUnknown = (id: string) =>
  new StorageProblem('programme-unknown', `There is no programme "${id}".`);
export const programmeExists = (short: string) =>
  new StorageProblem('programme-exists', `There is a programme "${short}" already.`);
export const accountExists = (userName: string) =>
  new StorageProblem('account-exists', `There is an account "${userName}" already.`);
export const newerData = () =>
  new StorageProblem(
    'newer-data',
    'The data were written by a newer version of Safelane. Update this installation.',
  );
