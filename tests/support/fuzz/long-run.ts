/**
 * `npm run test:fuzz`: 10,000 stories, or as many as SAFELANE_FUZZ_RUNS says. One that failed is played again alone, with
 * its steps cut down to those that it needs, by the FC_SEED and SAFELANE_FUZZ_PATH that its message names.
 */
import { spawnSync } from 'node:child_process';

const again = (process.env.SAFELANE_FUZZ_PATH ?? '') !== '';
const { status } = spawnSync(
  'vitest',
  ['run', '--project', 'property', 'tests/property/sync-phones.test.ts'],
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
