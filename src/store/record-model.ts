import type { AnyValues } from '#domain/fields/field.ts';
import type { CreateLedger, Ledger, LedgerRecord } from '#domain/ledger.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { valuesOf } from '#domain/merge-groups.ts';
import type { BucketRow, RecordState } from '#protocol/record.ts';
import { foldOwn, isInFold, type OwnChange } from './fold.ts';
import { latestOf, supersedes } from './page-store.ts';
import type { ReadModel, RecordView } from './phone.ts';
import { callAll, subscribeTo } from './watched.ts';

export interface RecordModel extends ReadModel {
  /** What the server last said of a record. */
  base(id: string): RecordState | undefined;
  /** The phone's own changes to the record that its view shows beside the server's row, in order. */
  shown(id: string): readonly OwnChange[];
  /** Takes rows as pulled, in any order. */
  applyRows(rows: readonly BucketRow[]): void;
  /** Forgets the server's rows and takes these. */
  replaceRows(rows: Iterable<BucketRow>): void;
  /** Takes what the outbox now holds, in order of numbers. */
  setOwn(own: readonly OwnChange[]): void;
  addOwn(own: OwnChange): void;
}

/** The records in memory: built at the start, then kept up to date record by record. */
export function createRecordModel(registry: Registry, createLedger: CreateLedger): RecordModel {
  /** Left records stay as tombstones, so that an older page of another bucket does not bring them back. */
  let latest = new Map<string, BucketRow>();
  let own = new Map<string, readonly OwnChange[]>();
  const views = new Map<string, RecordView>();
  const listeners = new Set<(changed: ReadonlySet<string>) => void>();
  // Net areas cost more than everything else: counted when somebody first asks for a figure.
  let ledger: Ledger | undefined;

  const base = (id: string): RecordState | undefined => {
    const row = latest.get(id);
    return row === undefined || 'gone' in row ? undefined : row;
  };

  const viewOf = (id: string): RecordView | undefined => {
    const server = base(id);
    const changes = own.get(id) ?? [];
    const state = changes.length === 0 ? server : foldOwn(server, changes);
    if (!state) return undefined;
    return recordView(registry, state, deliveryOf(changes));
  };

  const refresh = (ids: ReadonlySet<string>) => {
    for (const id of ids) {
      const view = viewOf(id);
      if (view) views.set(id, view);
      else views.delete(id);
      if (ledger) count(ledger, id);
    }
    if (ids.size > 0) callAll(listeners, ids);
  };

  const count = (into: Ledger, id: string) => {
    const entry = ledgerRecordOf(views.get(id), base(id));
    if (entry) into.upsert(entry);
    else into.remove(id);
  };

  return {
    get: (id) => views.get(id),
    all: () => views.values(),
    get size() {
      return views.size;
    },
    get ledger() {
      if (!ledger) {
        ledger = createLedger(registry);
        for (const id of views.keys()) count(ledger, id);
      }
      return ledger;
    },
    subscribe: (listener) => subscribeTo(listeners, listener),
    base,
    shown: (id) => (own.get(id) ?? []).filter((each) => isInFold(each, base(id))),
    applyRows: (rows) => {
      const changed = new Set<string>();
      for (const row of rows) {
        if (!supersedes(row, latest.get(row.id))) continue;
        latest.set(row.id, row);
        changed.add(row.id);
      }
      refresh(changed);
    },
    replaceRows: (rows) => {
      const before = latest;
      latest = latestOf(rows);
      refresh(new Set([...before.keys(), ...latest.keys()]));
    },
    setOwn: (changes) => {
      const before = own;
      const grouped = new Map<string, OwnChange[]>();
      for (const each of changes) {
        const { record } = each.change;
        grouped.set(record, [...(grouped.get(record) ?? []), each]);
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

/** Values are read from the body when somebody asks: most of 10,000 records are only drawn. */
export function recordView(
  registry: Registry,
  state: RecordState,
  delivery: RecordView['delivery'],
): RecordView {
  const kind = registry.get(state.kind);
  let values: AnyValues | undefined;
  return {
    state,
    kind,
    code: codeOf(state),
    delivery,
    get values() {
      values ??= kind ? valuesOf(kind.fields, state.body) : {};
      return values;
    },
  };
}

function sameRows(a: readonly OwnChange[], b: readonly OwnChange[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ row }, index) => row.id === b[index]?.row.id && row.state === b[index].row.state)
  );
}

/** What people say for it; a record of a newer app may have none. */
function codeOf(state: RecordState): string {
  const { code } = state.body;
  return typeof code === 'string' && code !== '' ? code : state.id.slice(-8);
}

function deliveryOf(own: readonly OwnChange[]): RecordView['delivery'] {
  if (own.some(({ row }) => row.state === 'refused')) return 'refused';
  return own.some(({ row }) => row.state === 'pending') ? 'unsent' : 'sent';
}

/** A record that the server refused counts nowhere; one that it has not numbered yet counts last. */
function ledgerRecordOf(
  view: RecordView | undefined,
  base: RecordState | undefined,
): LedgerRecord | undefined {
  if (!view || (view.delivery === 'refused' && !base)) return undefined;
  const { id, kind, status, body } = view.state;
  return { id, kind, status, body, firstSeq: base?.firstSeq ?? Infinity };
}
