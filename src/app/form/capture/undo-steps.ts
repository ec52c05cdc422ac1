/** What was before, to go back to. */
export interface Steps<T> {
  readonly now: T;
  readonly past: readonly T[];
  /** What the last step was made on: more of the same is one step. */
  readonly key: string | null;
}

const maxPast = 100;

export function beginSteps<T>(now: T): Steps<T> {
  return { now, past: [], key: null };
}

/** One step further. @param key of the field that is typed into: its letters are one step together; null for each its own */
export function stepTo<T>(steps: Steps<T>, now: T, key: string | null): Steps<T> {
  if (key !== null && key === steps.key) return { ...steps, now };
  return { now, past: [...steps.past, steps.now].slice(-maxPast), key };
}

/** One step back; at the start nothing happens. */
export function stepBack<T>(steps: Steps<T>): Steps<T> {
  const now = steps.past.at(-1);
  return now === undefined ? steps : { now, past: steps.past.slice(0, -1), key: null };
}
