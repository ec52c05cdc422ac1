import type { DatabaseSync } from 'node:sqlite';
import { type Change, readChange } from '#protocol/change.ts';
import type { Refusal } from '#protocol/merge.ts';
import type { StoredAnswer } from '../decide.ts';
import type { LoggedChange, NumberedChange } from '../port.ts';

interface KnownRow {
  readonly seq: number;
  readonly outcome: 'applied' | 'held';
  readonly held: string | null;
}

export type ChangeTable = ReturnType<typeof createChangeTable>;

/** What was decided, kept as the text that came. */
export function createChangeTable(db: DatabaseSync) {
  const accepted = db.prepare(
    'SELECT seq, outcome, held FROM change WHERE programme = ? AND id = ? AND hash = ?',
  );
  const refused = db.prepare(
    'SELECT reason, message FROM refused_change WHERE programme = ? AND id = ? AND hash = ?',
  );
  const known = db.prepare(`
    SELECT 1 FROM change WHERE programme = ?1 AND id = ?2
    UNION ALL SELECT 1 FROM refused_change WHERE programme = ?1 AND id = ?2 LIMIT 1`);
  const after = db.prepare(
    'SELECT id FROM change WHERE programme = ? AND record = ? AND seq > ? ORDER BY seq',
  );
  const history = db.prepare(`
    SELECT seq, text, outcome, received_at FROM change WHERE programme = ? AND record = ? ORDER BY seq`);
  const insert = db.prepare(`
    INSERT INTO change (programme, seq, id, replica, n, record, text, hash, outcome, held, carried_by, received_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const refuse = db.prepare(`
    INSERT INTO refused_change (programme, replica, n, id, text_json, hash, reason, message, received_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);

  return {
    answerTo(programme: string, id: string, hash: string): StoredAnswer | undefined {
      const row = accepted.get(programme, id, hash) as KnownRow | undefined;
      if (row?.outcome === 'held') {
        return { outcome: 'held', seq: row.seq, groups: JSON.parse(row.held ?? '[]') as string[] };
      }
      if (row) return { outcome: 'applied', seq: row.seq };
      const no = refused.get(programme, id, hash) as { reason: Refusal; message: string } | undefined;
      return no && { outcome: 'refused', reason: no.reason, message: no.message };
    },
    isKnown: (programme: string, id: string) => known.get(programme, id) !== undefined,
    idsAfter: (programme: string, record: string, seq: number) =>
      after.all(programme, record, seq).map((row) => String(row.id)),
    append(
      programme: string,
      replica: string,
      { n, id, text, hash }: NumberedChange,
      record: string,
      answer: Extract<StoredAnswer, { seq: number }>,
      carriedBy: string | null,
      receivedAt: string,
    ): void {
      const held = answer.outcome === 'held' ? JSON.stringify(answer.groups) : null;
      const { seq, outcome } = answer;
      insert.run(programme, seq, id, replica, n, record, text, hash, outcome, held, carriedBy, receivedAt);
    },
    refuse(
      programme: string,
      replica: string,
      { n, id, text, hash }: NumberedChange,
      { reason, message }: { readonly reason: Refusal; readonly message: string },
      receivedAt: string,
    ): void {
      refuse.run(programme, replica, n, id, JSON.stringify(text), hash, reason, message, receivedAt);
    },
    historyOf(programme: string, record: string): LoggedChange[] {
      return history.all(programme, record).map((row) => ({
        seq: Number(row.seq),
        change: changeOf(String(row.text)),
        outcome: row.outcome === 'held' ? 'held' : 'applied',
        receivedAt: String(row.received_at),
      }));
    },
  };
}

function changeOf(text: string): Change {
  const read = readChange(text);
  if (!read.ok) throw new Error(`a change that was accepted cannot be read again: ${read.message}`);
  return read.change;
}
