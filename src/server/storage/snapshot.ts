/** What a column holds, in either engine. */
export type Cell = string | number | boolean | null;
export type SnapshotRow = Readonly<Record<string, Cell>>;

/**
 * Everything that is kept, as it stood at one moment, while others go on writing. Tables and columns have the same names
 * in every engine, so that one writes what another reads.
 */
export interface Snapshot {
  /** How many steps of the migrations led to these tables: the same number means the same tables in every engine. */
  readonly schema: number;
  /** The rows of a table, some at a time, in the order of its key; none where there is no such table. */
  rows(table: SnapshotTable): AsyncIterable<readonly SnapshotRow[]>;
  close(): Promise<void>;
}

/** The tables in an order in which they can be filled, with what they are read in order of. What can be made anew is not among them. */
export const snapshotTables = {
  programme: 'id',
  epoch: 'programme, epoch',
  team: 'programme, id',
  account: 'programme, user_id',
  replica: 'programme, id',
  change: 'programme, seq',
  refused_change: 'programme, replica, n',
  repeated_change: 'programme, replica, n',
  record: 'programme, first_seq',
  member: 'programme, bucket, record',
  task_team: 'programme, team, task',
  setting: 'name',
  auth_user: 'id',
  auth_account: 'id',
  auth_session: 'id',
  auth_verification: 'id',
} as const;
export type SnapshotTable = keyof typeof snapshotTables;

/** Rows that are read at once. */
export const SNAPSHOT_ROWS = 1_000;
