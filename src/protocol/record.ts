import type { Body } from '#domain/merge-groups.ts';
import type { Change, Flag } from './change.ts';

export type RecordStatus = 'submitted' | 'approved' | 'returned' | 'withdrawn';

/** Who wrote a merge group last. */
export interface Writer {
  readonly seq: number;
  readonly change: string;
  /** Whose value it is and when they wrote it, by their clock; not given where the change made the record. */
  readonly author?: string;
  readonly at?: string;
}

/** Whose the standing value of a group is, and when it was written; undefined where the record does not say. */
export function writtenBy(
  { writer, firstSeq, author, recordedAt }: RecordState,
  group: string,
): { readonly author: string; readonly at: string } | undefined {
  const last = writer[group];
  if (last?.author !== undefined && last.at !== undefined) return { author: last.author, at: last.at };
  return last?.seq === firstSeq ? { author, at: recordedAt } : undefined;
}

/**
 * Who wrote what stands below the phone's own changes: those a new change names as what it comes after. What an own one was
 * written over, or made anew for, its author has seen as well, and that may be what stands where the own one did not come.
 */
export function firstWriters(
  writer: RecordState['writer'],
  own: readonly Pick<Change, 'id' | 'retryOf' | 'replaces'>[],
): RecordState['writer'] {
  if (own.length === 0) return writer;
  const below = (group: string, id: string): string => {
    const index = own.findIndex((change) => change.id === id);
    const change = own[index];
    const over = change?.replaces?.[group] ?? change?.retryOf;
    // Only what was made before: changes that name one another would lead nowhere.
    if (over === undefined || own.some((later, at) => at >= index && later.id === over)) return over ?? id;
    return below(group, over);
  };
  return Object.fromEntries(
    Object.entries(writer).map(([group, last]) => [group, { ...last, change: below(group, last.change) }]),
  );
}

/** What a change in these groups has to say of what its author had in view. */
export function replacing(
  writer: RecordState['writer'] | undefined,
  groups: readonly string[],
): Pick<Change, 'replaces'> {
  const standing = groups.flatMap((group) => {
    const last = writer?.[group];
    return last ? [[group, last.change] as const] : [];
  });
  return standing.length > 0 ? { replaces: Object.fromEntries(standing) } : {};
}

/** Nothing is written to it; what reaches it waits until a supervisor reopens it or dismisses what waits. */
export const isLocked = ({ status }: Pick<RecordState, 'status'>): boolean =>
  status === 'approved' || status === 'withdrawn';

/** A value that waits beside the standing one until a person chooses. */
export interface Hold {
  /** `<change>/<group>` */
  readonly id: string;
  readonly group: string;
  readonly change: string;
  readonly value: unknown;
  readonly author: string;
  readonly at: string;
  readonly seq: number;
}

/** A record as the fold of its changes. The same on the server and on every phone. */
export interface RecordState {
  readonly id: string;
  readonly kind: string;
  /** Sequence of the first change: the order in which land is counted. */
  readonly firstSeq: number;
  /** Sequence of the latest change. */
  readonly seq: number;
  readonly status: RecordStatus;
  /** What the reviewer wrote with the last act. */
  readonly comment?: string;
  readonly body: Body;
  readonly writer: Readonly<Record<string, Writer>>;
  readonly holds: readonly Hold[];
  readonly flags: readonly Flag[];
  readonly author: string;
  /** When the first change was made, by the device's clock. */
  readonly recordedAt: string;
}

/** A row of a bucket: the latest state, or that the record has left the bucket. */
export type BucketRow = RecordState | { readonly id: string; readonly seq: number; readonly gone: true };

/** The buckets a record belongs to. */
export function bucketsOf(record: Pick<RecordState, 'id' | 'kind' | 'body'>): readonly string[] {
  const { task, team } = record.body;
  const buckets = ['all'];
  if (record.kind === 'task') buckets.push(`task:${record.id}`);
  else if (typeof task === 'string') buckets.push(`task:${task}`);
  if (typeof team === 'string') buckets.push(`team:${team}`);
  return buckets;
}
