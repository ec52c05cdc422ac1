import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secret that session cookies are signed with, made at the first start and kept in the data folder, readable by its
 * owner only: with another one every phone would be signed out.
 */
export function secretFile(folder: string): string {
  keepSecret(folder, makeSecret());
  return readFileSync(pathIn(folder), 'utf8').trim();
}

const pathIn = (folder: string) => join(folder, 'auth-secret');

/** The secret of the folder; undefined before it has one. */
export function readSecret(folder: string): string | undefined {
  return existsSync(pathIn(folder)) ? readFileSync(pathIn(folder), 'utf8').trim() : undefined;
}

/** Gives the folder this secret, unless it has one. */
export function keepSecret(folder: string, secret: string): void {
  try {
    // `wx`: of two processes that start at once, the second reads what the first wrote.
    writeFileSync(pathIn(folder), secret, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

export const makeSecret = () => randomBytes(32).toString('base64url');
