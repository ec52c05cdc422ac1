import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import type { DatabasePlace } from '#store/database.ts';
import { createMakeId } from '#store/make-id.ts';
import { openPhone, type OpenedPhone, type PhoneOptions } from '#store/open-phone.ts';
import type { Draft, RecordView } from '#store/phone.ts';
import { StoreProblem } from '#store/store-problem.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import type { Office, Person } from './office.ts';
import { taskId } from './office.ts';
import { createWire, type Wire } from './wire.ts';

/** A telephone: its storage outlives the app on it. */
export interface Handset {
  readonly place: DatabasePlace;
  readonly wire: Wire;
  readonly clock: FakeClock;
  /** Starts the app for a person, whose cookie the browser then holds. */
  start(person?: Person, options?: Partial<PhoneOptions>): Promise<OpenedPhone>;
}

export interface HandsetOptions {
  readonly place?: DatabasePlace;
  readonly clock?: FakeClock;
  /** What its ids are made of; no two handsets of an office have the same. */
  readonly seed?: number;
}

// Live queries ask whether there is an IndexedDB at all; the phones bring their own.
Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange });

let handsets = 0;

export function createHandset(office: Office, person: Person, given: HandsetOptions = {}): Handset {
  const place = given.place ?? { indexedDB: new IDBFactory(), IDBKeyRange };
  const clock = given.clock ?? createFakeClock();
  const wire = createWire(office, person);
  handsets += 1;
  const fillRandom = countingBytes(given.seed ?? handsets);
  const makeId = createMakeId(() => clock.now(), fillRandom);
  return {
    place,
    wire,
    clock,
    start: async (user = person, options = {}) => {
      const open = async (start: PhoneOptions['start']) =>
        openPhone({
          user,
          transport: wire,
          clock,
          random: () => 0.5,
          makeId,
          registry,
          createLedger,
          place,
          start,
          ...options,
        });
      // As the app: whoever is new here has signed in just now.
      return open('returning').catch(async (error: unknown) => {
        const isNew = error instanceof StoreProblem && error.code === 'not-enrolled' && !options.start;
        if (!isNew) throw error;
        return open('after-sign-in');
      });
    },
  };
}

/** "Random" bytes that never repeat within a run. */
function countingBytes(seed: number) {
  let count = 0;
  return (bytes: Uint8Array<ArrayBuffer>) => {
    count += 1;
    new DataView(bytes.buffer).setUint32(8, seed);
    new DataView(bytes.buffer).setUint32(12, count);
  };
}

/** The values of a found mine that the form would take. */
export const foundMine = {
  category: 'ap-mine',
  count: 1,
  location: 'in-place',
  disposals: [],
  date: '2021-03-14',
  task: taskId,
  place: {
    shape: { type: 'Point', coordinates: [46.9, 39.9] },
    source: 'gps',
    accuracyM: 4,
  },
} as const;

/** Fills and saves a form. */
export async function log(
  phone: OpenedPhone,
  values: Record<string, unknown> = {},
  kind = 'ordnance',
): Promise<RecordView> {
  const draft = await phone.drafts.open(kind);
  return phone.save({ ...draft, values: { ...draft.values, ...foundMine, ...values } }, []);
}

export async function edit(
  phone: OpenedPhone,
  record: string,
  values: Record<string, unknown>,
): Promise<RecordView> {
  return phone.save(await opened(phone, record, values), []);
}

/** A form opened on a record, with something typed into it. */
export async function opened(
  phone: OpenedPhone,
  record: string,
  values: Record<string, unknown>,
): Promise<Draft> {
  const draft = await phone.drafts.open(phone.model.get(record)?.state.kind ?? '', record);
  return { ...draft, values: { ...draft.values, ...values } };
}
