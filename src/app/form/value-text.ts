import type { AnyValues, Field, FieldType, FieldTypes } from '#domain/fields/field.ts';
import { isRelevant } from '#domain/fields/field.ts';
import type { Place } from '#domain/fields/place.ts';
import { areaM2 } from '#domain/geo/area.ts';
import { formatPosition, type Notation } from '#domain/geo/notation.ts';
import type { LonLat, Point, Polygonal } from '#domain/geo/shape.ts';

/** Names behind ids: of tasks, teams and people. */
export type NameOf = (to: 'task' | 'team', id: string) => string;

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `2,140 m² · 0.21 ha` */
export function areaText(squareMetres: number): string {
  const ha = squareMetres / 10_000;
  const digits = ha < 10 ? 2 : 1;
  return `${new Intl.NumberFormat('en', { maximumFractionDigits: squareMetres < 100 ? 1 : 0 }).format(squareMetres)} m² · ${ha.toFixed(digits)} ha`;
}

export function numberText(value: number): string {
  return numbers.format(value);
}

/** To about a metre, in decimal degrees where the notation does not reach. */
export function positionText(at: LonLat, notation: Notation = 'dd'): string {
  return formatPosition(at, notation, 'metre') ?? formatPosition(at, 'dd', 'metre') ?? '';
}

const sourceWords: Readonly<Record<Place['source'], string>> = {
  gps: 'by GPS',
  walked: 'walked',
  drawn: 'tapped on the map',
  typed: 'typed',
  traverse: 'by bearing and distance',
  imported: 'imported',
};

/** How a position was obtained and how far it can be trusted. */
export function provenanceText(place: Place): string {
  const { source, accuracyM, fixes, observerOffset, asGiven } = place;
  const parts = [sourceWords[source]];
  if (accuracyM !== null) parts.unshift(`±${Math.round(accuracyM * 10) / 10} m`);
  else parts.push('accuracy not measured');
  if (fixes !== undefined) parts.push(fixes === 1 ? '1 fix' : `${fixes} fixes averaged`);
  if (observerOffset) parts.push(`from there ${offsetText(observerOffset)}`);
  if (source === 'typed' && asGiven !== undefined && !asGiven.includes('\n')) parts.push(`as “${asGiven}”`);
  return parts.join(' · ');
}

/** `30 m at 45° magnetic (declination 6.4° E)` */
function offsetText(offset: NonNullable<Place['observerOffset']>): string {
  const { distanceM, bearingDeg, north, declinationDeg } = offset;
  const way = `${numberText(distanceM)} m at ${numberText(bearingDeg)}° ${north}`;
  return declinationDeg === undefined ? way : `${way} (declination ${eastText(declinationDeg)})`;
}

/** `6.4° E` */
export function eastText(degrees: number): string {
  const size = Math.abs(degrees).toFixed(1);
  return `${size}° ${degrees < 0 && Number(size) > 0 ? 'W' : 'E'}`;
}

type Cell<Type extends FieldType> = (
  value: never,
  field: FieldTypes[Type],
  nameOf: NameOf,
  notation: Notation,
) => string;

const cells: { readonly [Type in FieldType]: Cell<Type> } = {
  text: (value: string) => value,
  number: (value: number, field) => `${numberText(value)} ${field.unit}`,
  count: (value: number) => numberText(value),
  choice: (value: string, field) => field.options[value] ?? value,
  date: (value: string) => value,
  reference: (value: string, field, nameOf) => nameOf(field.to, value),
  position: (value: Place<Point>, _field, _nameOf, notation) =>
    `${positionText(value.shape.coordinates, notation)} · ${provenanceText(value)}`,
  polygon: (value: Place<Polygonal>) => `${areaText(areaM2(value.shape))} · ${provenanceText(value)}`,
  list: (value: readonly AnyValues[], field, nameOf, notation) =>
    value
      .map((item) =>
        Object.entries(field.item)
          .filter(([name, inner]) => item[name] != null && isRelevant(inner, item))
          .map(([name, inner]) => `${inner.label} ${valueText(inner, item[name], nameOf, notation)}`)
          .join(', '),
      )
      .join('; '),
};

/** A value as people read it. What is not of the field's type is shown as it is, never hidden. */
export function valueText(field: Field, value: unknown, nameOf: NameOf, notation: Notation = 'dd'): string {
  if (value === null || value === undefined || value === '') return '';
  try {
    const cell = cells[field.type] as (...args: [unknown, Field, NameOf, Notation]) => unknown;
    const text = cell(value, field, nameOf, notation);
    return typeof text === 'string' ? text : JSON.stringify(value);
  } catch {
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
}
