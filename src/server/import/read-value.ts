import { roundPosition } from '#domain/fields/place.ts';
import type { Field, FieldTypes } from '#domain/fields/field.ts';
import { polygonSchema, positionSchema } from '#domain/fields/place.ts';
import * as v from 'valibot';
import type { ValueSource } from './mapping.ts';
import type { SourceRow } from './source-row.ts';

/** A value that the row does not give in a form that can be used; the message names the column and what stands there. */
export class UnreadableValue extends Error {}

export interface ReadContext {
  readonly row: SourceRow;
  readonly decimal: '.' | ',';
}

/** The value that a mapping takes from a row for a field; undefined where the row leaves it empty. @throws UnreadableValue */
export function readValue(field: Field, source: ValueSource, context: ReadContext): unknown {
  const { columns } = context.row;
  if ('constant' in source) return source.constant;
  if ('text' in source) return fillTemplate(source.text, columns) || undefined;
  if ('list' in source) return readList(field, source.list, context);
  if ('geometry' in source) return readGeometry(field, context.row);
  if ('lon' in source) return readPosition(source, context);
  if ('year' in source) return readDateParts(source, columns);
  const text = (columns[source.column] ?? '').trim();
  if (text === '') return undefined;
  if ('dateAs' in source) return readDate(text, source.dateAs, source.column);
  if (source.values) return lookUp(source.values, source.otherwise, text, source.column);
  return field.type === 'number' || field.type === 'count'
    ? readNumber(text, source.column, context.decimal)
    : text;
}

/** Fills `{column}` in a text; names in braces are columns. */
export function fillTemplate(template: string, columns: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, column: string) => (columns[column] ?? '').trim()).trim();
}

/** @param text not blank @throws UnreadableValue */
export function readNumber(text: string, column: string, decimal: '.' | ','): number {
  const plain = decimal === ',' ? text.replaceAll('.', '').replace(',', '.') : text;
  const number = /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new UnreadableValue(`"${text}" in the column "${column}" is not a number.`);
}

function lookUp(
  values: Readonly<Record<string, string | number>>,
  otherwise: string | number | undefined,
  text: string,
  column: string,
): string | number {
  const value = Object.hasOwn(values, text) ? values[text] : otherwise;
  if (value !== undefined) return value;
  throw new UnreadableValue(`The mapping does not say what "${text}" in the column "${column}" means.`);
}

function readList(
  field: Field,
  items: readonly Readonly<Record<string, ValueSource>>[],
  context: ReadContext,
): unknown[] {
  const fields = (field as FieldTypes['list']).item;
  return items.map((item) =>
    Object.fromEntries(
      Object.entries(item).flatMap(([name, source]) => {
        const inner = fields[name];
        const value = inner && readValue(inner, source, context);
        return value === undefined ? [] : [[name, value] as const];
      }),
    ),
  );
}

function readDateParts(
  { year, month, day }: { year: string; month?: string; day?: string },
  columns: Readonly<Record<string, string>>,
): string | undefined {
  const part = (column: string, digits: number) => (columns[column] ?? '').trim().padStart(digits, '0');
  if ((columns[year] ?? '').trim() === '') return undefined;
  const parts = [part(year, 4)];
  // A month that is left empty makes the date less precise, never January.
  if (month !== undefined && (columns[month] ?? '').trim() !== '') {
    parts.push(part(month, 2));
    if (day !== undefined && (columns[day] ?? '').trim() !== '') parts.push(part(day, 2));
  }
  return parts.join('-');
}

function readDate(text: string, pattern: string, column: string): string {
  const shape = pattern.replace(/[./-]/g, '\\$&').replace('YYYY', '(?<y>\\d{4})');
  const match = new RegExp(`^${shape.replace('MM', '(?<m>\\d{1,2})').replace('DD', '(?<d>\\d{1,2})')}$`).exec(
    text,
  );
  const { y, m, d } = match?.groups ?? {};
  if (y === undefined) {
    throw new UnreadableValue(`"${text}" in the column "${column}" is not a date such as ${pattern}.`);
  }
  return [y, ...[m, d].flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')]))].join('-');
}

function readPosition({ lon, lat }: { lon: string; lat: string }, { row, decimal }: ReadContext): unknown {
  const [lonText, latText] = [row.columns[lon]?.trim() ?? '', row.columns[lat]?.trim() ?? ''];
  if (lonText === '' && latText === '') return undefined;
  const position = [readNumber(lonText, lon, decimal), readNumber(latText, lat, decimal)] as const;
  const place = imported({ type: 'Point', coordinates: roundPosition(position) });
  if (v.is(positionSchema, place)) return place;
  throw new UnreadableValue(`Longitude ${lonText}, latitude ${latText} is no position on Earth.`);
}

function readGeometry(field: Field, row: SourceRow): unknown {
  if (row.geometry === null || row.geometry === undefined) return undefined;
  const place = imported(rounded(row.geometry));
  if (v.is(field.type === 'position' ? positionSchema : polygonSchema, place)) return place;
  const wanted = field.type === 'position' ? 'one position' : 'a polygon';
  throw new UnreadableValue(`The geometry is not ${wanted} in longitude and latitude.`);
}

const imported = (shape: unknown) => ({ shape, source: 'imported', accuracyM: null });

/** The same geometry to 1e-7°, without heights; what is no geometry stays as it is, to be refused. */
function rounded(geometry: unknown): unknown {
  if (typeof geometry !== 'object' || geometry === null || !('coordinates' in geometry)) return geometry;
  const { type } = geometry as { type?: unknown };
  return { type, coordinates: roundAll(geometry.coordinates) };
}

function roundAll(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const [lon, lat] = value as unknown[];
  if (typeof lon === 'number' && typeof lat === 'number') return roundPosition([lon, lat]);
  return value.map(roundAll);
}
