import { defineConfig, type OxlintOverride } from 'oxlint';

/** Packages without I/O, clock or randomness: all that the pure folders may use. */
const PURE_PACKAGES = [
  'valibot',
  'geographiclib-geodesic',
  'clipper2-ts',
  'geomagnetism',
  'flatbush',
  'rbush',
  '@noble/hashes/**',
];

/** Readers of file formats, none of which touches more than the bytes it is given. */
const FORMAT_PACKAGES = ['csv-parse/**', 'fflate', 'proj4', 'saxes'];

const WORKBOX = ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies'];
const NODE = ['node:*', 'node:**'];
const SERVER_PACKAGES = ['hono', 'hono/**', '@hono/**', 'kysely', 'kysely/**', 'pg', 'commander'];
const PHONE_PACKAGES = ['dexie', 'leaflet', 'leaflet/**', 'preact', 'preact/**', '@preact/**', 'workbox-*'];

/** Which folders of ours, and which packages, a folder may import. Said in docs/architecture too. */
interface Boundary {
  readonly folders: readonly string[];
  /** Where given, no other package passes. */
  readonly packages?: readonly string[];
  /** Where no list of packages is given: the ones that do not pass. */
  readonly forbidden?: readonly string[];
  readonly pure?: true;
}

const BOUNDARIES: Readonly<Record<string, Boundary>> = {
  'src/domain': { folders: ['domain'], packages: PURE_PACKAGES, pure: true },
  'src/protocol': { folders: ['protocol', 'domain'], packages: PURE_PACKAGES, pure: true },
  'src/sync': { folders: ['sync', 'protocol', 'domain'], packages: PURE_PACKAGES, pure: true },
  'src/store': { folders: ['store', 'sync', 'protocol', 'domain'], packages: [...PURE_PACKAGES, 'dexie'] },
  'src/export': {
    folders: ['export', 'domain'],
    forbidden: [...NODE, ...SERVER_PACKAGES, ...PHONE_PACKAGES],
  },
  'src/overlay': {
    folders: ['overlay', 'domain'],
    packages: [...PURE_PACKAGES, ...FORMAT_PACKAGES],
    pure: true,
  },
  'src/app': {
    folders: ['app', 'store', 'export', 'overlay', 'sync', 'protocol', 'domain'],
    forbidden: [...NODE, ...SERVER_PACKAGES, 'workbox-*'],
  },
  'src/server': { folders: ['server', 'export', 'overlay', 'protocol', 'domain'], forbidden: PHONE_PACKAGES },
  sw: {
    folders: ['sw', 'store', 'sync', 'protocol', 'domain'],
    packages: [...PURE_PACKAGES, 'dexie', ...WORKBOX],
  },
};

const OUR_FOLDERS = [
  'domain',
  'protocol',
  'sync',
  'store',
  'export',
  'overlay',
  'app',
  'server',
  'sw',
  'tests',
];

/** A file may go up inside its own folder, never out of it; from the top of a folder any `../` is out. */
const UPWARDS: readonly (readonly [depth: string, group: readonly string[]])[] = [
  ['*', ['../**']],
  ['*/*', ['../../**']],
  ['*/*/**/*', ['../../../**']],
];

function importRules(folder: string, boundary: Boundary): OxlintOverride[] {
  const allowed = boundary.folders.map((name) => `#${name}`).join(', ');
  const patterns = boundary.packages
    ? [
        {
          group: [
            '*',
            '!./**',
            '!../**',
            ...boundary.folders.map((name) => `!#${name}/**`),
            ...boundary.packages.map((name) => `!${name}`),
          ],
          message: `${folder} may import ${allowed}, and of packages ${boundary.packages.join(', ')}.`,
        },
      ]
    : [
        {
          group: [
            ...OUR_FOLDERS.filter((name) => !boundary.folders.includes(name)).map((name) => `#${name}/**`),
            ...(boundary.forbidden ?? []),
          ],
          message: `${folder} may import ${allowed}; this folder or package is not for it.`,
        },
      ];
  return UPWARDS.map(([depth, group]) => ({
    files: [`${folder}/${depth}.ts`, `${folder}/${depth}.tsx`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...patterns,
            { group: [...group], message: 'Import from another folder by its #name, not by a path.' },
          ],
        },
      ],
    },
  }));
}

const PASSED_IN = 'Pure folders take time, randomness, timers and I/O as arguments.';

const IMPURE_GLOBALS = [
  'crypto',
  'fetch',
  'console',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'requestAnimationFrame',
  'globalThis',
  'self',
  'window',
  'document',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'caches',
  'process',
  'Buffer',
];

const pureFolders = Object.entries(BOUNDARIES).filter(([, boundary]) => boundary.pure);

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'react'],
  jsPlugins: ['./tests/support/gate/oxlint-clock.ts'],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'import/no-unassigned-import': ['error', { allow: ['**/*.css', 'fake-indexeddb/auto'] }],

    'typescript/await-thenable': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/no-deprecated': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/restrict-plus-operands': 'error',
    'typescript/return-await': ['error', 'in-try-catch'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    // A count of 0 is a finding, not an absence: a number that may be missing is compared.
    'typescript/strict-boolean-expressions': [
      'error',
      {
        allowNumber: true,
        allowNullableNumber: false,
        allowString: true,
        allowNullableString: true,
        allowNullableBoolean: true,
        allowNullableObject: true,
      },
    ],

    'array-callback-return': 'error',
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'max-lines': ['error', { max: 400 }],
    'no-alert': 'error',
    'no-console': ['error', { allow: ['warn', 'error'] }],
    'no-empty': 'error',
    'no-fallthrough': 'error',
    'no-self-compare': 'error',
    'no-var': 'error',
    'oxc/no-barrel-file': ['error', { threshold: 0 }],
    'react/jsx-key': 'error',
    'react/rules-of-hooks': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'unicorn/prefer-node-protocol': 'error',

    // Taste, or said better by the compiler.
    'consistent-return': 'off',
    'import/no-named-as-default-member': 'off',
    'no-underscore-dangle': 'off',
    'react/react-in-jsx-scope': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/require-post-message-target-origin': 'off',
  },
  overrides: [
    ...Object.entries(BOUNDARIES).flatMap(([folder, boundary]) => importRules(folder, boundary)),
    {
      files: pureFolders.map(([folder]) => `${folder}/**`),
      rules: {
        'no-console': 'error',
        'no-restricted-globals': ['error', ...IMPURE_GLOBALS.map((name) => ({ name, message: PASSED_IN }))],
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: PASSED_IN },
          { object: 'Math', property: 'random', message: PASSED_IN },
        ],
        'safelane/no-clock': 'error',
      },
    },
    {
      files: ['*.config.ts', 'tests/support/gate/oxlint-clock.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
    { files: ['src/server/**'], rules: { 'no-console': 'off' } },
    {
      files: ['tests/**'],
      plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'react', 'vitest'],
      rules: {
        'no-console': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
        'typescript/strict-boolean-expressions': 'off',
        'typescript/unbound-method': 'off',
        // Property tests and helpers assert in their own way.
        'vitest/expect-expect': 'off',
      },
    },
  ],
});
