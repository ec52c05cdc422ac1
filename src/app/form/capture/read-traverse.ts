import { intervalOf, isReducedDate } from '#domain/dates.ts';
import type { Place } from '#domain/fields/place.ts';
import { declinationDeg, modelYear } from '#domain/geo/declination.ts';
import { parsePosition } from '#domain/geo/notation.ts';
import { type Perimeter, perimeterOf } from '#domain/geo/perimeter.ts';
import type { LonLat, Polygonal } from '#domain/geo/shape.ts';
import type { Leg } from '#domain/geo/traverse.ts';
import { isBlankLeg, type Traverse, type TypedLeg, type TypedTraverse } from './typed-traverse.ts';

/** What a field holds, or why it cannot be read; neither while it is empty. */
export interface Reading<T> {
  readonly value: T | null;
  readonly problem: string | null;
}

export interface TraverseReading {
  readonly start: Reading<LonLat>;
  /** Degrees east of true north; 0 where the bearings are true already. */
  readonly declination: Reading<number> & {
    readonly from: 'model' | 'typed' | null;
    /** Of the World Magnetic Model, where it is from there. */
    readonly modelYear?: number;
  };
  /** One for each row. */
  readonly legs: readonly Reading<Leg>[];
  /** As far as the rows can be read from the first on; null before the start is known. */
  readonly perimeter: Perimeter | null;
  /** All that was typed as part of a record; null while something is missing or cannot be read. */
  readonly traverse: Traverse | null;
}

/** @param date of the work, which the declination is asked for */
export function readTraverse(typed: TypedTraverse, date: string): TraverseReading {
  const start = readStart(typed.start);
  const declination = readDeclination(typed, start.value, date);
  const legs = typed.legs.map(readLeg);
  const rows = typed.legs.map((row, index) => ({ row, leg: legs[index]?.value ?? null }));
  const unread = rows.findIndex(({ leg }) => leg === null);
  const readable = unread < 0 ? rows : rows.slice(0, unread);
  // The last row is there to be typed into.
  const complete = rows.slice(readable.length).every(({ row }) => isBlankLeg(row));
  if (start.value === null || declination.value === null)
    return { start, declination, legs, perimeter: null, traverse: null };
  const { landmark, north, adjusted } = typed;
  const traverse: Traverse = {
    north,
    declinationDeg: declination.value,
    ...(declination.from !== null && { declinationFrom: declination.from }),
    ...(landmark.trim() !== '' && { landmark: landmark.trim() }),
    start: { at: start.value, asGiven: givenStart(typed) },
    legs: readable.map(({ row, leg }) => ({ ...(leg as Leg), to: row.to })),
    adjusted,
  };
  return {
    start,
    declination,
    legs,
    perimeter: perimeterOf(traverse),
    traverse: complete && readable.length > 0 ? traverse : null,
  };
}

/** A traverse as the place of a record: nothing measured its accuracy. */
export function placeOfTraverse(traverse: Traverse): Place<Polygonal> {
  const { corners } = perimeterOf(traverse);
  const [first] = corners;
  return {
    shape: { type: 'Polygon', coordinates: [first ? [...corners, first] : []] },
    source: 'traverse',
    accuracyM: null,
    traverse,
  };
}

const givenStart = ({ start, startNote }: TypedTraverse) =>
  startNote === '' ? start.trim() : `${start.trim()} (${startNote})`;

const empty = { value: null, problem: null } as const;

function readStart(text: string): Reading<LonLat> {
  if (text.trim() === '') return empty;
  const read = parsePosition(text);
  return read.ok ? { value: read.position, problem: null } : { value: null, problem: read.message };
}

function readDeclination(
  { north, declination }: TypedTraverse,
  at: LonLat | null,
  date: string,
): TraverseReading['declination'] {
  if (north === 'true') return { value: 0, problem: null, from: null };
  if (declination.trim() !== '') {
    const [, digits = '', side = ''] = /^(.*?)\s*°?\s*([ew]?)$/i.exec(declination.trim()) ?? [];
    const value = readNumber(digits);
    if (value === null || Math.abs(value) > 180)
      return { value: null, problem: 'Type degrees, as 6.4 or 6.4 E; west is 6.4 W or -6.4.', from: null };
    return { value: side.toLowerCase() === 'w' ? -Math.abs(value) : value, problem: null, from: 'typed' };
  }
  if (at === null) return { ...empty, from: null };
  // Of a month or a year the first day: the declination moves by a tenth of a degree a year.
  const day = isReducedDate(date) ? intervalOf(date)[0] : null;
  const model = day === null ? null : declinationDeg(at, day);
  const year = day === null ? null : modelYear(day);
  if (model !== null && year !== null)
    return { value: Math.round(model * 100) / 100, problem: null, from: 'model', modelYear: year };
  return {
    value: null,
    problem:
      day === null
        ? 'The date of the work is missing: give it, or type the declination.'
        : `The World Magnetic Model on this phone does not know ${date}: type the declination.`,
    from: null,
  };
}

function readLeg(row: TypedLeg): Reading<Leg> {
  if (isBlankLeg(row)) return empty;
  const bearingDeg = readNumber(row.bearing.replace(/°\s*$/, ''));
  const distanceM = readNumber(row.distance.replace(/\s*m\s*$/i, ''));
  const wrong = (problem: string) => ({ value: null, problem });
  if (row.bearing.trim() === '') return wrong('The bearing is missing.');
  if (bearingDeg === null)
    return wrong(`“${row.bearing.trim()}” is no bearing: type degrees, as 45 or 45.5.`);
  if (bearingDeg < 0 || bearingDeg > 360) return wrong('A bearing is from 0 to 360 degrees.');
  if (row.distance.trim() === '') return wrong('The distance is missing.');
  if (distanceM === null)
    return wrong(`“${row.distance.trim()}” is no distance: type metres, as 32 or 32.5.`);
  if (distanceM <= 0) return wrong('A distance is more than 0 m.');
  return { value: { bearingDeg, distanceM }, problem: null };
}

/** A decimal point or comma; null for anything else. */
function readNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}
