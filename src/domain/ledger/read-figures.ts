import * as v from 'valibot';
import { isReducedDate, type ReducedDate } from '../dates.ts';
import type { AnyValues } from '../fields/field.ts';
import { schemaOf } from '../fields/schema.ts';
import { isBeyondMeasure } from '../geo/covered-land.ts';
import type { ItemEvent, KindDeclaration, LandClaim } from '../kinds/declaration.ts';
import type { Registry } from '../kinds/registry.ts';
import type { LedgerRecord } from '../ledger.ts';
import { valuesOf } from '../merge-groups.ts';

/** What a record counts for. */
export interface Figures {
  readonly items: readonly ItemEvent[];
  readonly land: (LandClaim & { readonly on: ReducedDate }) | null;
}

/** `uncounted`: there is a figure, and it cannot be read or has no date. */
export type FigureReader = (record: Pick<LedgerRecord, 'kind' | 'body'>) => Figures | 'uncounted';

const nothing: Figures = { items: [], land: null };

class UnreadableValue extends Error {}

/**
 * Reads figures out of bodies in which anything may stand: the server refuses nothing for its content. A kind's own
 * functions see only values that are of their fields' types; one that asks for a value which is not gets no answer,
 * and the record counts nothing until somebody corrects it. A value that no figure needs, such as a note, is not asked.
 */
export function createFigureReader(registry: Registry): FigureReader {
  const readers = new Map(registry.kinds.map((kind) => [kind.kind, readerOf(kind)]));
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

/** Values of a kind, in which asking for one that is not of its field's type throws. */
function readerOf(kind: KindDeclaration): (body: unknown) => AnyValues {
  const schemas = new Map(Object.entries(kind.fields).map(([name, field]) => [name, schemaOf(field)]));
  return (body) => {
    if (typeof body !== 'object' || body === null) return {};
    const raw = valuesOf(kind.fields, body as Readonly<Record<string, unknown>>);
    const values: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(raw)) {
      const schema = schemas.get(name);
      if (value === null || schema === undefined) continue;
      Object.defineProperty(values, name, {
        enumerable: true,
        configurable: true,
        get() {
          if (!v.is(schema, value)) throw new UnreadableValue(name);
          Object.defineProperty(values, name, { enumerable: true, value });
          return value;
        },
      });
    }
    return values;
  };
}
