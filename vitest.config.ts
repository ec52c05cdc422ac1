import { defineConfig } from 'vitest/config';

const SUITES = ['unit', 'property', 'contract', 'faults'] as const;

/**
 * One project a suite: `vitest run --project property`. `faults` wants the built app (`npm run -s build`). The other
 * browser tests are Playwright's.
 */
export default defineConfig({
  test: {
    environment: 'node',
    setupFiles: ['tests/support/gate/console-guard.ts', 'tests/support/gate/fast-check-env.ts'],
    // A suite whose files went missing must not pass.
    passWithNoTests: false,
    allowOnly: false,
    restoreMocks: true,
    testTimeout: 10_000,
    // Whatever the terminal has set: no test writes into somebody's database.
    env: { DATABASE_URL: '', SAFELANE_SECRET: '' },
    projects: SUITES.map((suite) => ({
      extends: true as const,
      test: {
        name: suite,
        include: [`tests/${suite}/**/*.test.ts`, `tests/${suite}/**/*.test.tsx`],
        ...(suite === 'unit' ? {} : { testTimeout: 60_000, hookTimeout: 60_000 }),
        ...(suite === 'contract' || suite === 'faults'
          ? { globalSetup: ['tests/support/postgres/global-setup.ts'] }
          : {}),
      },
    })),
  },
});
