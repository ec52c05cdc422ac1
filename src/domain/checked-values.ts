import * as v from 'valibot';
import type { AnyValues } from './fields/field.ts';
import { schemaOf } from './fields/schema.ts';
import type { KindDeclaration } from './kinds/declaration.ts';
import { valuesOf } from './merge-groups.ts';

/** A value that a kind's function asked for is not of its field's type. */
export class UnreadableValue extends Error {}

type CheckedValues = (body: unknown) => AnyValues;

/** Worked out once per declaration. */
const readers = new WeakMap<KindDeclaration, CheckedValues>();

/**
 * Reads values out of bodies in which anything may stand: the server refuses nothing for its content. Asking for a value
 * that is not of its field's type throws; one that nobody asks for is not looked at.
 * @returns a function whose values throw UnreadableValue when they are asked for
 */
export function checkedValuesOf(kind: KindDeclaration): CheckedValues {
  const reader = readers.get(kind) ?? readerOf(kind);
  readers.set(kind, reader);
  return reader;
}

function readerOf(kind: KindDeclaration): CheckedValues {
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
