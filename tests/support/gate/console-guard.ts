/**
 * A test fails when something it runs writes to console.error or console.warn. A test that expects such a
 * line replaces the method itself (`vi.spyOn(console, 'error')`), which takes it out of this guard's sight.
 */
import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

const METHODS = ['error', 'warn'] as const;

const unexpected: string[] = [];

for (const method of METHODS) {
  const original = console[method];
  console[method] = (...args: unknown[]) => {
    unexpected.push(`console.${method}: ${format(...args)}`);
    original.apply(console, args);
  };
}

function failOnWhatWasWritten(): void {
  const lines = unexpected.splice(0);
  if (lines.length > 0) throw new Error(`Unexpected console output:\n${lines.join('\n')}`);
}

// Before as well: output from module load or a late timer of the test before belongs to somebody too.
beforeEach(failOnWhatWasWritten);
afterEach(failOnWhatWasWritten);
