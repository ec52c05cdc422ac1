import type { Tally } from '#domain/ledger.ts';
import type { ReadModel, RecordView } from '#store/phone.ts';
import { idOf, plainValuesOf, valueOf } from '#store/record-view.ts';

/** The figures of one day, as the ledger over all records has them, from the records that have one. @param team null: all */
export function dayTally(model: ReadModel, day: string, team: string | null): Tally {
  const ids: string[] = [];
  for (const view of model.where({})) {
    if (team !== null && valueOf(view, 'team') !== team) continue;
    if (mayHaveFigureOn(day, view)) ids.push(idOf(view));
  }
  return model.ledgerOf(ids).tally({
    period: { from: day, to: day },
    series: 'approved+submitted',
    only: ({ body }) => team === null || body['team'] === team,
  });
}

/** Of the day itself: what is known by its month enters no daily sheet. */
function mayHaveFigureOn(day: string, view: RecordView): boolean {
  const { kind } = view;
  if (valueOf(view, 'date') === day) return true;
  if (!kind?.items) return false;
  try {
    return kind.items(plainValuesOf(view)).some(({ on }) => on === day);
  } catch {
    // A value that the kind cannot read: the ledger says what becomes of it.
    return true;
  }
}
