/** Hectares as official figures give them: to 0.1. */
export function toHectares(m2: number): number {
  return Math.round(m2 / 1_000) / 10;
}
