/**
 * `npm run test:fuzz`: 10,000 stories, or as many as SAFELANE_FUZZ_RUNS says, half of them in each of two processes. One that failed is played again alone, with
 * its steps cut down to those that it needs, by the FC_SEED and SAFELANE_FUZZ_PATH that its message names.
 */
import { spawnSync } from 'node:child_process';

const again = (process.env.SAFELANE_FUZZ_PATH ?? '') !== '';
const files = again ? ['sync-phones.test.ts'] : ['sync-phones.test.ts', 'sync-phones-more.test.ts'];
const { status } = spawnSync(
  'vitest',
  ['run', '--project', 'property', ...files.map((file) => `tests/property/${file}`)],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      SAFELANE_FUZZ_RUNS: process.env.SAFELANE_FUZZ_RUNS ?? (again ? '1' : '10000'),
      SAFELANE_FUZZ_SHRINK: process.env.SAFELANE_FUZZ_SHRINK ?? '1',
    },
  },
);
process.exitCode = status ?? 1;
