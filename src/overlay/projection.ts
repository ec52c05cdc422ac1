import proj4 from 'proj4';
import type { ToLonLat } from './check-geometry.ts';
import { UnreadableFile } from './unreadable-file.ts';

export interface Projection {
  readonly toLonLat: ToLonLat;
  /** What a reader has to know of how exact it is. */
  readonly note?: string;
}

export const asDegrees: ToLonLat = (x, y) => [x, y];

/** Datums that are WGS 84 to within about a metre, as `.prj` files call them. */
const likeWgs84 =
  /wgs.?(19)?84|etrs|north_american_1983|nad.?83|magna|sirgas|gda|nzgd|jgd|itrf|cgcs|korea_2000/i;

/** A sphere in the formula, WGS 84 all the same. */
const webMercator = '3857';

/** Codes beside the UTM zones of WGS 84 (326xx, 327xx), which the library knows. */
const moreCodes: Readonly<Record<string, string>> = {
  // Geographic: ETRS89, SIRGAS 2000, MAGNA-SIRGAS.
  4258: '+proj=longlat +ellps=GRS80 +towgs84=0,0,0',
  4674: '+proj=longlat +ellps=GRS80 +towgs84=0,0,0',
  4686: '+proj=longlat +ellps=GRS80 +towgs84=0,0,0',
  // Colombia: Bogota zone, and the national one.
  3116: '+proj=tmerc +lat_0=4.59620041666667 +lon_0=-74.0775079166667 +k=1 +x_0=1000000 +y_0=1000000 +ellps=GRS80 +towgs84=0,0,0',
  9377: '+proj=tmerc +lat_0=4 +lon_0=-73 +k=0.9992 +x_0=5000000 +y_0=2000000 +ellps=GRS80 +towgs84=0,0,0',
};

/**
 * How to get from a coordinate reference system to WGS 84.
 * @param crs an EPSG code as `EPSG:32637` or `urn:ogc:def:crs:EPSG::32637`, or the WKT of a `.prj` file
 * @throws UnreadableFile where it is not known, or lies an unknown way off WGS 84: a layer that is drawn some hundred
 * metres beside is worse than none
 */
export function projectionOf(crs: string): Projection {
  const text = crs.trim();
  if (/CRS:?84$/i.test(text)) return { toLonLat: asDegrees };
  const code = /EPSG:(?:[\w.]*:)?(\d+)$/i.exec(text)?.[1];
  if (code === '4326') return { toLonLat: asDegrees };
  const definition = code === undefined ? text : (moreCodes[code] ?? epsgUtm(code) ?? `EPSG:${code}`);
  const named = code === undefined ? nameOf(text) : `EPSG:${code}`;
  const { system, convert } = prepare(definition, named);
  const type = system.datum.datum_type;
  const isShifted = type === DATUM.threeParameters || type === DATUM.sevenParameters;
  const isLikeWgs84 = code === webMercator || likeWgs84.test(system.datumCode ?? '');
  if (type === DATUM.grid || (type === DATUM.none && !isLikeWgs84)) {
    throw unknown(named, 'Its distance from WGS 84 is not known to this app.');
  }
  return {
    toLonLat: (x, y) => convert([x, y]),
    ...(isShifted && {
      note: `Its positions are of another datum (${named}): they were brought to WGS 84 to within some metres.`,
    }),
  };
}

/** How proj4 knows a datum's way to WGS 84. */
const DATUM = { threeParameters: 1, sevenParameters: 2, grid: 3, none: 5 } as const;

/** ETRS89 / UTM (258xx), SIRGAS 2000 / UTM south (3198x), NAD83 / UTM (269xx). */
function epsgUtm(code: string): string | undefined {
  const zone = /^(?:258|269)(\d\d)$/.exec(code)?.[1];
  if (zone !== undefined) return `+proj=utm +zone=${Number(zone)} +ellps=GRS80 +towgs84=0,0,0 +units=m`;
  const south = Number(code) - 31960;
  return south >= 17 && south <= 25
    ? `+proj=utm +zone=${south} +south +ellps=GRS80 +towgs84=0,0,0 +units=m`
    : undefined;
}

function prepare(definition: string, named: string) {
  try {
    const system = proj4.Proj(definition) as unknown as {
      readonly datum: { readonly datum_type: number };
      readonly datumCode?: string;
    };
    const way = proj4(definition, 'EPSG:4326');
    return { system, convert: (at: [number, number]) => way.forward(at) };
  } catch {
    throw unknown(named, 'It is not known to this app.');
  }
}

const unknown = (named: string, why: string) =>
  new UnreadableFile(
    `The file’s coordinate system is ${named}. ${why} Save the file in WGS 84 (longitude and latitude, EPSG:4326).`,
  );

const nameOf = (wkt: string) => /^\s*\w+\s*\[\s*"([^"]{1,80})"/.exec(wkt)?.[1] ?? 'not named';
