import { checkedValuesOf, UnreadableValue } from '../checked-values.ts';
import { isReducedDate, type ReducedDate } from '../dates.ts';
import type { AnyValues } from '../fields/field.ts';
import { isBeyondMeasure } from '../geo/covered-land.ts';
import type { ItemEvent, KindDeclaration, LandClaim } from '../kinds/declaration.ts';
import type { Registry } from '../kinds/registry.ts';
import type { LedgerRecord } from '../ledger.ts';

/** What a record counts for. */
export interface Figures {
  readonly items: readonly ItemEvent[];
  readonly land: (LandClaim & { readonly on: ReducedDate }) | null;
}

/** `uncounted`: there is a figure, and it cannot be read or has no date. */
export type FigureReader = (record: Pick<LedgerRecord, 'kind' | 'body'>) => Figures | 'uncounted';

const nothing: Figures = { items: [], land: null };

/**
 * Reads figures out of bodies in which anything may stand: the server refuses nothing for its content. A kind's own
 * functions see only values that are of their fields' types; one that asks for a value which is not gets no answer,
 * and the record counts nothing until somebody corrects it. A value that no figure needs, such as a note, is not asked.
 */
export function createFigureReader(registry: Registry): FigureReader {
  const readers = new Map(registry.kinds.map((kind) => [kind.kind, checkedValuesOf(kind)]));
  return (record) => {
    const kind = registry.get(record.kind);
    const read = readers.get(record.kind);
    if (kind === undefined || read === undefined || (!kind.items && !kind.land)) return nothing;
    try {
      return figuresOf(kind, read(record.body));
    } catch (error) {
      if (error instanceof UnreadableValue) return 'uncounted';
      throw error;
    }
  };
}

function figuresOf(kind: KindDeclaration, values: AnyValues): Figures | 'uncounted' {
  const items = kind.items?.(values) ?? [];
  const claim = kind.land?.(values) ?? null;
  if (items.some((item) => !Number.isFinite(item.count) || !isReducedDate(item.on))) return 'uncounted';
  if (claim === null) return { items, land: null };
  if (claim.areaM2 !== undefined && !(Number.isFinite(claim.areaM2) && claim.areaM2 >= 0)) return 'uncounted';
  if (claim.areaM2 === undefined && claim.shape === undefined) return 'uncounted';
  if (claim.shape !== undefined && isBeyondMeasure(claim.shape)) return 'uncounted';
  const on = values['date'];
  return isReducedDate(on) ? { items, land: { ...claim, on } } : 'uncounted';
}
