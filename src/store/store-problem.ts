export type StoreProblemCode =
  | 'not-enrolled'
  | 'storage-full'
  | 'not-stored'
  | 'newer-app'
  | 'nothing-changed'
  | 'unknown-kind'
  | 'unknown-record'
  | 'unknown-change'
  | 'unusable-file'
  /** Somebody else has chosen between the values. */
  | 'chosen'
  /** The record is approved or withdrawn. */
  | 'locked';

/** What the phone's memory could not do, with a sentence for people. */
export class StoreProblem extends Error {
  override readonly name = 'StoreProblem';
  readonly code: StoreProblemCode;

  constructor(code: StoreProblemCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Dexie wraps what was thrown while it opened. */
const ownProblem = (error: unknown, depth = 0): StoreProblem | undefined => {
  if (error instanceof StoreProblem) return error;
  if (depth > 5 || typeof error !== 'object' || error === null) return undefined;
  return ownProblem((error as { inner?: unknown }).inner, depth + 1);
};

const names = (error: unknown, depth = 0): string[] => {
  if (depth > 5 || typeof error !== 'object' || error === null) return [];
  const { name, inner, cause, failures } = error as {
    name?: unknown;
    inner?: unknown;
    cause?: unknown;
    failures?: unknown;
  };
  const within: readonly unknown[] = Array.isArray(failures)
    ? [inner, cause, ...(failures as unknown[])]
    : [inner, cause];
  return [String(name), ...within.flatMap((each) => names(each, depth + 1))];
};

/** A full disk comes as AbortError with the quota error inside. */
export const isFull = (error: unknown) => names(error).includes('QuotaExceededError');

/** iOS and a crashed storage process kill the connection under an open page; a new one works. */
export const isDeadHandle = (error: unknown) =>
  names(error).some((name) =>
    ['InvalidStateError', 'DatabaseClosedError', 'UnknownError', 'OpenFailedError'].includes(name),
  );

export function storeProblem(error: unknown): StoreProblem {
  const own = ownProblem(error);
  if (own) return own;
  if (isFull(error)) {
    const message = "The phone's storage is full: nothing was saved. Free some space, then press Save again.";
    return new StoreProblem('storage-full', message, error);
  }
  const message =
    'The phone could not store it: nothing was saved. Close other tabs of the app and try again.';
  return new StoreProblem('not-stored', message, error);
}

/** The browser has cleared the memory under the open app: there is nobody to save for any more. */
export function clearedProblem(): StoreProblem {
  return new StoreProblem(
    'not-enrolled',
    'The phone has cleared what the app kept on it: this could not be saved. Write it down, reload the page and sign in again.',
  );
}
