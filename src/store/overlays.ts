import { liveQuery } from 'dexie';
import { type Overlay, type OverlayFeature, summaryOf } from '#domain/overlay.ts';
import { type DatabasePlace, onHandle } from './database.ts';
import { openOverlayDatabase, type StoredOverlay } from './overlay-database.ts';
import { within } from './page-store.ts';
import type { Watched } from './phone.ts';
import { isFull, StoreProblem } from './store-problem.ts';
import { watchable } from './watched.ts';

export type OverlayChange = Partial<Pick<StoredOverlay, 'name' | 'isShown'>>;

/** The files that this user laid over the map on this phone. They stay on it until they are removed. */
export interface Overlays {
  /** By task and name. Follows what other tabs do. */
  readonly list: Watched<readonly StoredOverlay[]>;
  /** @throws StoreProblem with a sentence, and nothing stored, when the phone cannot keep it */
  add(task: string, file: string, overlay: Overlay): Promise<StoredOverlay>;
  /** What is to be drawn; nothing where it was removed meanwhile. */
  features(id: string): Promise<readonly OverlayFeature[]>;
  change(id: string, to: OverlayChange): Promise<void>;
  remove(id: string): Promise<void>;
  close(): void;
}

export interface OverlayOptions {
  readonly user: string;
  readonly place?: DatabasePlace;
  readonly now: () => number;
  /** UUIDv7, see `createMakeId`. */
  readonly makeId: () => string;
}

/** @throws StoreProblem */
export async function openOverlays({ user, place = {}, now, makeId }: OverlayOptions): Promise<Overlays> {
  const database = openOverlayDatabase(place);
  const { overlays, contents } = database;
  const read = async () => {
    const rows = await overlays
      .where('[user+id]')
      .between(...within(user))
      .toArray();
    return rows.sort(byTaskAndName);
  };
  const list = watchable<readonly StoredOverlay[]>(await onHandle(database, read));
  const refresh = async () => list.set(await onHandle(database, read));
  const following = liveQuery(read).subscribe({ next: (rows) => list.set(rows), error: () => undefined });
  const write = async (work: () => Promise<void>) => {
    await onHandle(database, () => database.transaction('rw', overlays, contents, work));
    await refresh();
  };
  const close = () => {
    following.unsubscribe();
    database.closeForGood();
  };
  // A newer version of the app wants to change the database: it must not wait for this one.
  database.on('versionchange', () => {
    close();
    database.giveUp();
  });
  return {
    list,
    add: async (task, file, { name, features, problems }) => {
      const summary = summaryOf(features);
      const addedAt = new Date(now()).toISOString();
      const added = { user, id: makeId(), task, name, file, addedAt, isShown: true, summary, problems };
      try {
        await write(async () => {
          await overlays.put(added);
          await contents.put({ user, id: added.id, features: JSON.stringify(features) });
        });
      } catch (error) {
        const message = "The phone's storage is full: the layer was not added. Free some space.";
        throw isFull(error) ? new StoreProblem('storage-full', message, error) : error;
      }
      return added;
    },
    features: async (id) => {
      const row = await onHandle(database, () => contents.get([user, id]));
      return row ? (JSON.parse(row.features) as readonly OverlayFeature[]) : [];
    },
    change: async (id, to) =>
      write(async () => {
        await overlays.update([user, id], to);
      }),
    remove: async (id) =>
      write(async () => {
        await overlays.delete([user, id]);
        await contents.delete([user, id]);
      }),
    close,
  };
}

const byTaskAndName = (a: StoredOverlay, b: StoredOverlay) =>
  a.task === b.task ? a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1) : a.task < b.task ? -1 : 1;
