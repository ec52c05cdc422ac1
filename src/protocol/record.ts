import type { Body } from '#domain/merge-groups.ts';
import type { Flag } from './change.ts';

export type RecordStatus = 'submitted' | 'approved' | 'returned' | 'withdrawn';

/** Who wrote a merge group last. */
export interface Writer {
  readonly seq: number;
  readonly change: string;
}

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
