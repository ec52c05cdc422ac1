import type { TestProject } from 'vitest/node';
import { findPostgres, INSTALL_POSTGRES } from '#tests/support/gate/postgres.ts';
import { startCluster } from './cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of a database `DATABASE` in the run's cluster; or why there is none. */
    readonly postgres: { readonly url: string } | { readonly missing: string };
  }
}

/** One throw-away cluster for a run of the contract tests. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (findPostgres(process.env) === undefined) {
    const missing = `no PostgreSQL 15 or newer was found; install it: ${INSTALL_POSTGRES}`;
    console.warn(`Tests of PostgreSQL are skipped: ${missing}`);
    project.provide('postgres', { missing });
    return undefined;
  }
  const cluster = await startCluster({ durable: false });
  project.provide('postgres', { url: cluster.urlOf('DATABASE') });
  return () => cluster.stop();
}
