import * as v from 'valibot';
import { precisionOf } from '#domain/dates.ts';
import type { AnyValues, Field, FieldType, FieldTypes, Fields } from '#domain/fields/field.ts';
import type { Place } from '#domain/fields/place.ts';
import { schemaOf } from '#domain/fields/schema.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Cell } from './csv.ts';
import { toWkt } from './wkt.ts';

/** What people call the things that a record names by id. An id that is not known stands for itself. */
export interface Names {
  task(id: string): { readonly code: string; readonly name: string } | undefined;
  team(id: string): string | undefined;
  person(id: string): string | undefined;
}

/** A column of an export. Headings are stable: programs read them. */
export interface Column {
  readonly heading: string;
  cell(values: AnyValues, names: Names): Cell;
}

type Cells<T> = Readonly<Record<string, (value: T, names: Names) => Cell>>;
type CellsOf<Type extends FieldType> = (field: FieldTypes[Type], name: string) => Cells<never>;

const numbers = (_: Field, name: string): Cells<number> => ({ [name]: (value) => value });
const texts = (_: Field, name: string): Cells<string> => ({ [name]: (value) => value });

/** Which columns a field takes and what stands in them. Only values of the field's own type come here. */
const cellsOf: { readonly [Type in FieldType]: CellsOf<Type> } = {
  text: texts,
  number: numbers,
  count: numbers,
  choice: texts,
  date: (_, name): Cells<string> => ({
    [name]: (date) => date,
    [`${name}Precision`]: (date) => precisionOf(date),
  }),
  reference: ({ to }, name): Cells<string> =>
    to === 'team'
      ? { [name]: (id, names) => names.team(id) ?? id }
      : {
          [name]: (id, names) => names.task(id)?.code ?? id,
          [`${name}Name`]: (id, names) => names.task(id)?.name,
        },
  position: (_, name): Cells<Place> => ({
    [prefixed(name, 'lon')]: ({ shape }) => (shape.type === 'Point' ? shape.coordinates[0] : null),
    [prefixed(name, 'lat')]: ({ shape }) => (shape.type === 'Point' ? shape.coordinates[1] : null),
    ...provenance(name),
  }),
  polygon: (_, name): Cells<Place> => ({
    [prefixed(name, 'wkt')]: ({ shape }) => toWkt(shape),
    ...provenance(name),
  }),
  list: ({ item, itemLabel }, name): Cells<readonly AnyValues[]> => ({
    [name]: (entries, names) =>
      entries.map((entry, i) => `${itemLabel} ${i + 1}: ${readable(item, entry, names)}`).join('; '),
  }),
};

const provenance = (name: string): Cells<Place> => ({
  [prefixed(name, 'source')]: ({ source }) => source,
  [prefixed(name, 'accuracyM')]: ({ accuracyM }) => accuracyM,
});

/** The record's own place gives its columns their plain names. */
const prefixed = (name: string, column: string) =>
  name === 'place' ? column : `${name}${column.charAt(0).toUpperCase()}${column.slice(1)}`;

/** The columns of a kind's own and common fields. Sensitive fields have none. */
export function columnsOf(kind: Pick<KindDeclaration, 'fields'>): readonly Column[] {
  return Object.entries(kind.fields).flatMap(([name, field]) =>
    field.sensitive ? [] : fieldColumns(name, field),
  );
}

function fieldColumns(name: string, field: Field): Column[] {
  const schema = schemaOf(field);
  const cells = (cellsOf[field.type] as (field: Field, name: string) => Cells<unknown>)(field, name);
  return Object.entries(cells).map(([heading, cell], i) => ({
    heading,
    cell(values, names) {
      const value = values[name];
      if (value === undefined || value === null) return null;
      if (v.is(schema, value)) return cell(value, names);
      // What cannot be read is kept as it is, once.
      return i === 0 ? JSON.stringify(value) : null;
    },
  }));
}

function readable(item: Fields, entry: AnyValues, names: Names): string {
  const parts = Object.entries(item).flatMap(([name, field]) => {
    const value = entry[name];
    if (value === undefined || value === null || field.sensitive) return [];
    if (field.type === 'choice' && typeof value === 'string') {
      return `${field.label}: ${field.options[value] ?? value}`;
    }
    const [column] = fieldColumns(name, field);
    const unit = field.type === 'number' ? ` ${field.unit}` : '';
    return `${field.label}: ${column?.cell(entry, names) ?? ''}${unit}`;
  });
  return parts.join(', ');
}
