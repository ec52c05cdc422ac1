import { existsSync } from 'node:fs';

/** Where Debian and Homebrew put them. */
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
const PROGRAMS = ['GeoConvert', 'GeodSolve', 'Planimeter'];

/** The folder of GeographicLib's command-line tools. */
export function findGeographicLib(exists: (path: string) => boolean = existsSync): string | undefined {
  return FOLDERS.find((folder) => PROGRAMS.every((program) => exists(`${folder}/${program}`)));
}

/** PostGIS of a PostgreSQL that Debian installed: its package, and whether it is there. Undefined for another's. */
export function postgisFor(
  postgresBin: string,
  exists: (path: string) => boolean = existsSync,
): { readonly package: string; readonly isThere: boolean } | undefined {
  const version = /^\/usr\/lib\/postgresql\/(\d+)\/bin$/.exec(postgresBin)?.[1];
  if (version === undefined) return undefined;
  return {
    package: `postgresql-${version}-postgis-3`,
    isThere: exists(`/usr/share/postgresql/${version}/extension/postgis.control`),
  };
}

export const GEOGRAPHICLIB_PACKAGE = 'geographiclib-tools';

export const installCommand = (...packages: readonly string[]) =>
  `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
