/**
 * `npm test`: every check there is, in one go and to the end, so that one failure does not hide the next.
 * The last line counts over all of them; a static check counts as one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium, installPlan, OTHER_ENGINE_PROGRAMS, otherEnginesPlan } from './chromium.ts';
import { hasGdal, INSTALL_GDAL } from './gdal.ts';
import { findGeographicLib, GEOGRAPHICLIB_PACKAGE, installCommand, postgisFor } from './geo-tools.ts';
import { failedOnce, lastLine, type Outcome, outcomeOf, sumOf } from './outcome.ts';
import { findPostgres, INSTALL_POSTGRES } from './postgres.ts';

const ROOT = join(import.meta.dirname, '../../..');
const REPORTS = join(ROOT, 'test-results');

interface Step {
  readonly name: string;
  /** As said to `npm run -s`. */
  readonly script: readonly string[];
  readonly report?: { readonly tool: 'vitest' | 'playwright'; readonly file: string };
  readonly env?: Readonly<Record<string, string>>;
  /** The step without which this one means nothing. */
  readonly needs?: string;
}

/** Suites of vitest, with a report that is counted. */
function suites(report: string, projects: readonly string[], needs?: string): Step {
  const file = join(REPORTS, `${report}.json`);
  const chosen = projects.map((project) => `--project=${project}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name: projects.join(', '),
    script: ['test:unit', '--', ...chosen, ...reporters],
    report: { tool: 'vitest', file },
    ...(needs !== undefined && { needs }),
  };
}

const PLAYWRIGHT_REPORT = join(REPORTS, 'playwright.json');
const BROWSERS_REPORT = join(REPORTS, 'browsers.json');

const STEPS: readonly Step[] = [
  { name: 'types', script: ['typecheck'] },
  { name: 'lint', script: ['lint'] },
  { name: 'format', script: ['format:check'] },
  { name: 'unused code', script: ['unused'] },
  { name: 'build', script: ['build'] },
  suites('vitest', ['unit', 'property', 'contract']),
  // Apart: browsers and servers that are started and killed want the machine for themselves.
  suites('faults', ['faults'], 'build'),
  {
    name: 'end to end',
    script: ['test:e2e', '--', '--reporter=list,json'],
    report: { tool: 'playwright', file: PLAYWRIGHT_REPORT },
    needs: 'build',
  },
  {
    name: 'other browsers',
    script: ['test:browsers', '--', '--reporter=list,json'],
    report: { tool: 'playwright', file: BROWSERS_REPORT },
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: BROWSERS_REPORT },
    needs: 'build',
  },
];

const env = {
  ...process.env,
  // The project's own Node goes before whichever one the machine has, also when npm did not start us.
  PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter),
  PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT_REPORT,
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
};

const machine = { isRoot: process.getuid?.() === 0, hasAptGet: existsSync('/usr/bin/apt-get') };

function main(): number {
  const problem = setUpChromium();
  if (problem !== undefined) return finish([], failedOnce(problem));
  setUpPostgres();
  setUpGdal();
  setUpGeoTools();
  setUpOtherEngines();

  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const lines: string[] = [];
  const outcomes = new Map<string, Outcome>();
  for (const step of STEPS) {
    const startedMs = performance.now();
    const outcome = run(step, outcomes);
    const tookS = ((performance.now() - startedMs) / 1000).toFixed(1);
    outcomes.set(step.name, outcome);
    lines.push(`${step.name.padEnd(26)}${tookS.padStart(7)} s   ${lastLine(outcome)}`);
  }
  return finish(lines, sumOf([...outcomes.values()]));
}

function run(step: Step, before: ReadonlyMap<string, Outcome>): Outcome {
  console.log(`\n=== ${step.name}`);
  if (step.needs !== undefined && before.get(step.needs)?.failed !== 0) {
    const why = `${step.name}: not run, because the ${step.needs} failed`;
    console.log(why);
    return failedOnce(why);
  }
  const { status } = spawnSync('npm', ['run', '-s', ...step.script], {
    cwd: ROOT,
    env: { ...env, ...step.env },
    stdio: 'inherit',
  });
  if (step.report) {
    const text = existsSync(step.report.file) ? readFileSync(step.report.file, 'utf8') : undefined;
    return outcomeOf(step.report.tool, text, status);
  }
  if (status === 0) return { passed: 1, failed: 0, skipped: 0, failures: [] };
  return failedOnce(`${step.name} (npm run -s ${step.script.join(' ')})`);
}

/** Finds or installs the browser of the end-to-end tests. @returns what is wrong, in a sentence */
function setUpChromium(): string | undefined {
  if (isChromiumThere()) return undefined;
  const plan = installPlan(machine);
  if ('tell' in plan) return `No Chromium was found. Install one and run again:\n\n    ${plan.tell}\n`;
  install('Chromium', plan.run);
  return isChromiumThere() ? undefined : `Chromium could not be installed by: ${plan.run}`;
}

/** Installs PostgreSQL where that can be done. Elsewhere its tests are skipped, and say so. */
function setUpPostgres(): void {
  if (findPostgres(process.env) !== undefined) return;
  if (machine.isRoot && machine.hasAptGet) install('PostgreSQL', INSTALL_POSTGRES);
}

/** GDAL, whose files of every format the readers of layers are tried on; elsewhere those tests are skipped, and say so. */
function setUpGdal(): void {
  if (!hasGdal() && machine.isRoot && machine.hasAptGet) install('GDAL', INSTALL_GDAL);
}

/** What areas and positions are compared with. Where it cannot be had, those tests are skipped, and say so. */
function setUpGeoTools(): void {
  const bin = findPostgres(process.env);
  const postgis = bin === undefined ? undefined : postgisFor(bin);
  const packages = [
    ...(findGeographicLib() === undefined ? [GEOGRAPHICLIB_PACKAGE] : []),
    ...(postgis === undefined || postgis.isThere ? [] : [postgis.package]),
  ];
  if (packages.length === 0 || !machine.isRoot || !machine.hasAptGet) return;
  // One by one: a package that this distribution has not must not keep the other away.
  for (const each of packages) install(each, installCommand(each));
}

/** Firefox and WebKitGTK, where they can be had; their tests skip what is not there, with the reason. */
function setUpOtherEngines(): void {
  if (OTHER_ENGINE_PROGRAMS.every((program) => existsSync(program))) return;
  const plan = otherEnginesPlan(machine);
  if (plan !== undefined) install('Firefox ESR and WebKitGTK', plan);
}

function install(what: string, command: string): void {
  console.log(`=== installing ${what}: ${command}`);
  spawnSync('sh', ['-c', command], {
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: 'inherit',
  });
}

function isChromiumThere(): boolean {
  return findChromium(process.env, existsSync) !== undefined || existsSync(chromium.executablePath());
}

function finish(lines: readonly string[], outcome: Outcome): number {
  console.log(`\n${lines.join('\n')}`);
  if (outcome.failures.length > 0) {
    console.log(`\nFailed:\n${outcome.failures.map((failure) => `  - ${failure}`).join('\n')}`);
  }
  console.log(`\n${lastLine(outcome)}`);
  return outcome.failed > 0 || outcome.passed === 0 ? 1 : 0;
}

process.exitCode = main();
