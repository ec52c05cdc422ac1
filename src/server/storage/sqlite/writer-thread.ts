/** The thread that writes: it has the connection, takes calls in their order, and answers each when it is on the disk. */
import { parentPort, workerData } from 'node:worker_threads';
import type { StorageContext } from '../port.ts';
import { passingProblem, StorageProblem } from '../storage-problem.ts';
import { openConnection } from './connection.ts';
import type { Answer, Call, ThreadData } from './thread-messages.ts';
import type { Writer } from './write-calls.ts';
import { createWriter } from './writer.ts';

const { path, contextModule } = workerData as ThreadData;
const { createStorageContext } = (await import(contextModule)) as {
  readonly createStorageContext: () => StorageContext;
};
const writer: Writer = createWriter(openConnection(path), createStorageContext());

parentPort?.on('message', ({ name, args }: Call) => {
  parentPort?.postMessage(answer(name, args));
});

function answer(name: Call['name'], args: Call['args']): Answer {
  try {
    return { result: (writer[name] as (...given: readonly unknown[]) => unknown)(...args) };
  } catch (error) {
    const problem = error instanceof StorageProblem ? error : passingProblem(error);
    if (problem) return { problem: { code: problem.code, message: problem.message } };
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { fault: { message, stack } };
  }
}
