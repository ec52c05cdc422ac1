import fc from 'fast-check';
import { test } from 'vitest';
import { fuzz } from './run-fuzz.ts';

/** Stories of 60 steps, in both halves together. `npm run test:fuzz` plays 10,000. */
const runs = Number(process.env.SAFELANE_FUZZ_RUNS ?? 500);
const path = process.env.SAFELANE_FUZZ_PATH;

/**
 * Several people with phones and an office log, edit, review, choose, lose their network and their answers, share and
 * copy phones, and the office is put back to its backup. When all are online again everyone agrees, nothing that was
 * accepted is missing or doubled, every overwritten value is in the history or waits, and what was refused is on the
 * phone of who made it.
 * @param half two files play half of the stories each, so that two cores share them
 */
export function testStories(half: 0 | 1): void {
  const { seed } = fc.readConfigureGlobal();
  test(
    'nothing that anybody saved is lost, doubled or silently overwritten',
    async () =>
      fuzz({
        runs: Math.ceil(runs / 2),
        ...(seed !== undefined && { seed: seed + half }),
        ...(path !== undefined && path !== '' && { path }),
        shrink: process.env.SAFELANE_FUZZ_SHRINK === '1',
      }),
    // For one that hangs, and not for one that is slow: the machine may be busy.
    300_000 + runs * 2_000,
  );
}
