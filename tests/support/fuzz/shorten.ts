import type { Played } from './play.ts';
import type { Step } from './step-kind.ts';

/** Leaves out what the failure does not need: halves first, then ever smaller parts. */
export async function shorten(
  steps: readonly Step[],
  play: (steps: readonly Step[]) => Promise<Played>,
): Promise<readonly Step[]> {
  let shortest = steps;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.length; ) {
      const fewer = shortest.filter((_, index) => index < at || index >= at + size);
      if ((await play(fewer)).failure) shortest = fewer;
      else at += size;
    }
  }
  return shortest;
}
