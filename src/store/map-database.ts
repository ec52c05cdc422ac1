import type { Table } from 'dexie';
import { type DatabasePlace, openDatabase, type PhoneDatabase, type SchemaVersion } from './database.ts';

/** A page of a bucket as the server sent it. */
export interface PackRow {
  readonly user: string;
  readonly bucket: string;
  readonly through: number;
  readonly rows: number;
  /** JSON in UTF-8. One buffer, so that reading 10,000 records reads a few rows. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface CursorRow {
  readonly user: string;
  readonly bucket: string;
  readonly cursor: number;
}

interface NoteRow {
  readonly user: string;
  readonly name: 'epoch' | 'base-map' | 'pulled-at';
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
