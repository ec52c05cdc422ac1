import type { SessionAnswer } from '#protocol/wire.ts';
import type { Attention, RecordView, Watched } from './phone.ts';
import type { RecordModel } from './record-model.ts';
import { watchable } from './watched.ts';
import type { OutboxRow } from './work-database.ts';

export interface AttentionList extends Watched<readonly Attention[]> {
  setRefused(rows: readonly OutboxRow[]): void;
  setUnreadable(problems: readonly Attention[]): void;
}

/**
 * What a person has to look at: refusals, values that wait beside another, records returned for correction, and what the
 * phone cannot read. @param user who looks at it
 */
export function createAttention(model: RecordModel, user: () => SessionAnswer['user']): AttentionList {
  const list = watchable<readonly Attention[]>([]);
  const ofRecords = new Map<string, readonly Attention[]>();
  let refused: readonly Attention[] = [];
  let unreadable: readonly Attention[] = [];

  const publish = () => {
    const next = [...unreadable, ...refused, ...[...ofRecords.values()].flat()];
    if (next.length > 0 || list.value.length > 0) list.set(next);
  };

  const look = (id: string): boolean => {
    // Most rows have nothing to look at, and need not be decoded for it.
    const view = model.isUnsettled(id) ? model.get(id) : undefined;
    const found = view ? attentionOf(view).filter((each) => concerns(user(), view, each)) : [];
    const had = ofRecords.delete(id);
    if (found.length > 0) ofRecords.set(id, found);
    return had || found.length > 0;
  };

  for (const id of model.unsettled()) look(id);
  publish();
  model.subscribe((changed) => {
    let any = false;
    for (const id of changed) any = look(id) || any;
    if (any) publish();
  });

  return {
    get value() {
      return list.value;
    },
    subscribe: (listener) => list.subscribe(listener),
    setRefused: (rows) => {
      refused = rows.flatMap(refusalOf);
      publish();
    },
    setUnreadable: (problems) => {
      unreadable = problems;
      publish();
    },
  };
}

/** Whether it is this user's to look after. */
function concerns(
  { role, id, team }: SessionAnswer['user'],
  { state, values }: RecordView,
  item: Attention,
): boolean {
  if (state.author === id || (team !== null && values.team === team)) return true;
  // Whose value waits is told, whoever holds the record now; who returns a record waits for others to correct it.
  return item.type === 'held' && (role === 'supervisor' || item.hold.author === id);
}

function attentionOf({ state }: RecordView): readonly Attention[] {
  const held = state.holds.map((hold): Attention => ({ type: 'held', record: state.id, hold }));
  if (state.status !== 'returned') return held;
  return [...held, { type: 'returned', record: state.id, comment: state.comment ?? '' }];
}

function refusalOf({ id, record, text, outcome, decidedAt }: OutboxRow): readonly Attention[] {
  if (outcome?.outcome !== 'refused') return [];
  const { reason, message } = outcome;
  return [{ type: 'refused', change: id, record, reason, message, at: decidedAt ?? '', text }];
}
