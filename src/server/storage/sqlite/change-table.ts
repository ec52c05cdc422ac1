import type { DatabaseSync } from 'node:sqlite';
import { readLogged } from '../logged-change.ts';
import type { LoggedChange } from '../port.ts';

/** What was decided about a record's changes, as it is read. */
export function createChangeTable(db: DatabaseSync) {
  const history = db.prepare(`
    SELECT seq, text, outcome, received_at, carried_by FROM change WHERE programme = ? AND record = ? ORDER BY seq`);
  return {
    historyOf: (programme: string, record: string): LoggedChange[] =>
      history
        .all(programme, record)
        .map((row) => readLogged(row as unknown as Parameters<typeof readLogged>[0])),
  };
}
