import { parsePosition } from '#domain/geo/notation.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { UnreadableFeature } from './check-geometry.ts';

export type CsvRow = Readonly<Record<string, string>>;

/** Finds the position in a row. @throws UnreadableFeature */
export type PositionOfRow = (row: CsvRow) => LonLat;

/** Names of columns, small and without what is between letters: `Lat (N)` is `latn`. */
const latitudes = ['latitude', 'lat', 'latwgs84', 'latitudewgs84', 'latdd', 'latn', 'latitud', 'y', 'ycoord'];
const longitudes = [
  'longitude',
  'lon',
  'long',
  'lng',
  'lonwgs84',
  'longitudewgs84',
  'londd',
  'lone',
  'longitud',
  'x',
  'xcoord',
];
const eastings = ['easting', 'eastings', 'utmeasting', 'utme', 'east', 'e', 'x', 'xcoord'];
const northings = ['northing', 'northings', 'utmnorthing', 'utmn', 'north', 'n', 'y', 'ycoord'];
const zones = ['zone', 'utmzone', 'gridzone'];
/** So many rows with text say whether a column that is not named so holds positions. */
const rowsThatTell = 20;

/**
 * Which columns hold positions: latitude and longitude, UTM zone, easting and northing, or one column in any of the
 * notations; undefined where there are none.
 */
export function positionColumns(
  columns: readonly string[],
  rows: readonly CsvRow[],
): PositionOfRow | undefined {
  const find = (names: readonly string[]) =>
    names.flatMap((name) => columns.find((column) => plain(column) === name) ?? [])[0];
  const [zone, easting, northing] = [find(zones), find(eastings), find(northings)];
  if (zone !== undefined && easting !== undefined && northing !== undefined) {
    return (row) => read([row[zone], row[easting], row[northing]]);
  }
  const [lat, lon] = [find(latitudes), find(longitudes)];
  if (lat !== undefined && lon !== undefined) return (row) => fromPair(row[lat] ?? '', row[lon] ?? '');
  const whole = columns.find((column) => holdsPositions(column, rows));
  return whole === undefined ? undefined : (row) => read([row[whole]]);
}

const plain = (column: string) => column.toLowerCase().replace(/[^a-z0-9]/g, '');

function holdsPositions(column: string, rows: readonly CsvRow[]): boolean {
  const texts = rows.flatMap((row) => row[column]?.trim() || []).slice(0, rowsThatTell);
  const found = texts.filter((text) => parsePosition(text).ok).length;
  return found > 0 && found * 2 >= texts.length;
}

function read(parts: readonly (string | undefined)[]): LonLat {
  const text = parts
    .map((part) => part?.trim() ?? '')
    .join(' ')
    .trim();
  if (text === '') throw new UnreadableFeature('The row has no position.');
  const reading = parsePosition(text);
  if (!reading.ok) throw new UnreadableFeature(`“${text.slice(0, 60)}”: ${reading.message}`);
  return reading.position;
}

const decimal = /^[-+]?\d{1,3}(?:[.,]\d+)?$/;

/** Numbers are taken as the columns say; what is written with marks or letters is read as a whole. */
function fromPair(lat: string, lon: string): LonLat {
  const [north, east] = [lat.trim(), lon.trim()];
  if (!decimal.test(north) || !decimal.test(east)) return read([north, east]);
  return [Number(east.replace(',', '.')), Number(north.replace(',', '.'))];
}
