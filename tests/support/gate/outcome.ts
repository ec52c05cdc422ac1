/**
 * What a step of the gate came to, read from the JSON reports that vitest and Playwright write. A report that
 * is missing, unreadable or too rosy for its exit code counts as one failure: silence is never a pass.
 */
import * as v from 'valibot';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One line for each failure, as it is printed at the end. */
  readonly failures: readonly string[];
}

export function failedOnce(why: string): Outcome {
  return { passed: 0, failed: 1, skipped: 0, failures: [why] };
}

export function sumOf(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
    failed: outcomes.reduce((sum, outcome) => sum + outcome.failed, 0),
    skipped: outcomes.reduce((sum, outcome) => sum + outcome.skipped, 0),
    failures: outcomes.flatMap((outcome) => outcome.failures),
  };
}

/** The last line of `npm test`. */
export function lastLine(outcome: Outcome): string {
  const skipped = outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : '';
  return `${outcome.passed} passed, ${outcome.failed} failed${skipped}`;
}

const VitestReport = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.optional(v.string()),
      assertionResults: v.array(v.object({ fullName: v.string(), status: v.string() })),
    }),
  ),
});

function readVitest(report: unknown): Outcome {
  const files = v.parse(VitestReport, report).testResults;
  const outcomes = files.flatMap((file) => {
    const tests = file.assertionResults.map((test) =>
      one(test.status === 'passed', test.status, test.fullName),
    );
    const silentFailure = file.status === 'failed' && tests.every((test) => test.failed === 0);
    return silentFailure ? [...tests, failedOnce(`${file.name}: ${firstLine(file.message)}`)] : tests;
  });
  return sumOf(outcomes);
}

const PlaywrightSpecs = {
  title: v.string(),
  specs: v.array(v.object({ title: v.string(), tests: v.array(v.object({ status: v.string() })) })),
};

interface PlaywrightSuite extends v.InferOutput<v.ObjectSchema<typeof PlaywrightSpecs, undefined>> {
  readonly suites?: PlaywrightSuite[] | undefined;
}

const PlaywrightSuite: v.GenericSchema<PlaywrightSuite> = v.object({
  ...PlaywrightSpecs,
  suites: v.optional(v.array(v.lazy(() => PlaywrightSuite))),
});

const PlaywrightReport = v.object({
  suites: v.array(PlaywrightSuite),
  errors: v.array(v.object({ message: v.optional(v.string()) })),
});

function readSuite(suite: PlaywrightSuite, above: string): Outcome {
  const path = above === '' ? suite.title : `${above} > ${suite.title}`;
  return sumOf([
    ...suite.specs.flatMap((spec) =>
      spec.tests.map((test) => one(test.status === 'expected', test.status, `${path} > ${spec.title}`)),
    ),
    ...(suite.suites ?? []).map((inner) => readSuite(inner, path)),
  ]);
}

function readPlaywright(report: unknown): Outcome {
  const { suites, errors } = v.parse(PlaywrightReport, report);
  return sumOf([
    ...suites.map((suite) => readSuite(suite, '')),
    ...errors.map((error) => failedOnce(firstLine(error.message))),
  ]);
}

const READERS = { vitest: readVitest, playwright: readPlaywright };

/**
 * @param text the report, undefined where none was written
 * @param exitCode of the runner; null where a signal ended it
 */
export function outcomeOf(
  tool: keyof typeof READERS,
  text: string | undefined,
  exitCode: number | null,
): Outcome {
  if (text === undefined) return failedOnce(`${tool} ended with ${exitCode} and left no report`);
  let outcome: Outcome;
  try {
    outcome = READERS[tool](JSON.parse(text));
  } catch (error) {
    return failedOnce(`the report of ${tool} cannot be read: ${String(error)}`);
  }
  if (exitCode !== 0 && outcome.failed === 0) {
    return sumOf([outcome, failedOnce(`${tool} ended with ${exitCode} though no test failed`)]);
  }
  if (outcome.passed + outcome.failed === 0) return sumOf([outcome, failedOnce(`${tool} ran no test`)]);
  return outcome;
}

const SKIPPED = new Set(['skipped', 'pending', 'todo', 'disabled']);

function one(passed: boolean, status: string, title: string): Outcome {
  if (passed) return { passed: 1, failed: 0, skipped: 0, failures: [] };
  if (SKIPPED.has(status)) return { passed: 0, failed: 0, skipped: 1, failures: [] };
  return failedOnce(title);
}

function firstLine(message: string | undefined): string {
  return message?.split('\n', 1)[0] ?? 'failed without a message';
}
