import type { AnyValues } from '#domain/fields/field.ts';
import { boundsContain, boundsOf } from '#domain/geo/bounds.ts';
import type { Bounds, Shape } from '#domain/geo/shape.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { problemsOf } from '#domain/validate.ts';
import type { Flag } from '#protocol/change.ts';
import type { Condition, Mapping, RecordMapping } from './mapping.ts';
import { readNumber, readValue, type ReadContext, UnreadableValue } from './read-value.ts';
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
    return records.length === 0 ? { outcome: 'empty' } : { outcome: 'records', records };
  } catch (error) {
    if (error instanceof UnreadableValue) return { outcome: 'refused', reason: error.message };
    throw error;
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
  for (const problem of problemsOf(kind, values)) {
    if (problem.code === 'unreadable') throw new UnreadableValue(problem.message);
    // What a file does not say is missing in every row of it: the server flags that, it is no doubt about the row.
    if (problem.code === 'missing') continue;
    const { code, message, field } = problem;
    warnings.push({ code, message, ...(field === undefined ? {} : { field }) });
  }
  const place = values.place as { readonly shape: Shape } | undefined;
  if (place && !liesIn(area, place.shape)) {
    const message = 'The position lies outside the operating area of the programme.';
    warnings.push({ code: 'outside-area', message, field: 'place' });
  }
  return { index, kind, values, warnings };
}

function liesIn(area: Bounds, shape: Shape): boolean {
  const [west, south, east, north] = boundsOf(shape);
  return boundsContain(area, [west, south]) && boundsContain(area, [east, north]);
}
