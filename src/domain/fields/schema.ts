import * as v from 'valibot';
import { isReducedDate } from '../dates.ts';
import type { Field, FieldType, FieldTypes, Fields } from './field.ts';
import { polygonSchema, positionSchema } from './place.ts';

const printable = (text: string) => !text.includes('\u0000') && text.isWellFormed();

/** Text that can be stored and sent anywhere: no NUL, no half of a surrogate pair. */
export const storableText = v.pipe(
  v.string('is not a text'),
  v.check(printable, 'holds a character that cannot be stored (NUL or half a character)'),
);

type Codec<Type extends FieldType> = (field: FieldTypes[Type]) => v.GenericSchema;

/** A number with one decimal separator and no more digits than it has, as people read it: 2,000. */
const words = (n: number) => n.toLocaleString('en-US', { maximumFractionDigits: 3 });

const between = (min: number, max: number, unit = '') =>
  [
    v.minValue<number, number, string>(min, `is less than ${words(min)}${unit && ` ${unit}`}`),
    v.maxValue<number, number, string>(max, `is more than ${words(max)}${unit && ` ${unit}`}`),
  ] as const;

const longest = (max: number) =>
  v.maxLength<string, number, string>(max, `is longer than ${words(max)} characters`);

// The messages go on a sentence that begins with the field's label.
const schemas: { readonly [Type in FieldType]: Codec<Type> } = {
  text: (field) => v.pipe(storableText, longest(field.maxLength ?? (field.multiline ? 4_000 : 200))),
  number: (field) =>
    v.pipe(
      v.number('is not a number'),
      v.finite('is not a number'),
      ...between(field.min ?? -1e9, field.max ?? 1e9, field.unit),
    ),
  count: (field) =>
    v.pipe(
      v.number('is not a number'),
      v.integer('is not a whole number'),
      ...between(field.min ?? 0, field.max ?? 1_000_000),
    ),
  choice: (field) => v.picklist(Object.keys(field.options), 'is none of the choices'),
  date: () =>
    v.pipe(
      v.string('is not a date'),
      v.check((text) => isReducedDate(text), 'is not a date'),
    ),
  reference: () =>
    v.pipe(storableText, v.minLength(1, 'is empty'), v.maxLength(80, 'is longer than 80 characters')),
  position: () => positionSchema,
  polygon: () => polygonSchema,
  list: (field) =>
    v.pipe(v.array(valuesSchema(field.item), 'is not a list'), v.maxLength(500, 'has more than 500 entries')),
};

/** Making a schema costs fifty times what asking it does, and every record that comes in asks a dozen. */
const made = new WeakMap<Field, v.GenericSchema>();

/** The Valibot schema of a field's value: the same one for the same declaration. */
export function schemaOf(field: Field): v.GenericSchema {
  const before = made.get(field);
  if (before) return before;
  const schema = (schemas[field.type] as (field: Field) => v.GenericSchema)(field);
  made.set(field, schema);
  return schema;
}

/** Schema of values by field name. Names that the declaration does not know pass unread: a newer phone may know them. */
export function valuesSchema(fields: Fields): v.GenericSchema<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(fields).map(([name, field]) => [
    name,
    v.exactOptional(v.nullable(schemaOf(field))),
  ]);
  return v.looseObject(Object.fromEntries(entries) as v.ObjectEntries);
}
