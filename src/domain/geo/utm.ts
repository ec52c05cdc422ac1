import { wrapLon } from './bounds.ts';
import type { LonLat } from './shape.ts';
import { project, unproject } from './transverse-mercator.ts';

/** Universal Transverse Mercator. Metres; northings south of the equator count from 10,000,000. */
export interface UtmPosition {
  readonly zone: number;
  readonly hemisphere: 'north' | 'south';
  readonly eastingM: number;
  readonly northingM: number;
}

/** UTM and MGRS reach from 80° S up to, and not including, 84° N; beyond lie the polar grids. Source: NGA.STND.0037. */
export const reach = { south: -80, north: 84 } as const;

/** Letters of the latitude bands from 80° S, each 8° high, the last one 12°. */
const bandLetters = 'CDEFGHJKLMNPQRSTUVWX';
const scale = 0.9996;
const falseEastingM = 500_000;
export const falseNorthingM = 10_000_000;

const isWithinReach = (lat: number) => lat >= reach.south && lat < reach.north;

/** The zone of a position, south-west Norway and Svalbard as they are; `null` near the poles. */
export function zoneOf([lon, lat]: LonLat): number | null {
  if (!isWithinReach(lat)) return null;
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) {
    if (lon < 9) return 31;
    if (lon < 21) return 33;
    return lon < 33 ? 35 : 37;
  }
  // 180° is the meridian of −180°: the first zone, not a sixty-first.
  return ((Math.floor(lon / 6) + 30) % 60) + 1;
}

/** The letter of a latitude's band; `null` near the poles. */
export function bandOf(lat: number): string | null {
  if (!isWithinReach(lat)) return null;
  return bandLetters[Math.min(19, Math.floor((lat - reach.south) / 8))] ?? null;
}

/** South and north edge of a band in degrees; `null` where no band has the letter. */
export function bandEdges(letter: string): readonly [south: number, north: number] | null {
  const i = bandLetters.indexOf(letter);
  if (i < 0 || letter.length !== 1) return null;
  const south = reach.south + 8 * i;
  return [south, letter === 'X' ? reach.north : south + 8];
}

/** Whether a zone has a band: around Svalbard three of them give their land to their neighbours. */
export const zoneHasBand = (zone: number, band: string) =>
  !(band === 'X' && (zone === 32 || zone === 34 || zone === 36));

/** A position on the grid of its own zone or of a given neighbour's; `null` near the poles. */
export function toUtm(position: LonLat, zone = zoneOf(position)): UtmPosition | null {
  const [lon, lat] = position;
  const band = bandOf(lat);
  if (zone === null || band === null) return null;
  const { eastM, northM } = project(wrapLon(lon - centralMeridian(zone)), lat);
  // By the band, which a latitude smaller than a float's step from the equator is in, so that the two always agree.
  const isSouth = band < 'N';
  return {
    zone,
    hemisphere: isSouth ? 'south' : 'north',
    eastingM: falseEastingM + scale * eastM,
    northingM: isSouth ? falseNorthingM + scale * northM : Math.max(0, scale * northM),
  };
}

/** Longitude and latitude of a place on the grid, which may reach into the neighbours of its zone. */
export function fromUtm({ zone, hemisphere, eastingM, northingM }: UtmPosition): LonLat {
  const northM = northingM - (hemisphere === 'south' ? falseNorthingM : 0);
  const { lonDeg, latDeg } = unproject((eastingM - falseEastingM) / scale, northM / scale);
  return [wrapLon(centralMeridian(zone) + lonDeg), latDeg];
}

const centralMeridian = (zone: number) => 6 * zone - 183;
