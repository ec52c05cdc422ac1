import type { AnyValues } from '#domain/fields/field.ts';
import type { KindDeclaration, MapSymbol } from '#domain/kinds/declaration.ts';
import type { RecordView } from '#store/phone.ts';

/** How far a record got, as its symbol says it: hollow, filled, tick, exclamation mark. */
export type Standing = 'unsent' | 'sent' | 'approved' | 'returned';

/** A record ready to be drawn: everything that does not depend on where the map stands. */
export interface DrawnRecord {
  readonly id: string;
  readonly symbol: MapSymbol;
  readonly standing: Standing;
  /** Written beside it; only tasks are. */
  readonly label: string;
  readonly isPoint: boolean;
  /** Rings as x, y … in shares of the world, not closed; null for a point. */
  readonly rings: readonly Float64Array[] | null;
  /** The point itself, or where a polygon's mark stands. */
  readonly x: number;
  readonly y: number;
  /** The box around it, in shares of the world. */
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export function symbolOf(kind: KindDeclaration, values: AnyValues): MapSymbol {
  try {
    return kind.symbol(values);
  } catch {
    // A value that the kind cannot read: the record stands on the map all the same.
    return { shape: 'cross', colour: 'ink' };
  }
}

export function standingOf(status: string, delivery: RecordView['delivery']): Standing {
  if (delivery !== 'sent') return 'unsent';
  return status === 'approved' || status === 'returned' ? status : 'sent';
}
