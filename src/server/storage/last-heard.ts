import type { HeardReplica } from './port.ts';

export type LastHeard = Pick<HeardReplica, 'unsent' | 'heardAt'>;

/** A desk that is open asks every few seconds: to the minute is as exact as anybody needs it. */
const EXACT_MS = 60_000;

/** Whether there is anything to write of a phone that is heard of now. */
export function isNews(known: LastHeard | undefined, unsent: number, now: number): boolean {
  if (!known) return false;
  return known.unsent !== unsent || known.heardAt === null || Date.parse(known.heardAt) < now - EXACT_MS;
}
