import { findChromium, installPlan, otherEnginesPlan } from '#tests/support/gate/chromium.ts';
import { failedOnce, lastLine, outcomeOf, sumOf } from '#tests/support/gate/outcome.ts';
import { describe, expect, it } from 'vitest';

const vitestReport = (...files: object[]) => JSON.stringify({ testResults: files });
const file = (status: string, ...tests: readonly (readonly [string, string])[]) => ({
  name: 'a.test.ts',
  status,
  message: 'Cannot find module\nat somewhere',
  assertionResults: tests.map(([fullName, state]) => ({ fullName, status: state })),
});

const playwrightReport = (statuses: readonly string[], errors: readonly object[] = []) =>
  JSON.stringify({
    suites: [
      {
        title: 'main.spec.ts',
        specs: [],
        suites: [
          {
            title: 'a day',
            specs: statuses.map((status, i) => ({ title: `step ${i}`, tests: [{ status }] })),
          },
        ],
      },
    ],
    errors,
  });

describe('the last line of the tests', () => {
  it('counts over all suites, and names what was skipped only where something was', () => {
    const sum = sumOf([failedOnce('x'), { passed: 41, failed: 0, skipped: 0, failures: [] }]);
    expect(lastLine(sum)).toBe('41 passed, 1 failed');
    expect(lastLine({ ...sum, skipped: 2 })).toBe('41 passed, 1 failed, 2 skipped');
    expect(sum.failures).toEqual(['x']);
  });
});

describe('a report of vitest', () => {
  it('is counted test by test', () => {
    const text = vitestReport(
      file('failed', ['one', 'passed'], ['two', 'failed'], ['three', 'skipped'], ['four', 'todo']),
    );
    expect(outcomeOf('vitest', text, 1)).toEqual({ passed: 1, failed: 1, skipped: 2, failures: ['two'] });
  });

  it('counts a file that failed before its tests as a failure', () => {
    const outcome = outcomeOf('vitest', vitestReport(file('failed'), file('passed', ['one', 'passed'])), 1);
    expect(outcome).toMatchObject({ passed: 1, failed: 1, failures: ['a.test.ts: Cannot find module'] });
  });

  it.each([
    ['is not there', undefined, 0],
    ['cannot be read', 'not JSON', 0],
    ['has another form', '{}', 0],
    ['holds no test', vitestReport(), 0],
    ['is all skipped', vitestReport(file('passed', ['one', 'skipped'])), 0],
    ['is all well while the runner failed', vitestReport(file('passed', ['one', 'passed'])), 1],
    ['is all well while the runner was killed', vitestReport(file('passed', ['one', 'passed'])), null],
  ])('that %s is a failure', (_, text, exitCode) => {
    expect(outcomeOf('vitest', text, exitCode).failed).toBe(1);
  });
});

describe('a report of Playwright', () => {
  it('is counted through its nested suites; a flaky test is no pass', () => {
    const outcome = outcomeOf(
      'playwright',
      playwrightReport(['expected', 'unexpected', 'flaky', 'skipped']),
      1,
    );
    expect(outcome).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      failures: ['main.spec.ts > a day > step 1', 'main.spec.ts > a day > step 2'],
    });
  });

  it('counts an error outside of any test', () => {
    const text = playwrightReport(['expected'], [{ message: 'No server\nstack' }, {}]);
    expect(outcomeOf('playwright', text, 1).failures).toEqual(['No server', 'failed without a message']);
  });
});

describe('the browser of the tests', () => {
  it('is the one that is named, else one that is there', () => {
    expect(findChromium({ CHROMIUM_PATH: '/opt/mine' }, () => false)).toBe('/opt/mine');
    expect(findChromium({ CHROMIUM_PATH: '' }, (path) => path === '/usr/bin/google-chrome')).toBe(
      '/usr/bin/google-chrome',
    );
    expect(findChromium({}, () => false)).toBeUndefined();
  });

  it('is installed where we may, else the one command is told', () => {
    expect(installPlan({ isRoot: true, hasAptGet: true })).toHaveProperty('run');
    expect(installPlan({ isRoot: false, hasAptGet: true })).toEqual({
      tell: expect.stringContaining('sudo'),
    });
    expect(installPlan({ isRoot: true, hasAptGet: false })).toEqual({ tell: expect.stringContaining('npx') });
  });

  it('is done for the other engines too where it can be, and elsewhere they are left out', () => {
    expect(otherEnginesPlan({ isRoot: true, hasAptGet: true })).toContain(
      'firefox-esr webkit2gtk-driver xvfb',
    );
    expect(otherEnginesPlan({ isRoot: false, hasAptGet: true })).toBeUndefined();
    expect(otherEnginesPlan({ isRoot: true, hasAptGet: false })).toBeUndefined();
  });
});
