import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasGdal, INSTALL_GDAL } from '#tests/support/gate/gdal.ts';

const run = promisify(execFile);

/** Why GDAL's programs cannot be used; undefined where they can. */
export const gdalMissing: string | undefined = hasGdal()
  ? undefined
  : `no ogr2ogr was found; install it: ${INSTALL_GDAL}`;

/**
 * Has GDAL write features in another format.
 * @param args of `ogr2ogr` before the files
 * @returns the file, zipped by its ending `.shz`
 */
export async function ogr2ogr(geojson: unknown, file: string, args: readonly string[]): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'safelane-gdal-'));
  try {
    const [source, target] = [join(folder, 'source.geojson'), join(folder, file)];
    await writeFile(source, JSON.stringify(geojson));
    await run('ogr2ogr', [...args, target, source]);
    return await readFile(target);
  } finally {
    await rm(folder, { recursive: true });
  }
}
