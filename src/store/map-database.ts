import type { Table } from 'dexie';
import { type DatabasePlace, openDatabase, type PhoneDatabase, type SchemaVersion } from './database.ts';

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

export type NoteName = 'epoch' | 'base-map' | 'pulled-at';

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
export async function dropPulled(map: MapDatabase): Promise<boolean> {
  return map.transaction('rw', map.packs, map.cursors, map.notes, async () => {
    const rows = (await map.packs.count()) + (await map.cursors.count());
    for (const table of [map.packs, map.cursors, map.notes]) await table.clear();
    return rows > 0;
  });
}
