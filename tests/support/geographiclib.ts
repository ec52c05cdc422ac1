import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { LonLat } from '#domain/geo/shape.ts';
import { findGeographicLib, GEOGRAPHICLIB_PACKAGE } from '#tests/support/gate/geo-tools.ts';

const folder = findGeographicLib();

/** Why there is no GeographicLib to compare with; undefined where there is one. */
export const geographicLibMissing =
  folder === undefined
    ? `no GeographicLib tools were found; install them: apt-get install ${GEOGRAPHICLIB_PACKAGE}`
    : undefined;

type Tool = 'GeoConvert' | 'GeodSolve' | 'Planimeter';

/** What one of the tools answers to so many lines. */
export function ask(tool: Tool, args: readonly string[], lines: readonly string[]): string[] {
  const input = `${lines.join('\n')}\n`;
  const { stdout, stderr, status } = spawnSync(join(folder ?? '', tool), args, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout.trimEnd().split('\n');
}

/** Latitude before longitude, as the tools read it; to 1e-12°, for they take the `e` of an exponent for the east. */
export const latLon = ([lon, lat]: LonLat) => `${lat.toFixed(12)} ${lon.toFixed(12)}`;

export const numbersOf = (line: string): number[] => line.split(' ').map(Number);
