import * as v from 'valibot';
import { isReducedDate } from '../dates.ts';
import type { Field, FieldType, FieldTypes, Fields } from './field.ts';
import { polygonSchema, positionSchema } from './place.ts';

const printable = (text: string) => !text.includes('\u0000') && text.isWellFormed();

/** Text that can be stored and sent anywhere: no NUL, no half of a surrogate pair. */
export const storableText = v.pipe(
  v.string(),
  v.check(printable, 'holds a character that cannot be stored (NUL or half a character)'),
);

type Codec<Type extends FieldType> = (field: FieldTypes[Type]) => v.GenericSchema;

const schemas: { readonly [Type in FieldType]: Codec<Type> } = {
  text: (field) => v.pipe(storableText, v.maxLength(field.maxLength ?? (field.multiline ? 4_000 : 200))),
  number: (field) =>
    v.pipe(v.number(), v.finite(), v.minValue(field.min ?? -1e9), v.maxValue(field.max ?? 1e9)),
  count: (field) =>
    v.pipe(v.number(), v.integer(), v.minValue(field.min ?? 0), v.maxValue(field.max ?? 1_000_000)),
  choice: (field) => v.picklist(Object.keys(field.options)),
  date: () =>
    v.pipe(
      v.string(),
      v.check((text) => isReducedDate(text), 'is not a date'),
    ),
  reference: () => v.pipe(storableText, v.minLength(1), v.maxLength(80)),
  position: () => positionSchema,
  polygon: () => polygonSchema,
  list: (field) => v.pipe(v.array(valuesSchema(field.item)), v.maxLength(500)),
};

/** The Valibot schema of a field's value. */
export function schemaOf(field: Field): v.GenericSchema {
  return (schemas[field.type] as (field: Field) => v.GenericSchema)(field);
}

/** Schema of values by field name. Names that the declaration does not know pass unread: a newer phone may know them. */
export function valuesSchema(fields: Fields): v.GenericSchema<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(fields).map(([name, field]) => [
    name,
    v.exactOptional(v.nullable(schemaOf(field))),
  ]);
  return v.looseObject(Object.fromEntries(entries) as v.ObjectEntries);
}
