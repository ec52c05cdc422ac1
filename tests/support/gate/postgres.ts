import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST = 15;
/** Where Debian and Ubuntu keep each version; `POSTGRES_BIN` names another folder. */
const VERSIONS = '/usr/lib/postgresql';

/** The folder of the newest PostgreSQL's programs that will do. */
export function findPostgres(
  env: Readonly<Record<string, string | undefined>>,
  list: (folder: string) => readonly string[] = listed,
): string | undefined {
  const chosen = env['POSTGRES_BIN'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const versions = list(VERSIONS)
    .map(Number)
    .filter((version) => version >= OLDEST)
    .sort((a, b) => b - a);
  return versions
    .map((version) => join(VERSIONS, String(version), 'bin'))
    .find((bin) => ['initdb', 'postgres'].every((program) => list(bin).includes(program)));
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Debian's own, 15 or newer since Debian 12; as root it is run by `npm test`. */
export const INSTALL_POSTGRES = 'apt-get update && apt-get install -y --no-install-recommends postgresql';
