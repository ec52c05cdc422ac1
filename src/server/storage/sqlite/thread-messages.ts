import type { StorageProblem } from '../storage-problem.ts';
import type { WriteCalls } from './write-calls.ts';

export interface ThreadData {
  readonly path: string;
  /** Address of a module with `createStorageContext`: functions do not cross into a thread. */
  readonly contextModule: string;
}

export interface Call {
  readonly name: keyof WriteCalls;
  readonly args: readonly unknown[];
}

/** In the order of the calls. */
export type Answer =
  | { readonly result: unknown }
  | { readonly problem: { readonly code: StorageProblem['code']; readonly message: string } }
  | { readonly fault: { readonly message: string; readonly stack: string } };
