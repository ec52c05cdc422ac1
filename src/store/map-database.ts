import type { Table } from 'dexie';
import {
  type DatabasePlace,
  openDatabase,
  PAUSES_MS,
  type PhoneDatabase,
  type SchemaVersion,
} from './database.ts';

/** A page of a bucket as the server sent it. */
export interface PackRow {
  readonly user: string;
  readonly bucket: string;
  readonly through: number;
  readonly rows: number;
  /** JSON in UTF-8, packed as it came where it is large. One buffer, so that reading 10,000 records reads a few rows. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface CursorRow {
  readonly user: string;
  readonly bucket: string;
  readonly cursor: number;
}

/** given-up: there was more here, which had to make room. */
export type NoteName = 'epoch' | 'base-map' | 'pulled-at' | 'given-up';

interface NoteRow {
  readonly user: string;
  readonly name: NoteName;
  readonly value: unknown;
}

/** What the server can send again: rebuilt at will, so its writes need not wait for the disk. */
export interface MapDatabase extends PhoneDatabase {
  readonly packs: Table<PackRow, [string, string, number]>;
  readonly cursors: Table<CursorRow, [string, string]>;
  readonly notes: Table<NoteRow, [string, string]>;
}

const versions: readonly SchemaVersion[] = [
  { stores: { packs: '[user+bucket+through]', cursors: '[user+bucket]', notes: '[user+name]' } },
];

export function openMapDatabase(place: DatabasePlace): MapDatabase {
  return openDatabase('safelane-map', place, 'relaxed', versions) as MapDatabase;
}

/**
 * Gives up what the server can send again, for everybody on this phone. What is in memory stays until the app is closed.
 * @returns whether there was anything
 */
export async function dropPulled(map: MapDatabase, user: string): Promise<boolean> {
  const had = await map.transaction('rw', map.packs, map.cursors, map.notes, async () => {
    const rows = (await map.packs.count()) + (await map.cursors.count());
    for (const table of [map.packs, map.cursors, map.notes]) await table.clear();
    return rows > 0;
  });
  if (had) void noteGivenUp(map, user);
  return had;
}

/** For the next start. A browser may take a moment to see that there is room; where it never does, this start has said it. */
async function noteGivenUp(map: MapDatabase, user: string): Promise<void> {
  for (const pauseMs of [0, ...PAUSES_MS]) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    try {
      await map.notes.put({ user, name: 'given-up', value: true });
      return;
    } catch {
      // Once more.
    }
  }
}
