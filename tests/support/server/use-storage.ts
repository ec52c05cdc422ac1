import { afterEach, beforeEach } from 'vitest';
import type { BucketRow } from '#protocol/record.ts';
import type { Storage } from '#server/storage/port.ts';
import { actors, programmes, type StorageEngine, type StoragePlace } from './storage-engines.ts';
import { countedIds, type TestFlags, testContext } from './test-context.ts';
import { TestPhone } from './test-phone.ts';

/** For each test of a suite a storage of its own with two programmes in it, and what is done with one again and again. */
export function useStorage(engine: StorageEngine) {
  let place: StoragePlace;
  let storage: Storage;
  let makeId: () => string;

  beforeEach(async () => {
    makeId = countedIds('a');
    place = await engine.make();
    storage = await place.open(testContext());
    await storage.addProgramme(programmes.demo);
    await storage.addProgramme(programmes.other);
  });
  afterEach(async () => {
    await storage.close();
    await place.remove();
  });

  async function phoneOf(name: keyof typeof actors): Promise<TestPhone> {
    const phone = new TestPhone(actors[name], makeId(), makeId);
    await phone.meet(storage);
    return phone;
  }

  return {
    get storage() {
      return storage;
    },
    makeId: () => makeId(),
    phoneOf,
    async restart(flags: TestFlags = 'none') {
      await storage.close();
      storage = await place.open(testContext(flags));
    },
    /** A task that the team holds. */
    async giveTask(team: string) {
      const supervisor = await phoneOf('supervisor');
      const task = makeId();
      await supervisor.write(storage, { record: task, kind: 'task', set: { name: 'Field', team } });
      return { task, supervisor };
    },
    rowsOf: async (bucket: string, after = 0): Promise<readonly BucketRow[]> =>
      (await storage.rowsAfter('demo', bucket, after, 100)).rows,
  };
}
