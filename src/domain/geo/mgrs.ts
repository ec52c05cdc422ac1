import { wrapLon } from './bounds.ts';
import type { LonLat } from './shape.ts';
import { bandEdges, bandOf, falseNorthingM, fromUtm, toUtm } from './utm.ts';

/**
 * Military Grid Reference System for WGS 84: a UTM zone and band, two letters for a square of 100 km, and as many
 * digits of easting and northing as the reference is fine. Source: NGA.STND.0037 2.0.0, annex B.
 */
export interface MgrsReference {
  readonly zone: number;
  readonly band: string;
  /** Column and row of the square. */
  readonly square: string;
  /** Of easting and of northing, equally many of each: five are a metre. */
  readonly digits: readonly [easting: string, northing: string];
}

/** Eastings of 100 to 800 km in each of three sets of zones. */
const columns = ['ABCDEFGH', 'JKLMNPQR', 'STUVWXYZ'] as const;
const rows = 'ABCDEFGHJKLMNPQRSTUV';
const squareM = 100_000;
/** The letters of the rows come again after this. */
const cycleM = rows.length * squareM;

/** The reference of a position to the metre it lies in; `null` near the poles. */
export function toMgrs(position: LonLat): MgrsReference | null {
  const utm = toUtm(position);
  const band = bandOf(position[1]);
  if (utm === null || band === null) return null;
  const { zone } = utm;
  const easting = Math.floor(utm.eastingM + quantumM);
  const isSouth = utm.hemisphere === 'south';
  const northing = Math.min(Math.floor(utm.northingM + quantumM), isSouth ? falseNorthingM - 1 : Infinity);
  const column = columnsOf(zone)[Math.floor(easting / squareM) - 1];
  const row = rows[(Math.floor(northing / squareM) + shiftOf(zone)) % rows.length];
  if (column === undefined || row === undefined) return null;
  const digits = (metres: number) => String(metres % squareM).padStart(5, '0');
  return { zone, band, square: column + row, digits: [digits(easting), digits(northing)] };
}

/** A place exactly on a line of the grid is not put below it by the last digit of a float. */
const quantumM = 1e-6;

/** The middle of the square that a reference names; `null` where its zone and band have no such square of 100 km. */
export function fromMgrs({ zone, band, square, digits }: MgrsReference): LonLat | null {
  const edges = bandEdges(band);
  const column = columnsOf(zone).indexOf(square.charAt(0));
  const row = rows.indexOf(square.charAt(1));
  if (edges === null || column < 0 || row < 0) return null;
  const westM = (column + 1) * squareM;
  const rowM = ((row - shiftOf(zone) + rows.length) % rows.length) * squareM;
  const southM = rowM + cycleM * Math.round((middleOfBandM(edges) - rowM - squareM / 2) / cycleM);
  const at = (eastM: number, northM: number) =>
    fromUtm({ zone, hemisphere: 'north', eastingM: westM + eastM, northingM: southM + northM });
  if (!reaches([at(0, 0), at(squareM, 0), at(0, squareM), at(squareM, squareM)], edges)) return null;
  const stepM = squareM / 10 ** digits[0].length;
  const [lon, lat] = at((Number(digits[0]) + 0.5) * stepM, (Number(digits[1]) + 0.5) * stepM);
  return [wrapLon(lon), lat];
}

/** No square lies across a central meridian, so that its corners are its northernmost and southernmost points. */
function reaches(corners: readonly LonLat[], [south, north]: readonly [number, number]): boolean {
  const lats = corners.map(([, lat]) => lat);
  return Math.min(...lats) < north && Math.max(...lats) > south;
}

/** Northing, negative in the south, on a central meridian. */
function middleOfBandM([south, north]: readonly [number, number]): number {
  const middle = (south + north) / 2;
  const utm = toUtm([3, middle], 31);
  return (utm?.northingM ?? 0) - (middle < 0 ? falseNorthingM : 0);
}

function columnsOf(zone: number): string {
  return columns[(zone - 1) % 3] ?? '';
}

/** Even zones begin their rows at F. */
const shiftOf = (zone: number) => (zone % 2 === 0 ? 5 : 0);
