function numberOf(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`${name} must be a whole number, not "${text}"`);
  return value;
}

/** How often a test kills, and what its random choices start from. Said in the test's title, so that it can be repeated. */
export function roundsAndSeed(usualRounds: number): { readonly rounds: number; readonly seed: number } {
  return {
    rounds: numberOf('KILL_ROUNDS') ?? usualRounds,
    seed: numberOf('KILL_SEED') ?? Math.floor(Math.random() * 2 ** 31),
  };
}
