import type { CreateLedger, Ledger, LedgerRecord } from '#domain/ledger.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import type { Ids } from '#protocol/id-column.ts';
import { openPack, type Pack } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import { type BucketRow, firstWriters, type RecordState } from '#protocol/record.ts';
import { pageRows } from '#protocol/wire.ts';
import { builtOn, foldOwn, isInFold, type OwnChange } from './fold.ts';
import { createIdIndex } from './id-index.ts';
import { type LoadedPack, loadPack, rowStates } from './loaded-pack.ts';
import type { ReadModel, RecordView } from './phone.ts';
import { withLandUnder } from './land-under.ts';
import { createQueries } from './record-queries.ts';
import { recordView } from './record-view.ts';
import { callAll, subscribeTo } from './watched.ts';

export interface RecordModel extends ReadModel {
  /** What the server last said of a record. */
  base(id: string): RecordState | undefined;
  /** Ids of the phone's own changes that a new one to the record is made on top of, in order. */
  builtOn(id: string): readonly string[];
  /** Who wrote what is shown of the record, by merge group, as a new change to it has to say that. */
  writers(id: string): RecordState['writer'];
  /** Records that somebody may have to look at: values wait, it was returned, or the phone has changes to it. */
  unsettled(): Iterable<string>;
  isUnsettled(id: string): boolean;
  /** Takes rows as pulled, in any order. */
  applyPack(pack: Pack): void;
  /** Forgets the server's rows and takes these. */
  replacePacks(packs: Iterable<Pack>): void;
  /** Takes what the outbox now holds, in order of numbers. */
  setOwn(own: readonly OwnChange[]): void;
  addOwn(own: OwnChange): void;
}

/** Room for the rows of a pack in a place number. */
const ROOM = 4_096;
const SMALL_ROWS = pageRows / 2;
const MANY_SMALL = 24;

/**
 * The records in memory: the packs as columns, an index from ids to rows, and on top the few records that the phone has
 * changes of its own to. What is asked for is decoded then. The newest row of a record stands, whatever came first; where
 * one left a bucket and is in another at the same sequence, it is there. One that left stays known as such, so that an
 * older page of another bucket does not bring it back.
 */
export function createRecordModel(registry: Registry, createLedger: CreateLedger): RecordModel {
  let packs: (LoadedPack | undefined)[] = [];
  let index = createIdIndex();
  let standing = 0;
  /** Records whose row waits for somebody: few, and asked for at every change. */
  const waiting = new Set<string>();
  let own = new Map<string, readonly OwnChange[]>();
  /** Of the records in `own`. */
  const views = new Map<string, RecordView>();
  const listeners = new Set<(changed: ReadonlySet<string>) => void>();
  // Net areas cost more than everything else: counted when somebody first asks for a figure.
  let ledger: Ledger | undefined;

  const at = (place: number): readonly [LoadedPack, row: number] => {
    const loaded = packs[Math.floor(place / ROOM)];
    if (!loaded) throw new Error('The index names a pack that is not there.');
    return [loaded, place % ROOM];
  };
  const rowOf = (id: string): readonly [LoadedPack, row: number] | undefined => {
    const place = index.get(id);
    if (place === undefined) return undefined;
    const found = at(place);
    return found[1] < found[0].pack.records ? found : undefined;
  };
  const base = (id: string): RecordState | undefined => {
    const found = rowOf(id);
    return found?.[0].pack.stateAt(found[1]);
  };
  const setState = (loaded: LoadedPack, row: number, state: number) => {
    if (loaded.states[row] === rowStates.stands) standing -= 1;
    if (state === rowStates.stands) standing += 1;
    loaded.states[row] = state;
  };

  /** @returns rows that say something newer than what was known */
  const load = (pack: Pack): number[] => {
    if (pack.size > ROOM) throw new RangeError('a page of too many rows');
    const number = packs.length;
    const loaded = loadPack(pack, registry);
    const news: number[] = [];
    packs.push(loaded);
    const unsettled = new Set([...pack.rowsWithHolds(), ...pack.rowsOfStatus('returned')]);
    const take = (row: number, ids: Ids, position: number, state: number) => {
      const known = index.getAt(ids, position);
      if (known !== undefined) {
        const [other, otherRow] = at(known);
        const [seq, otherSeq] = [pack.seqAt(row), other.pack.seqAt(otherRow)];
        if (seq < otherSeq || (seq === otherSeq && !saysMore(loaded, row, other, otherRow))) return;
        setState(other, otherRow, rowStates.past);
      }
      index.setAt(ids, position, number * ROOM + row);
      setState(loaded, row, state);
      news.push(row);
      if (unsettled.has(row)) waiting.add(pack.idAt(row));
      else if (known !== undefined && waiting.size > 0) waiting.delete(pack.idAt(row));
    };
    for (let row = 0; row < pack.records; row += 1) take(row, pack.ids, row, rowStates.stands);
    for (let row = pack.records; row < pack.size; row += 1) {
      take(row, pack.goneIds, row - pack.records, rowStates.past);
    }
    if (news.length === 0) packs.pop();
    return news;
  };

  /** A desk that looks every few seconds gets packs of one row: many small ones become one. */
  const mergeSmall = () => {
    const small = packs.flatMap((loaded, number) =>
      loaded && loaded.pack.size < SMALL_ROWS ? [[loaded, number] as const] : [],
    );
    if (small.length <= MANY_SMALL) return;
    const rows: BucketRow[] = [];
    for (const [{ pack, states }, number] of small) {
      for (let row = 0; row < pack.size; row += 1) {
        const isNewest =
          row >= pack.records
            ? index.get(pack.idAt(row)) === number * ROOM + row
            : states[row] !== rowStates.past;
        if (isNewest) rows.push(pack.rowAt(row));
        if (states[row] === rowStates.stands) standing -= 1;
      }
      packs[number] = undefined;
    }
    rows.sort((a, b) => a.seq - b.seq);
    for (let from = 0; from < rows.length; from += pageRows) {
      const loaded = loadPack(openPack(encodeRows(rows.slice(from, from + pageRows))), registry);
      packs.push(loaded);
      for (let row = 0; row < loaded.pack.size; row += 1) {
        index.set(loaded.pack.idAt(row), (packs.length - 1) * ROOM + row);
        if (row < loaded.pack.records) setState(loaded, row, rowStates.stands);
      }
    }
    for (const id of own.keys()) fold(id);
  };

  const fold = (id: string) => {
    const found = rowOf(id);
    const changes = own.get(id) ?? [];
    const state = changes.length === 0 ? undefined : foldOwn(base(id), changes);
    if (state) views.set(id, recordView(registry, state, deliveryOf(changes)));
    else views.delete(id);
    if (found) setState(...found, state ? rowStates.covered : rowStates.stands);
  };

  const get = (id: string): RecordView | undefined => {
    const view = views.get(id);
    if (view) return view;
    const found = rowOf(id);
    return found?.[0].viewAt(found[1]);
  };

  const refresh = (ids: ReadonlySet<string>) => {
    for (const id of ids) {
      if (own.has(id) || views.has(id)) fold(id);
      if (ledger) count(ledger, id);
    }
    if (ids.size > 0) callAll(listeners, ids);
  };

  const count = (into: Ledger, id: string) => {
    const found = rowOf(id);
    const firstSeq = found?.[0].pack.firstSeqAt(found[1]);
    const view = get(id);
    // A record that the server refused counts nowhere; one that it has not numbered yet counts last.
    if (!view || (view.delivery === 'refused' && firstSeq === undefined)) into.remove(id);
    else into.upsert(ledgerRecordOf(view.state, firstSeq ?? Infinity));
  };

  const isWatched = () => listeners.size > 0 || own.size > 0 || ledger !== undefined;

  const present = () => packs.filter((loaded) => loaded !== undefined);
  const queries = createQueries(present, views);

  return {
    registry,
    get,
    ...queries,
    hasRow: (pack, row) => {
      if (views.size > 0 && views.has(pack.idAt(row))) return true;
      const place = index.getAt(pack.ids, row);
      if (place === undefined) return false;
      const [loaded, known] = at(place);
      return known < loaded.pack.records;
    },
    get size() {
      return standing + views.size;
    },
    get ledger() {
      if (!ledger) {
        ledger = createLedger(registry);
        for (const loaded of present()) {
          for (const [row, state] of loaded.states.entries()) {
            if (state !== rowStates.stands) continue;
            const record = loaded.pack.stateAt(row);
            ledger.upsert(ledgerRecordOf(record, record.firstSeq));
          }
        }
        for (const id of views.keys()) count(ledger, id);
      }
      return ledger;
    },
    ledgerOf: (ids) => {
      const part = createLedger(registry);
      for (const id of withLandUnder(ids, get, queries.within)) count(part, id);
      return part;
    },
    subscribe: (listener) => subscribeTo(listeners, listener),
    base,
    builtOn: (id) => builtOn(base(id), own.get(id) ?? []),
    writers: (id) => {
      const known = base(id);
      // What is in the server's row already is named as itself: a new change does not say that it comes after it.
      const named = (own.get(id) ?? []).filter((each) => isInFold(each, known));
      return firstWriters(
        views.get(id)?.state.writer ?? known?.writer ?? {},
        named.map(({ change }) => change),
      );
    },
    unsettled: () => new Set([...waiting, ...views.keys()]),
    isUnsettled: (id) => waiting.has(id) || views.has(id),
    applyPack: (pack) => {
      const news = load(pack);
      const changed = isWatched() ? new Set(news.map((row) => pack.idAt(row))) : none;
      mergeSmall();
      refresh(changed);
    },
    replacePacks: (next) => {
      const changed = new Set<string>();
      const note = () => {
        for (const { pack, states } of packs.flatMap((loaded) => loaded ?? [])) {
          for (const [row, state] of states.entries())
            if (state !== rowStates.past) changed.add(pack.idAt(row));
        }
      };
      const watched = isWatched();
      if (watched) note();
      packs = [];
      index = createIdIndex();
      standing = 0;
      waiting.clear();
      for (const pack of next) load(pack);
      mergeSmall();
      if (watched) note();
      for (const id of own.keys()) changed.add(id);
      refresh(changed);
    },
    setOwn: (changes) => {
      const before = own;
      const grouped = new Map<string, OwnChange[]>();
      for (const each of changes) {
        const { record } = each.change;
        const others = grouped.get(record);
        if (others) others.push(each);
        else grouped.set(record, [each]);
      }
      own = grouped;
      const ids = new Set([...before.keys(), ...own.keys()]);
      refresh(new Set([...ids].filter((id) => !sameRows(before.get(id) ?? [], own.get(id) ?? []))));
    },
    addOwn: (added) => {
      const id = added.change.record;
      const others = (own.get(id) ?? []).filter(({ row }) => row.id !== added.row.id);
      own.set(id, [...others, added]);
      refresh(new Set([id]));
    },
  };
}

const none: ReadonlySet<string> = new Set();

/** Of two rows of one sequence: the record rather than that it left a bucket, all of it rather than a warning of it. */
function saysMore({ pack }: LoadedPack, row: number, { pack: known }: LoadedPack, knownRow: number): boolean {
  if (row >= pack.records) return false;
  if (knownRow >= known.records) return true;
  // A warning names no author.
  return known.authorAt(knownRow) === '' && pack.authorAt(row) !== '';
}

function sameRows(a: readonly OwnChange[], b: readonly OwnChange[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ row }, index) => row.id === b[index]?.row.id && row.state === b[index].row.state)
  );
}

function deliveryOf(own: readonly OwnChange[]): RecordView['delivery'] {
  if (own.some(({ row }) => row.state === 'refused')) return 'refused';
  return own.some(({ row }) => row.state === 'pending') ? 'unsent' : 'sent';
}

const ledgerRecordOf = ({ id, kind, status, body }: RecordState, firstSeq: number): LedgerRecord => ({
  id,
  kind,
  status,
  body,
  firstSeq,
});
