import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '../..');

interface Violation {
  readonly what: string;
  readonly file: string;
  readonly code: string;
  readonly caughtBy: readonly ('compiler' | 'linter')[];
}

const violations: readonly Violation[] = [
  {
    what: 'a type of the browser in the domain',
    file: 'src/domain/dom-type.ts',
    code: 'export const widthOf = (element: HTMLElement) => element.clientWidth;',
    caughtBy: ['compiler'],
  },
  {
    what: 'a type of Node in the domain',
    file: 'src/domain/node-type.ts',
    code: 'export const sizeOf = (bytes: Buffer) => bytes.length;',
    caughtBy: ['compiler'],
  },
  {
    what: 'a Node module in the protocol',
    file: 'src/protocol/node-import.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('x', 'utf8');",
    caughtBy: ['compiler', 'linter'],
  },
  {
    what: 'the app in the domain',
    file: 'src/domain/app-import.ts',
    code: "import { planted } from '#app/planted.ts';\nexport const copy = planted;",
    caughtBy: ['linter'],
  },
  {
    what: 'the app in the domain, by a path',
    file: 'src/domain/geo/path-import.ts',
    code: "import { planted } from '../../app/reached-by-path.ts';\nexport const copy = planted;",
    // The linter's patterns know no `..`; a file of another project does not compile.
    caughtBy: ['compiler'],
  },
  {
    what: 'the store in the sync loop',
    file: 'src/sync/store-import.ts',
    code: "import { planted } from '#store/planted.ts';\nexport const copy = planted;",
    caughtBy: ['linter'],
  },
  {
    what: 'the protocol in the exports',
    file: 'src/export/protocol-import.ts',
    code: "import { planted } from '#protocol/planted.ts';\nexport const copy = planted;",
    caughtBy: ['linter'],
  },
  {
    what: 'the store in the readers of files',
    file: 'src/overlay/store-import.ts',
    code: "import { planted } from '#store/planted.ts';\nexport const copy = planted;",
    caughtBy: ['linter'],
  },
  {
    what: 'a Node module in the readers of files',
    file: 'src/overlay/node-import.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('x', 'utf8');",
    caughtBy: ['compiler', 'linter'],
  },
  {
    what: 'the network in the readers of files',
    file: 'src/overlay/network.ts',
    code: "export const answer = async () => fetch('/api');",
    caughtBy: ['linter'],
  },
  {
    what: 'the server in the app',
    file: 'src/app/server-import.ts',
    code: "import { planted } from '#server/planted.ts';\nexport const copy = planted;",
    caughtBy: ['linter'],
  },
  {
    what: 'the store in the server',
    file: 'src/server/store-import.ts',
    code: "import { planted } from '#store/planted.ts';\nexport const copy = planted;",
    caughtBy: ['linter'],
  },
  {
    what: 'the app in the service worker',
    file: 'sw/app-import.ts',
    code: "import { planted } from '#app/planted.ts';\nexport const copy = planted;",
    caughtBy: ['linter'],
  },
  {
    what: 'a package that is not pure in the domain',
    file: 'src/domain/package-import.ts',
    code: "import { Dexie } from 'dexie';\nexport const database = Dexie;",
    caughtBy: ['linter'],
  },
  {
    what: 'a package of the phone on the server',
    file: 'src/server/package-import.ts',
    code: "import { Dexie } from 'dexie';\nexport const database = Dexie;",
    caughtBy: ['linter'],
  },
  {
    what: 'the clock in the sync loop',
    file: 'src/sync/clock.ts',
    code: 'export const nowMs = () => Date.now();',
    caughtBy: ['linter'],
  },
  {
    what: 'the clock in the sync loop, in disguise',
    file: 'src/sync/hidden-clock.ts',
    code: 'export const today = () => new Date().getTime();',
    caughtBy: ['linter'],
  },
  {
    what: 'randomness in the domain',
    file: 'src/domain/random.ts',
    code: 'export const dice = () => Math.random();',
    caughtBy: ['linter'],
  },
  {
    what: 'the network in the protocol',
    file: 'src/protocol/network.ts',
    code: "export const answer = async () => fetch('/api');",
    caughtBy: ['compiler', 'linter'],
  },
];

/** What a folder may do; a gate that forbids everything would pass the rest of this file. */
const allowed: Readonly<Record<string, string>> = {
  'src/domain/planted.ts': 'export const planted = new Date(0).getUTCFullYear();',
  'src/protocol/planted.ts':
    "import { planted as own } from '#domain/planted.ts';\nexport const planted = own;",
  'src/sync/planted.ts':
    "import { planted as own } from '#protocol/planted.ts';\nexport const planted = own;",
  'src/store/planted.ts': "import { Dexie } from 'dexie';\nexport const planted = Dexie;",
  'src/export/planted.ts':
    "import { planted as own } from '#domain/planted.ts';\nexport const planted = own;",
  'src/overlay/planted.ts':
    "import { unzipSync } from 'fflate';\nimport { planted as own } from '#domain/planted.ts';\nexport const planted = [own, unzipSync];",
  'src/app/planted.ts': "import { planted as own } from '#export/planted.ts';\nexport const planted = own;",
  'src/app/reached-by-path.ts': 'export const planted = 1;',
  'src/server/planted.ts': "import { cwd } from 'node:process';\nexport const planted = cwd();",
};

/** Folders whose compiler runs here: those that must not know Node, the first two nor the browser. */
const pureFolders = ['src/domain', 'src/protocol', 'src/overlay'];

let copy = '';
/** Files in which each tool found fault. */
const found = { compiler: new Set<string>(), linter: new Set<string>() };

const LintReport = v.object({ diagnostics: v.array(v.object({ code: v.string(), filename: v.string() })) });
const boundaryRules = /no-restricted-(imports|globals|properties)|no-clock/;

function run(tool: string, args: readonly string[]): string {
  const bin = join(project, 'node_modules', tool);
  const { stdout, error } = spawnSync(process.execPath, [bin, ...args], { cwd: copy, encoding: 'utf8' });
  if (error) throw error;
  return stdout;
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'safelane-gate-'));
  const settings = ['package.json', 'tsconfig.base.json', 'oxlint.config.ts', '.gitignore'];
  const folders = [...pureFolders, 'src/sync', 'src/store', 'src/export', 'src/app', 'src/server', 'sw'];
  const tsconfigs = folders.map((folder) => `${folder}/tsconfig.json`);
  for (const file of [...settings, ...tsconfigs, 'tests/support/gate/oxlint-clock.ts']) {
    cpSync(join(project, file), join(copy, file));
  }
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  const plants = [...Object.entries(allowed), ...violations.map(({ file, code }) => [file, code] as const)];
  for (const [file, code] of plants) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), `${code}\n`);
  }
  for (const folder of pureFolders) {
    for (const line of run('typescript/bin/tsc', ['-b', folder, '--pretty', 'false']).split('\n')) {
      const file = /^(\S+?)\(\d+,\d+\): error/.exec(line)?.[1];
      if (file?.startsWith(folder)) found.compiler.add(file);
    }
  }
  const { diagnostics } = v.parse(LintReport, JSON.parse(run('oxlint/bin/oxlint', ['--format', 'json'])));
  for (const { code, filename } of diagnostics) if (boundaryRules.test(code)) found.linter.add(filename);
}, 60_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the gate catches', () => {
  it.each(violations.flatMap((violation) => violation.caughtBy.map((by) => ({ ...violation, by }))))(
    '$what, by the $by',
    ({ file, by }) => expect([...found[by]]).toContain(file),
  );
});

describe('the gate lets through', () => {
  it.each(Object.keys(allowed))('%s', (file) => {
    expect([...found.compiler, ...found.linter]).not.toContain(file);
  });
});
