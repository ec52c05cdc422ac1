import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flag } from '#protocol/change.ts';
import type { Programme } from '#protocol/wire.ts';
import type { Actor, Storage, StorageContext } from '#server/storage/port.ts';
import { openSqliteStorage } from '#server/storage/sqlite/open.ts';

/** A way to open the same storage again and again, as a server that is restarted does. */
export interface StorageEngine {
  readonly name: string;
  make(): { open(context: StorageContext): Promise<Storage>; remove(): void };
}

/** Every engine there is: the contract suite runs over each. */
export const storageEngines: readonly StorageEngine[] = [
  {
    name: 'SQLite',
    make() {
      const folder = mkdtempSync(join(tmpdir(), 'safelane-storage-'));
      return {
        open: (context) => openSqliteStorage({ folder, context }),
        remove: () => rmSync(folder, { recursive: true, force: true }),
      };
    },
  },
];

/** Ids in the order they are made, so that a failing run can be read and repeated. */
export function countedIds(prefix = '0'): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `${prefix.padEnd(8, '0')}-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
  };
}

export function testContext(flag: StorageContext['flag'] = () => [] as readonly Flag[]): StorageContext {
  return { now: () => Date.parse('2021-03-14T12:00:00.000Z'), makeId: countedIds('e'), flag };
}

export const programmes: Readonly<Record<'demo' | 'other', Programme>> = {
  demo: {
    id: 'demo',
    name: 'Demo',
    short: 'DEMO',
    area: [46, 38.8, 48, 40.6],
    timeZone: 'Asia/Baku',
    synthetic: true,
  },
  other: {
    id: 'other',
    name: 'Other',
    short: 'OTHER',
    area: [-82, -5, -66, 14],
    timeZone: 'America/Bogota',
    synthetic: false,
  },
};

const actor = (userId: string, programme: string, team: string | null): Actor => ({
  userId,
  programme,
  role: team === null ? 'supervisor' : 'member',
  team,
});

export const actors = {
  ali: actor('ali', 'demo', 'team-1'),
  leyla: actor('leyla', 'demo', 'team-1'),
  rauf: actor('rauf', 'demo', 'team-2'),
  supervisor: actor('supervisor', 'demo', null),
  stranger: actor('stranger', 'other', null),
} as const;
