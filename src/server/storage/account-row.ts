import type { Account } from './port.ts';

/** An account as either engine keeps it. */
export interface AccountRow {
  readonly user_id: string;
  readonly user_name: string;
  readonly name: string;
  readonly programme: string;
  readonly role: Account['role'];
  readonly team: string | null;
}

export const accountOf = (row: AccountRow): Account => ({
  userId: row.user_id,
  userName: row.user_name,
  name: row.name,
  programme: row.programme,
  role: row.role,
  team: row.team,
});
