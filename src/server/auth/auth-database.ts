import type { Dialect } from 'kysely';

/** Where the sign-in service keeps accounts, passwords and sessions: beside the records, on connections of its own. */
export interface AuthDatabase {
  readonly dialect: Dialect;
  readonly type: 'sqlite' | 'postgres';
  /** What session cookies are signed with; the same in every process. */
  readonly secret: string;
  /** Runs `work` while no other process on the same data does. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
