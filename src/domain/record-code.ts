import { intervalOf, type ReducedDate } from './dates.ts';

/**
 * The name people say over the radio: `AGD-0142-C-210314-K7-03`. The replica's tag is unique in the programme and the
 * number unique in the replica, so that codes made offline cannot collide. It never changes, even if the task does.
 */
export function makeRecordCode(parts: {
  readonly task: string;
  readonly letter: string;
  readonly date: ReducedDate;
  readonly tag: string;
  readonly number: number;
}): string {
  const day = intervalOf(parts.date)[0].slice(2).replaceAll('-', '');
  return `${parts.task}-${parts.letter}-${day}-${parts.tag}-${String(parts.number).padStart(2, '0')}`;
}

/** The tag of the n-th replica of a programme: A1 … Z9, then AA1 …; letters that are read as digits are left out. */
export function replicaTag(n: number): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  const digit = (n % 9) + 1;
  let rest = Math.floor(n / 9);
  let text = '';
  do {
    text = letters.charAt(rest % letters.length) + text;
    rest = Math.floor(rest / letters.length) - 1;
  } while (rest >= 0);
  return `${text}${digit}`;
}
