/** Numbers that look random and are the same in every run of the same seed. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  between(min: number, max: number): number;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the keys, as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key;
}

/** Source: mulberry32, by Tommy Ettinger, public domain. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    between: (min, max) => min + next() * (max - min),
    chance: (share) => next() < share,
    pick(list) {
      const item = list[int(0, list.length - 1)];
      if (item === undefined) throw new RangeError('There is nothing to pick from.');
      return item;
    },
    weighted(weights) {
      const entries = Object.entries<number>(weights) as [keyof typeof weights, number][];
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        rest -= weight;
        if (rest < 0) return key;
      }
      throw new RangeError('There is nothing to pick from.');
    },
  };
}

/** A UUID of version 7 for the instant, with the random part from the generator. */
export function madeUpId(random: Random, instant: number): string {
  const time = instant.toString(16).padStart(12, '0');
  const hex = (digits: number) =>
    random
      .int(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, '0');
  const variant = (8 + random.int(0, 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(6)}${hex(6)}`;
}

/**
 * Whole numbers between 1 and `most` in the proportions of the weights, that add up to exactly `total`.
 * @throws RangeError when that cannot be
 */
export function shareOut(total: number, weights: readonly number[], most: number): number[] {
  if (total < weights.length || total > weights.length * most) {
    throw new RangeError(`${total} cannot be shared by ${weights.length} with at most ${most} each.`);
  }
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const shares = weights.map((weight) => Math.min(most, Math.max(1, Math.round((weight * total) / sum))));
  let rest = total - shares.reduce((all, share) => all + share, 0);
  for (let i = 0; rest !== 0; i = (i + 1) % shares.length) {
    const step = Math.sign(rest);
    const next = (shares[i] ?? 0) + step;
    if (next < 1 || next > most) continue;
    shares[i] = next;
    rest -= step;
  }
  return shares;
}
