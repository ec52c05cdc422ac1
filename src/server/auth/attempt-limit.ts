/** After so many wrong passwords for a user name it is refused until the first of them is `windowMs` old. */
const LIMIT = { attempts: 10, windowMs: 5 * 60_000, names: 10_000 } as const;

/**
 * Counts wrong passwords by user name. Not by address: all phones of a base camp share one, and one person's slip must
 * not lock out the rest.
 */
export function createAttemptLimit(now: () => number) {
  const failures = new Map<string, number[]>();
  const recent = (name: string) => (failures.get(name) ?? []).filter((at) => at > now() - LIMIT.windowMs);
  return {
    /** @returns seconds to wait; 0 when an attempt may be made */
    waitS(name: string): number {
      const times = recent(name);
      const [first] = times;
      if (first === undefined || times.length < LIMIT.attempts) return 0;
      return Math.max(1, Math.ceil((first + LIMIT.windowMs - now()) / 1_000));
    },
    /** @returns takes it back, where it was not about the password */
    failed(name: string): () => void {
      const at = now();
      const times = [...recent(name), at];
      failures.delete(name);
      failures.set(name, times);
      const [oldest] = failures.keys();
      if (failures.size > LIMIT.names && oldest !== undefined) failures.delete(oldest);
      return () => {
        const kept = failures.get(name) ?? [];
        const index = kept.lastIndexOf(at);
        if (index >= 0) failures.set(name, kept.toSpliced(index, 1));
      };
    },
    succeeded(name: string): void {
      failures.delete(name);
    },
  };
}
