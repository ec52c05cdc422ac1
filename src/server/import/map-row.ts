import type { AnyValues } from '#domain/fields/field.ts';
import { storableText } from '#domain/fields/schema.ts';
import { polygonSchema, positionSchema } from '#domain/fields/place.ts';
import type { Bounds } from '#domain/geo/shape.ts';
import { checkPoint, checkPolygon } from '#domain/geo/validity.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import type { Problem } from '#domain/problem.ts';
import { problemsOf } from '#domain/validate.ts';
import * as v from 'valibot';
import type { Flag } from '#protocol/change.ts';
import type { Condition, Mapping, RecordMapping } from './mapping.ts';
import { fillTemplate, readNumber, readValue, type ReadContext, UnreadableValue } from './read-value.ts';
import type { SourceRow } from './source-row.ts';

/** A record that a row holds, before it has a team, a task and an id. */
export interface MappedRecord {
  /** Which of the mapping's records it is: part of its identity. */
  readonly index: number;
  readonly kind: KindDeclaration;
  readonly values: AnyValues;
  readonly warnings: readonly Flag[];
}

export type MappedRow =
  | { readonly outcome: 'records'; readonly records: readonly MappedRecord[] }
  | { readonly outcome: 'empty' }
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * What a row becomes. Truth table: cannot be read, or a rule refuses it → refused; no record's condition holds → empty;
 * a value that its field cannot hold → the whole row refused; else its records, with what is doubtful as warnings.
 */
export function mapRow(row: SourceRow, mapping: Mapping, registry: Registry, area: Bounds): MappedRow {
  if (row.unreadable !== undefined) return { outcome: 'refused', reason: row.unreadable };
  const context: ReadContext = { row, decimal: mapping.decimal };
  try {
    const rule = mapping.refuse.find(({ when }) => holds(when, context));
    if (rule) return { outcome: 'refused', reason: rule.reason };
    const records = mapping.records.flatMap((record, index) => {
      if (record.when && !holds(record.when, context)) return [];
      return [mapRecord(record, index, context, registry, area)];
    });
    if (records.length === 0) return { outcome: 'empty' };
    assertNamesStorable(mapping, row);
    return { outcome: 'records', records };
  } catch (error) {
    if (error instanceof UnreadableValue) return { outcome: 'refused', reason: error.message };
    throw error;
  }
}

/** Teams and tasks are made of names that no field has looked at. @throws UnreadableValue */
function assertNamesStorable({ team, task }: Mapping, { columns }: SourceRow): void {
  for (const template of [team?.name, task?.key, task?.name, task?.code, task?.district]) {
    if (template === undefined || v.is(storableText, fillTemplate(template, columns))) continue;
    throw new UnreadableValue('A name holds a character that cannot be stored (NUL or half a character).');
  }
}

function holds(when: Condition, { row, decimal }: ReadContext): boolean {
  const text = (row.columns[when.column] ?? '').trim();
  if ('above' in when) return text !== '' && readNumber(text, when.column, decimal) > when.above;
  if ('in' in when) return when.in.includes(text);
  if ('notIn' in when) return !when.notIn.includes(text);
  return (text !== '') === when.filled;
}

function mapRecord(
  { kind: name, fields }: RecordMapping,
  index: number,
  context: ReadContext,
  registry: Registry,
  area: Bounds,
): MappedRecord {
  const kind = registry.get(name);
  if (!kind) throw new RangeError(`The kind ${name} was not checked.`);
  const values: Record<string, unknown> = {};
  for (const [field, source] of Object.entries(fields)) {
    const declared = kind.fields[field];
    const value = declared && readValue(declared, source, context);
    if (value !== undefined) values[field] = value;
  }
  const warnings: Flag[] = [];
  for (const problem of [...problemsOf(kind, values), ...ofPlaces(kind, values, area)]) {
    if (problem.code === 'unreadable') throw new UnreadableValue(problem.message);
    // What a file does not say is missing in every row of it: the server flags that, it is no doubt about the row.
    if (problem.code === 'missing') continue;
    const { code, message, field } = problem;
    warnings.push({ code, message, ...(field === undefined ? {} : { field }) });
  }
  return { index, kind, values, warnings };
}

/** What is doubtful about where it is said to be, in the words that the phone uses. */
function ofPlaces(kind: KindDeclaration, values: AnyValues, area: Bounds): Problem[] {
  return Object.entries(kind.fields).flatMap(([field, { type }]) => {
    const place = values[field];
    const problems =
      type === 'position' && v.is(positionSchema, place)
        ? checkPoint(place, { area })
        : type === 'polygon' && v.is(polygonSchema, place)
          ? checkPolygon(place, { area })
          : [];
    return problems.map((problem) => ({ ...problem, field }));
  });
}
