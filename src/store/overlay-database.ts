import type { Table } from 'dexie';
import type { OverlayProblem, OverlaySummary } from '#domain/overlay.ts';
import { type DatabasePlace, openDatabase, type PhoneDatabase, type SchemaVersion } from './database.ts';

/** A file that somebody laid over the map of a task on this phone. */
export interface StoredOverlay {
  readonly user: string;
  readonly id: string;
  readonly task: string;
  readonly name: string;
  /** The file's name, as it came. */
  readonly file: string;
  readonly addedAt: string;
  readonly isShown: boolean;
  readonly summary: OverlaySummary;
  readonly problems: readonly OverlayProblem[];
}

/** What it has to show: apart, so that a list of layers does not read it. */
interface OverlayContentRow {
  readonly user: string;
  readonly id: string;
  /** JSON: one text is stored and read in a fraction of the time of a hundred thousand positions. */
  readonly features: string;
}

/** Files from elsewhere: nobody has recorded them, and the server cannot send them again. */
export interface OverlayDatabase extends PhoneDatabase {
  readonly overlays: Table<StoredOverlay, [string, string]>;
  readonly contents: Table<OverlayContentRow, [string, string]>;
}

const versions: readonly SchemaVersion[] = [{ stores: { overlays: '[user+id]', contents: '[user+id]' } }];

export function openOverlayDatabase(place: DatabasePlace): OverlayDatabase {
  return openDatabase('safelane-overlays', place, 'strict', versions) as OverlayDatabase;
}
