import type { SnapshotRow, SnapshotTable } from '../storage/snapshot.ts';

/** Somewhere beside the present data where a backup is unpacked, before it takes their place. */
export interface RestorePlace {
  /** Makes the tables as they were at that step of the migrations. @throws StorageProblem newer-data */
  begin(schema: number): Promise<void>;
  insert(table: SnapshotTable, rows: readonly SnapshotRow[]): Promise<void>;
  /** Brings the tables up to date, and makes those of the sign-in service. */
  complete(): Promise<void>;
  /** Runs statements that every engine understands, all or none. */
  execute(
    statements: readonly { readonly text: string; readonly values: readonly string[] }[],
  ): Promise<void>;
  /** The programmes in it. */
  programmes(): Promise<readonly string[]>;
  /** Takes the place of the present data, which are kept. @returns where they are now; null when there were none */
  takeOver(): Promise<string | null>;
  discard(): Promise<void>;
}
