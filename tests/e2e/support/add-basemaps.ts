/** Map archives on a server, as an administrator puts them there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rasterArchive, vectorArchive } from '#tests/support/map-archive/karabakh.ts';
import type { RunningServer } from '#tests/support/server/start-server.ts';

export function putBasemap(server: RunningServer, name: string, bytes: Buffer): void {
  const folder = join(server.folder, 'basemaps');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.pmtiles`), bytes);
}

export function addBasemaps(server: RunningServer): void {
  putBasemap(server, 'Survey 1958', rasterArchive());
  putBasemap(server, 'Drawn map', vectorArchive());
}
