import { readChange } from '#protocol/change.ts';
import type { LoggedChange } from './port.ts';

/** A row of the change log as it is told. @throws when what was once accepted cannot be read: the data are damaged */
export function readLogged(row: {
  readonly seq: number;
  readonly text: string;
  readonly outcome: string;
  readonly received_at: string;
  readonly carried_by: string | null;
}): LoggedChange {
  const read = readChange(row.text);
  if (!read.ok) throw new Error(`a change that was accepted cannot be read again: ${read.message}`);
  return {
    seq: row.seq,
    change: read.change,
    outcome: row.outcome === 'held' ? 'held' : 'applied',
    receivedAt: row.received_at,
    ...(row.carried_by === null ? {} : { carriedBy: row.carried_by }),
  };
}
