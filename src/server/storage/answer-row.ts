import type { Refusal } from '#protocol/merge.ts';
import type { Start } from './push-rows.ts';

export interface AcceptedRow {
  readonly id: string;
  readonly hash: string;
  readonly seq: number;
  readonly outcome: 'applied' | 'held';
  readonly held: string | null;
}
export interface RefusalRow {
  readonly id: string;
  readonly hash: string;
  readonly reason: Refusal;
  readonly message: string;
  readonly replica: string;
  readonly n: number;
}
type Answered = Start['answers'][number];

/** The answer that was given to a change that was taken. */
export const acceptedAnswer = ({ id, hash, seq, outcome, held }: AcceptedRow): Answered => ({
  id,
  hash,
  answer:
    outcome === 'held'
      ? { outcome, seq, groups: JSON.parse(held ?? '[]') as string[] }
      : { outcome: 'applied', seq },
});

/** The answer that was given to a change that was refused. */
export const refusedAnswer = ({ id, hash, reason, message, replica, n }: RefusalRow): Answered => ({
  id,
  hash,
  answer: { outcome: 'refused', reason, message },
  place: { replica, n },
});
