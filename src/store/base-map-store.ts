import * as v from 'valibot';
import { type BaseMap, baseMapSchema } from '#domain/base-map.ts';
import { sameValue } from '#domain/merge-groups.ts';
import type { Calls } from '#sync/calls.ts';
import { onHandle } from './database.ts';
import type { MapDatabase } from './map-database.ts';
import type { Watched } from './phone.ts';
import { watchable } from './watched.ts';

export interface BaseMapStore {
  readonly watched: Watched<BaseMap | null>;
  /** Fetches the map of the area unless it is here; asks once, since a phone can do without it. */
  fetchFor(area: BaseMap['area']): Promise<void>;
}

export async function createBaseMapStore(
  map: MapDatabase,
  user: string,
  calls: Calls,
): Promise<BaseMapStore> {
  const note = await onHandle(map, () => map.notes.get([user, 'base-map']));
  const stored = v.safeParse(baseMapSchema, note?.value);
  const watched = watchable<BaseMap | null>(stored.success ? stored.output : null);
  let fetched = false;
  return {
    watched,
    fetchFor: async (area) => {
      if (fetched || (watched.value && sameValue(watched.value.area, area))) return;
      fetched = true;
      const reply = await calls.baseMap();
      if (!reply.ok) {
        fetched = reply.fault.type !== 'offline';
        return;
      }
      watched.set(reply.value);
      // Shown all the same where it cannot be stored; the next start asks again.
      await onHandle(map, () => map.notes.put({ user, name: 'base-map', value: reply.value })).catch(
        () => undefined,
      );
    },
  };
}
