import { registry } from '#domain/kinds/registry.ts';
import { createFlagRecord } from '../storage/flag-record.ts';
import type { StorageContext } from '../storage/port.ts';
import { makeUuid } from './make-uuid.ts';

/** Also loaded by the thread that writes. */
export function createStorageContext(): StorageContext {
  const now = () => Date.now();
  return { now, makeId: () => makeUuid(now()), flag: createFlagRecord(registry, now), registry };
}
