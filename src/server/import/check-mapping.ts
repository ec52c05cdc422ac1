import * as v from 'valibot';
import type { Field, Fields } from '#domain/fields/field.ts';
import { schemaOf } from '#domain/fields/schema.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { ImportProblem } from './import-problem.ts';
import { columnsOf, type Mapping, type ValueSource } from './mapping.ts';

/**
 * Whether the mapping speaks of kinds, fields and values that exist, asked before the first row is read.
 * @throws ImportProblem mapping-unknown-kind, mapping-unknown-field, mapping-wrong-value
 */
export function checkMapping(mapping: Mapping, registry: Registry): void {
  for (const record of mapping.records) {
    const kind = registry.get(record.kind);
    if (!kind) {
      const known = registry.kinds.map((each) => each.kind).join(', ');
      throw new ImportProblem(
        'mapping-unknown-kind',
        `The mapping names the kind "${record.kind}", which does not exist. There are: ${known}.`,
      );
    }
    for (const [name, source] of Object.entries(record.fields)) {
      checkSource(fieldOf(kind.fields, name, kind.kind), source, name, mapping);
    }
  }
}

/** @throws ImportProblem mapping-missing-column */
export function checkColumns(mapping: Mapping, present: ReadonlySet<string>): void {
  const missing = [...columnsOf(mapping)].filter((column) => !present.has(column));
  if (missing.length === 0) return;
  const [first] = missing;
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  throw new ImportProblem(
    'mapping-missing-column',
    `The mapping reads the column "${first}"${more}, which the file does not have. It has: ${[...present].join(', ')}.`,
  );
}

function fieldOf(fields: Fields, name: string, kind: string): Field {
  const field = fields[name];
  if (field) return field;
  throw new ImportProblem(
    'mapping-unknown-field',
    `The mapping fills "${name}" of ${kind}, which is not a field of it. There are: ${Object.keys(fields).join(', ')}.`,
  );
}

function checkSource(field: Field, source: ValueSource, name: string, mapping: Mapping): void {
  if ('list' in source) {
    if (field.type !== 'list') throw wrong(name, 'is not a list');
    for (const item of source.list) {
      for (const [inner, from] of Object.entries(item)) {
        checkSource(fieldOf(field.item, inner, name), from, `${name}.${inner}`, mapping);
      }
    }
    return;
  }
  const isPlace = field.type === 'position' || field.type === 'polygon';
  if (isPlace !== ('geometry' in source || 'lon' in source)) {
    throw wrong(name, isPlace ? 'needs "geometry" or "lon" and "lat"' : 'does not hold a place');
  }
  if ('lon' in source && field.type !== 'position') throw wrong(name, 'is a polygon, and not one position');
  if ('geometry' in source && mapping.format === 'csv') throw wrong(name, 'a CSV file has no geometry');
  if (field.type === 'list') throw wrong(name, 'is a list, and needs "list"');
  if (('year' in source || 'dateAs' in source) && field.type !== 'date') throw wrong(name, 'is not a date');
  for (const value of stated(source)) {
    if (!v.is(schemaOf(field), value)) throw wrong(name, `cannot be "${String(value)}"`);
  }
}

function stated(source: ValueSource): (string | number)[] {
  if ('constant' in source) return [source.constant];
  if (!('column' in source) || 'dateAs' in source) return [];
  const otherwise = source.otherwise === undefined ? [] : [source.otherwise];
  return [...Object.values(source.values ?? {}), ...otherwise];
}

const wrong = (name: string, what: string) =>
  new ImportProblem('mapping-wrong-value', `In the mapping, "${name}" ${what}.`);
