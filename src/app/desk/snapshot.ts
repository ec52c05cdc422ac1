import { computed, type ReadonlySignal } from '@preact/signals';
import type { Ledger } from '#domain/ledger.ts';
import type { ReadModel, RecordView } from '#store/phone.ts';
import { versionOf } from '../shell/watched-signal.ts';

/** The records as they stand between two changes: a new object each time, so that what derives from it can be kept. */
export interface Snapshot {
  readonly views: readonly RecordView[];
  readonly ledger: Ledger;
}

const snapshots = new WeakMap<ReadModel, ReadonlySignal<Snapshot>>();

export function snapshotOf(model: ReadModel): ReadonlySignal<Snapshot> {
  const known = snapshots.get(model);
  if (known) return known;
  const snapshot = computed(() => {
    void versionOf(model).value;
    return { views: [...model.all()], ledger: model.ledger };
  });
  snapshots.set(model, snapshot);
  return snapshot;
}
