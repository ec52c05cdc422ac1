import { expect, it } from 'vitest';
import { findPostgres } from '#tests/support/gate/postgres.ts';

const installed =
  (...versions: readonly string[]) =>
  (folder: string) => {
    if (folder === '/usr/lib/postgresql') return versions;
    return versions.includes(folder.split('/')[4] ?? '') ? ['initdb', 'postgres', 'psql'] : [];
  };

it('takes the newest PostgreSQL that will do, and the one it is told to before any other', () => {
  expect(findPostgres({}, installed('9.6', '15', '17', '13'))).toBe('/usr/lib/postgresql/17/bin');
  expect(findPostgres({}, installed('13', '14'))).toBeUndefined();
  expect(findPostgres({}, () => [])).toBeUndefined();
  expect(findPostgres({ POSTGRES_BIN: '/opt/pg/bin' }, installed('15'))).toBe('/opt/pg/bin');
});

it('passes over one whose server is not installed', () => {
  const clientOnly = (folder: string) => (folder === '/usr/lib/postgresql' ? ['15'] : ['psql']);
  expect(findPostgres({}, clientOnly)).toBeUndefined();
});
