import { spawnSync } from 'node:child_process';

/** Whether GDAL's `ogr2ogr` is there. */
export const hasGdal = (): boolean => spawnSync('ogr2ogr', ['--version']).status === 0;

/** Debian's own; as root it is run by `npm test`. */
export const INSTALL_GDAL = 'apt-get update && apt-get install -y --no-install-recommends gdal-bin';
