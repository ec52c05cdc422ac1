import { registry } from '#domain/kinds/registry.ts';
import type { FlagRecord, StorageContext } from '#server/storage/port.ts';

/** What a test may have the server say about records; by name, since functions do not cross into a thread. */
const testFlags = {
  none: () => [],
  'fails on odd': (record) => {
    if (record.body.note === 'odd') throw new RangeError('a fault of ours');
    return [];
  },
  'unknown task': (_, __, task) => (task ? [] : [{ code: 'task-unknown', message: 'Unknown task.' }]),
  'name of task': (_, __, task) =>
    task
      ? [{ code: 'of', message: String(task.body.name) }]
      : [{ code: 'task-unknown', message: 'Unknown.' }],
  /** Kills a thread; must not be used elsewhere. */
  'ends the thread': (record) => {
    if (record.body.note === 'last') process.exit(1);
    return [];
  },
} as const satisfies Readonly<Record<string, FlagRecord>>;
export type TestFlags = keyof typeof testFlags;

/** Ids in the order they are made, so that a failing run can be read and repeated. */
export function countedIds(prefix = '0'): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `${prefix.padEnd(8, '0')}-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
  };
}

export function testContext(flags: TestFlags = 'none'): StorageContext & { readonly flags: TestFlags } {
  return {
    now: () => Date.parse('2021-03-14T12:00:00.000Z'),
    makeId: countedIds('e'),
    flag: testFlags[flags],
    registry,
    flags,
  };
}

/** The address of this module for a thread that is to use those flags. */
export const contextModule = (flags: TestFlags): string => {
  const url = new URL(import.meta.url);
  url.searchParams.set('flags', flags);
  return url.href;
};

/** What such a thread asks for. @public */
export const createStorageContext = (): StorageContext =>
  testContext((new URL(import.meta.url).searchParams.get('flags') ?? 'none') as TestFlags);
