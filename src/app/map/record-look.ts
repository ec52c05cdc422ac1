import type { AnyValues } from '#domain/fields/field.ts';
import type { KindDeclaration, MapSymbol } from '#domain/kinds/declaration.ts';
import type { RecordView } from '#store/phone.ts';

/** How far a record got, as its symbol says it: hollow, filled, tick, exclamation mark. */
export type Standing = 'unsent' | 'sent' | 'approved' | 'returned';

/** All that the picture of a record shows but for its place. Records that look the same share one. */
export interface Look {
  /** Of this look, from 0. There are a few dozen at most. */
  readonly number: number;
  readonly symbol: MapSymbol;
  readonly standing: Standing;
  readonly layer: 'outline' | 'land' | 'point';
  /** There to be warned of now: drawn over everything else, and hidden by nothing that is not. */
  readonly isDanger: boolean;
}

const known = new Map<string, Look>();
const byNumber: Look[] = [];

export function lookOf(given: Omit<Look, 'number' | 'layer'> & { readonly isPoint: boolean }): Look {
  const { symbol, standing, isPoint, isDanger } = given;
  const key = `${symbol.shape}/${symbol.colour}/${standing}/${isPoint}/${isDanger}`;
  let look = known.get(key);
  if (!look) {
    const layer = isPoint ? 'point' : symbol.shape === 'outline' ? 'outline' : 'land';
    look = { number: byNumber.length, symbol, standing, layer, isDanger };
    byNumber.push(look);
    known.set(key, look);
  }
  return look;
}

/** @throws RangeError for a number that no look has */
export function lookNumbered(number: number): Look {
  const look = byNumber[number];
  if (!look) throw new RangeError('No look has this number.');
  return look;
}

export function symbolOf(kind: KindDeclaration, values: AnyValues): MapSymbol {
  try {
    return kind.symbol(values);
  } catch {
    // A value that the kind cannot read: the record stands on the map all the same.
    return { shape: 'cross', colour: 'ink' };
  }
}

export function isDangerous({ danger }: KindDeclaration, values: AnyValues): boolean {
  try {
    return danger?.is(values) ?? false;
  } catch {
    // As on the server: of what cannot be read nobody is warned, and its reviewer is told.
    return false;
  }
}

export function standingOf(status: string, delivery: RecordView['delivery']): Standing {
  if (delivery !== 'sent') return 'unsent';
  return status === 'approved' || status === 'returned' ? status : 'sent';
}
