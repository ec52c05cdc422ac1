import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secret that session cookies are signed with, made at the first start and kept in the data folder, readable by its
 * owner only: with another one every phone would be signed out.
 */
export function secretFile(folder: string): string {
  const path = join(folder, 'auth-secret');
  try {
    // `wx`: of two processes that start at once, the second reads what the first wrote.
    writeFileSync(path, makeSecret(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(path, 'utf8').trim();
}

export const makeSecret = () => randomBytes(32).toString('base64url');
