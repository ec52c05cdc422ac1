import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '../../../src/server/main.ts');
const READY_MS = 30_000;

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  /** A data folder that is there already, and stays when the server is removed. */
  readonly folder?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Run before the server starts, as `safelane …args` each; so that it finds no empty folder and makes no demo. */
  readonly prepare?: readonly (readonly string[])[];
}

/** A server in a process of its own, on a data folder of its own, as a person runs it. */
export class RunningServer {
  readonly url: string;
  readonly folder: string;
  readonly port: number;
  readonly #env: Readonly<Record<string, string>>;
  readonly #ownsFolder: boolean;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(
    options: StartOptions & { readonly port: number; readonly folder: string; readonly ownsFolder: boolean },
  ) {
    this.port = options.port;
    this.folder = options.folder;
    this.url = `http://localhost:${options.port}`;
    this.#ownsFolder = options.ownsFolder;
    this.#env = {
      PORT: String(options.port),
      HOST: '127.0.0.1',
      SAFELANE_DATA: options.folder,
      // Whatever the terminal has set: no test writes into somebody's database.
      DATABASE_URL: '',
      ...options.env,
    };
  }

  /** Everything it wrote to its terminal. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the server is not running');
    return this.#child.pid;
  }

  /** Its resident memory; null where the system does not tell. */
  rssMb(): number | null {
    const path = `/proc/${this.pid}/status`;
    if (!existsSync(path)) return null;
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))?.[1];
    return kb === undefined ? null : Math.round(Number(kb) / 1024);
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN, 'serve'], {
      env: this.#allEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    const until = performance.now() + READY_MS;
    while (!(await this.#isHealthy())) {
      if (child.exitCode !== null || performance.now() > until) {
        await this.kill();
        throw new Error(`The server did not start:\n${this.#output}`);
      }
      await wait(25);
    }
  }

  /** Ends it as an operator does. @returns its exit code */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut does. */
  kill(): Promise<number | null> {
    return this.#end('SIGKILL');
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    if (this.#ownsFolder) rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs `safelane …args` on the same data, whether the server runs or not. */
  cli(...args: readonly string[]): Promise<Finished> {
    return runCli(args, this.#allEnv());
  }

  #allEnv(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.#env };
  }

  async #isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/api/v1/health`)).ok;
    } catch {
      return false;
    }
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode;
  }
}

export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'safelane-server-'));
  const port = options.port ?? (await freePort());
  const server = new RunningServer({ ...options, folder, port, ownsFolder: options.folder === undefined });
  for (const args of options.prepare ?? []) {
    const { code, stderr } = await server.cli(...args);
    if (code !== 0) throw new Error(`safelane ${args.join(' ')}: ${stderr}`);
  }
  await server.start();
  return server;
}

/** Runs `safelane …args` to its end. @param input what it finds on its standard input */
export function runCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  input = '',
): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env, maxBuffer: 100_000_000 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, stdout, stderr });
    }).stdin?.end(input);
  });
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}
