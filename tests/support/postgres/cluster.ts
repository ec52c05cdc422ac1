import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { findPostgres } from '#tests/support/gate/postgres.ts';

const READY_MS = 30_000;
const USER = 'safelane';

export interface Cluster {
  /** The address of a database in it, for `DATABASE_URL`. */
  urlOf(database: string): string;
  /** The process that the others are children of; a signal to it is one to all. */
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL of its own, reached through a socket in a temporary folder, thrown away when it is stopped.
 * @param durable one fsync a commit, as in real use; without it a commit is not waited for
 */
export async function startCluster({ durable }: { readonly durable: boolean }): Promise<Cluster> {
  const bin = findPostgres(process.env);
  if (bin === undefined) throw new Error('no PostgreSQL was found');
  const folder = mkdtempSync(join(tmpdir(), 'safelane-pg-'));
  const account = postgresAccount();
  if (account) chownSync(folder, account.uid, account.gid);
  const as = { ...account, env: { ...process.env, LC_ALL: 'C' } };
  const data = join(folder, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const off = ['fsync', 'synchronous_commit', 'full_page_writes'].flatMap((name) => ['-c', `${name}=off`]);
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'max_connections=200'];
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, ...settings.flatMap((each) => ['-c', each]), ...(durable ? [] : off)],
    { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-10_000)));
  const urlOf = (database: string) =>
    `postgres://${USER}@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const until = performance.now() + READY_MS;
  while (!(await answers(urlOf('postgres')))) {
    if (child.exitCode !== null || performance.now() > until) {
      await stop();
      throw new Error(`PostgreSQL did not start:\n${output}`);
    }
    await wait(20);
  }
  return {
    urlOf,
    get pid() {
      if (child.pid === undefined) throw new Error('the cluster is not running');
      return child.pid;
    },
    stop,
  };
}

/** It refuses to run as root: the account that its package made is used then. */
function postgresAccount(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** Ends it at once, whoever is connected: what it holds is thrown away. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGQUIT');
  await gone;
}
