import * as v from 'valibot';
import type { LocalMemory } from '../shell/local-memory.ts';

export const distances = [10, 25, 50, 100] as const;
const usualM = 25;

/** What the phone keeps of warnings: from how far, and which were seen today by this user. */
export interface DangerMemory {
  withinM(): number;
  setWithinM(metres: number): void;
  /** Keys of what was seen on this day. */
  seenOn(day: string): ReadonlySet<string>;
  addSeen(day: string, keys: Iterable<string>): void;
}

const seenSchema = v.object({ day: v.string(), keys: v.array(v.string()) });

export function createDangerMemory(memory: LocalMemory, user: string): DangerMemory {
  const seenKey = `danger-seen.${user}`;
  const seenOn = (day: string): ReadonlySet<string> => {
    const read = v.safeParse(seenSchema, parsed(memory.get(seenKey)));
    return new Set(read.success && read.output.day === day ? read.output.keys : []);
  };
  return {
    withinM: () => {
      const kept = Number(memory.get('danger-within') ?? usualM);
      // Nothing that stands there by mistake may switch the warnings off.
      return kept >= distances[0] && kept <= 100 ? kept : usualM;
    },
    setWithinM: (metres) => memory.set('danger-within', String(metres)),
    seenOn,
    addSeen: (day, keys) => {
      memory.set(seenKey, JSON.stringify({ day, keys: [...new Set([...seenOn(day), ...keys])] }));
    },
  };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
