import type { Change } from '#protocol/change.ts';
import type { MergeContext } from '#protocol/merge.ts';

/** A UUID that says its number, for tests in which ids are read. */
export const uuidOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const epoch = 'epoch-1';

export function changeOf(given: Partial<Change> & { readonly seen?: number }): Change {
  const { seen = 0, ...rest } = given;
  return {
    id: uuidOf(1),
    record: uuidOf(1),
    kind: 'ordnance',
    base: { epoch, seq: seen },
    after: [],
    author: 'user-1',
    at: '2021-03-14T10:00:00.000Z',
    ...rest,
  };
}

/** A history of one record: which change got which sequence. */
export function contextOf(seq: number, log: ReadonlyMap<string, number> = new Map()): MergeContext {
  return {
    seq,
    lastSeqOf: (name) => (name === epoch ? seq - 1 : undefined),
    changesAfter: (after) => [...log].filter(([, at]) => at > after).map(([id]) => id),
  };
}
