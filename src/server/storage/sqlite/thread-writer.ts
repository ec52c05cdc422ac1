import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StorageProblem } from '../storage-problem.ts';
import type { Answer, Call, ThreadData } from './thread-messages.ts';
import type { WriteCalls } from './write-calls.ts';

/**
 * Little of what a push makes lives on: a small nursery keeps the process small. The upper bound is for a batch of the
 * largest records there can be; a thread that goes past it ends, and the next call starts another.
 */
const MEMORY = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 384 } as const;

/**
 * Where the main thread keeps compiled code, the writing one finds it: reading TypeScript anew takes it 25 MB. The cache
 * has to be there before the first module that would be read, so this is not one.
 */
const BOOT = `
  const { cache, module } = require('node:worker_threads').workerData;
  if (cache !== undefined) require('node:module').enableCompileCache(cache);
  import(module);
`;
const MODULE = new URL('./writer-thread.ts', import.meta.url).href;

interface Thread {
  readonly worker: Worker;
  /** Calls that are not answered, in their order. */
  readonly calls: { readonly resolve: (result: unknown) => void; readonly reject: (reason: Error) => void }[];
  readonly ended: Promise<void>;
}

/** Writes in a thread of its own, so that requests are read and answered while a commit waits for the disk. */
export function createThreadWriter(data: ThreadData): WriteCalls {
  let thread: Thread | undefined;

  function start(): Thread {
    const worker = new Worker(BOOT, {
      eval: true,
      workerData: { ...data, cache: cacheFolder(), module: MODULE },
      resourceLimits: MEMORY,
      execArgv: [],
    });
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const started: Thread = { worker, calls: [], ended };
    let why = new Error('the writing thread has ended');
    worker.on('message', (answer: Answer) => settle(started, answer));
    worker.on('error', (error) => (why = error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      if (thread === started) thread = undefined;
      for (const { reject } of started.calls.splice(0)) reject(why);
      end();
    });
    return started;
  }

  const call = (name: Call['name'], ...args: readonly unknown[]): Promise<never> => {
    const { worker, calls } = (thread ??= start());
    return new Promise((resolve, reject) => {
      calls.push({ resolve: resolve as (result: unknown) => void, reject });
      worker.postMessage({ name, args } satisfies Call);
    });
  };

  return {
    addProgramme: (...args) => call('addProgramme', ...args),
    addTeams: (...args) => call('addTeams', ...args),
    addAccount: (...args) => call('addAccount', ...args),
    openReplica: (...args) => call('openReplica', ...args),
    hear: (...args) => call('hear', ...args),
    keepPage: (...args) => call('keepPage', ...args),
    backedUp: (...args) => call('backedUp', ...args),
    push: (...args) => call('push', ...args),
    async close() {
      if (!thread) return;
      const { worker, ended } = thread;
      await call('close');
      await worker.terminate();
      await ended;
    },
  };
}

/** As `enableCompileCache` wants it: without the folder in it that is this version of Node's. */
function cacheFolder(): string | undefined {
  const folder = getCompileCacheDir();
  return folder === undefined ? undefined : dirname(folder);
}

function settle({ calls }: Thread, answer: Answer): void {
  const asked = calls.shift();
  if (!asked) return;
  if ('result' in answer) return asked.resolve(answer.result);
  if ('problem' in answer)
    return asked.reject(new StorageProblem(answer.problem.code, answer.problem.message));
  const fault = new Error(answer.fault.message);
  fault.stack = answer.fault.stack;
  asked.reject(fault);
}
