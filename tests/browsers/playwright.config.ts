import { defineConfig } from '@playwright/test';

/** Engines that Playwright does not drive as people have them: each test starts its own, through its own driver. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/browsers',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
});
