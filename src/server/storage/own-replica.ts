import type { Actor, Replica } from './port.ts';
import type { StoredReplica } from './push-rows.ts';

/** @returns undefined when it is somebody else's */
export function ownReplica(actor: Actor, { id, userId, tag, decided }: StoredReplica): Replica | undefined {
  return userId === actor.userId ? { id, tag, decided } : undefined;
}
