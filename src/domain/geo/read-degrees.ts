import { type Axis, type DegreeToken, degreeTokens } from './degree-tokens.ts';
import { plainUnits } from './plain-text.ts';
import type { Notation } from './notation.ts';
import { type Reading, refuse } from './reading.ts';

type NumberToken = Extract<DegreeToken, { is: 'number' }>;

/** One of the two coordinates, before it is known to be right. */
interface Part {
  readonly numbers: readonly NumberToken[];
  readonly letters: readonly Extract<DegreeToken, { is: 'letter' }>[];
  readonly labels: readonly Axis[];
}
type Coordinate = { readonly axis: Axis | null; readonly deg: number; readonly notation: Notation };

const notationOf: readonly Notation[] = ['dd', 'ddm', 'dms'];

/**
 * Degrees, degrees and minutes, or degrees, minutes and seconds: latitude first, unless letters of the hemisphere or
 * labels say otherwise. Without a letter or a minus sign, north and east.
 */
export function readDegrees(text: string): Reading {
  const plain = plainUnits(text);
  // A comma is a decimal one or stands between; a text is read the first way that makes sense of it.
  const hasPoint = /\d\.\d/.test(plain);
  const withPoints = hasPoint ? plain : plain.replace(/(\d),(?=\d)(\d*)/g, '$1.$2');
  const reading = readPlain(withPoints);
  // `39,46` alone is a number begun, not a whole degree of latitude and one of longitude.
  if (reading.ok || withPoints === plain || !/\d[^\d.]+\d/.test(withPoints)) return reading;
  const asSeparators = readPlain(plain);
  return asSeparators.ok ? asSeparators : reading;
}

function readPlain(text: string): Reading {
  const tokens = degreeTokens(text);
  if ('strange' in tokens) {
    return refuse(
      `"${tokens.strange.slice(0, 40)}" is not part of a position. Write latitude and longitude, UTM or MGRS.`,
    );
  }
  const parts = partsOf(tokens);
  if (parts === null) return refuse(countMessage(tokens));
  const coordinates: Coordinate[] = [];
  for (const part of parts) {
    const coordinate = coordinateOf(part);
    if (typeof coordinate === 'string') return refuse(coordinate);
    coordinates.push(coordinate);
  }
  const [first, second] = coordinates;
  return first && second ? positionOf(first, second) : refuse(countMessage(tokens));
}

/** The tokens as two coordinates: parted by letters or labels where there are any, else in the middle. */
function partsOf(tokens: readonly DegreeToken[]): readonly [Part, Part] | null {
  const marked = tokens.some((token) => token.is !== 'number');
  const parts = marked ? byMarks(tokens) : inHalves(tokens as readonly NumberToken[]);
  const [first, second] = parts.map(partOf);
  if (parts.length !== 2 || !first || !second) return null;
  return first.numbers.length > 0 && second.numbers.length > 0 ? [first, second] : null;
}

function partOf(tokens: readonly DegreeToken[]): Part {
  return {
    numbers: tokens.filter((token) => token.is === 'number'),
    letters: tokens.filter((token) => token.is === 'letter'),
    labels: tokens.filter((token) => token.is === 'label').map(({ axis }) => axis),
  };
}

/** A label, or a letter where the text begins with one, begins a coordinate; otherwise a letter ends one. */
function byMarks(tokens: readonly DegreeToken[]): readonly (readonly DegreeToken[])[] {
  const begins = tokens.some(({ is }) => is === 'label') ? 'label' : 'letter';
  const isBefore = tokens[0]?.is === begins;
  const parts: DegreeToken[][] = [[]];
  for (const token of tokens) {
    const current = parts.at(-1) ?? [];
    if (isBefore && token.is === begins && current.length > 0) parts.push([token]);
    else {
      current.push(token);
      if (!isBefore && token.is === begins) parts.push([]);
    }
  }
  return parts.filter((part) => part.length > 0);
}

function inHalves(numbers: readonly NumberToken[]): readonly (readonly NumberToken[])[] {
  const second = numbers.findIndex(({ unit }, i) => i > 0 && unit === '°');
  const middle = second > 0 ? second : numbers.length / 2;
  if (!Number.isInteger(middle)) return [];
  return [numbers.slice(0, middle), numbers.slice(middle)];
}

function countMessage(tokens: readonly DegreeToken[]): string {
  const { length } = tokens.filter(({ is }) => is === 'number');
  if (length === 0) return 'There is no number in it. Write latitude and longitude, UTM or MGRS.';
  if (length === 1) return 'There is one number only. Write latitude and longitude, UTM or MGRS.';
  return 'It is not clear where the latitude ends and the longitude begins. Put N or S and E or W after them.';
}

/** Degrees with their sign, or a sentence about what is wrong. */
function coordinateOf({ numbers, letters, labels }: Part): Coordinate | string {
  const text = numbers.map((number) => number.text).join(' ');
  const [letter, ...others] = letters;
  const axes = new Set([...letters.map(({ axis }) => axis), ...labels]);
  if (others.length > 0 || axes.size > 1) return `${text} has more than one letter of a hemisphere.`;
  const [axis = null] = axes;
  const [first, ...rest] = numbers;
  const notation = notationOf[numbers.length - 1];
  if (first === undefined || notation === undefined) {
    return `${text} are too many numbers for one coordinate: degrees, minutes and seconds are three.`;
  }
  const misplaced = numbers.find(({ unit }, i) => unit !== null && unit !== ['°', "'", '"'][i]);
  if (misplaced) return `The mark ${misplaced.unit} after ${misplaced.text} is not where it belongs.`;
  if (rest.some((number) => number.isNegative)) return `Only the degrees of ${text} can have a minus sign.`;
  if (first.isNegative && letter)
    return `${text} ${letter.text} has a minus sign and a letter: leave out one.`;
  const broken = numbers.slice(0, -1).find(({ isWhole }) => !isWhole);
  if (broken) return `${broken.text} has decimals: only the last number of a coordinate can have them.`;
  const tooMany = rest.findIndex(({ value }) => value >= 60);
  if (tooMany >= 0) {
    const name = ['Minutes', 'Seconds'][tooMany] ?? '';
    return `${name} are less than 60, not ${rest[tooMany]?.text}.`;
  }
  const size = numbers.reduce((sum, { value }, i) => sum + value / 60 ** i, 0);
  const isNegative = first.isNegative || letter?.isNegative === true;
  return { axis, deg: isNegative && size > 0 ? -size : size, notation };
}

function positionOf(first: Coordinate, second: Coordinate): Reading {
  if (first.axis !== null && first.axis === second.axis) {
    const names = first.axis === 'lat' ? 'latitudes (N or S)' : 'longitudes (E or W)';
    return refuse(`These are two ${names}: one of each is wanted.`);
  }
  if ((first.axis === null) !== (second.axis === null)) {
    return refuse('One coordinate says its hemisphere, the other does not: add N or S, and E or W.');
  }
  const [lat, lon] = first.axis === 'lon' ? [second, first] : [first, second];
  if (Math.abs(lat.deg) > 90) {
    const hint = first.axis === null ? ' Latitude comes first, unless letters say otherwise.' : '';
    return refuse(`Latitude ${shown(lat.deg)} is out of range: it lies between −90 and 90.${hint}`);
  }
  if (Math.abs(lon.deg) > 180) {
    return refuse(`Longitude ${shown(lon.deg)} is out of range: it lies between −180 and 180.`);
  }
  const finer =
    notationOf[Math.max(notationOf.indexOf(lat.notation), notationOf.indexOf(lon.notation))] ?? 'dd';
  return { ok: true, position: [lon.deg, lat.deg], notation: finer };
}

const shown = (deg: number) => String(Math.round(deg * 1e6) / 1e6).replace('-', '−');
