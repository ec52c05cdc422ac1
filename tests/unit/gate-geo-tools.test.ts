import { expect, it } from 'vitest';
import { findGeographicLib, postgisFor } from '#tests/support/gate/geo-tools.ts';

const there =
  (...paths: readonly string[]) =>
  (path: string) =>
    paths.includes(path);

it('takes the tools of GeographicLib only where all three are', () => {
  const all = ['GeoConvert', 'GeodSolve', 'Planimeter'].map((program) => `/usr/local/bin/${program}`);
  expect(findGeographicLib(there(...all, '/usr/bin/GeoConvert'))).toBe('/usr/local/bin');
  expect(findGeographicLib(there(...all.slice(1)))).toBeUndefined();
});

it('installs the PostGIS of the PostgreSQL that is used, and none for one that Debian did not install', () => {
  const bin = '/usr/lib/postgresql/17/bin';
  expect(postgisFor(bin, there())).toEqual({ package: 'postgresql-17-postgis-3', isThere: false });
  const control = '/usr/share/postgresql/17/extension/postgis.control';
  expect(postgisFor(bin, there(control))).toMatchObject({ isThere: true });
  expect(postgisFor('/opt/pg/bin', there(control))).toBeUndefined();
});
