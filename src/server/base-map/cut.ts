import { BASE_MAP_ATTRIBUTION, type BaseMap, baseMapExtent } from '#domain/base-map.ts';
import type { Bounds, LonLat } from '#domain/geo/shape.ts';
import { readAtlas } from './atlas.ts';
import { labelCountries } from './country-labels.ts';
import { rankPlaces, readPlaces } from './places.ts';

const MAX_PLACES = 400;
const STEPS_PER_DEGREE = 1e4;

/**
 * Cuts the base map for an operating area out of the reference data. Reads tens of megabytes: run it in a process of
 * its own (`baseMapFor` does).
 * @param area degrees, west < east (an area across the antimeridian is not supported)
 * @throws RangeError when the area is not one
 */
export function cutBaseMap(area: Bounds): BaseMap {
  assertArea(area);
  const extent = baseMapExtent(area);
  const { outlines, countries } = readAtlas(area, extent);
  return {
    version: 1,
    area,
    attribution: BASE_MAP_ATTRIBUTION,
    outlines: outlines.map(roundLine).filter((line) => line.length > 1),
    countries: labelCountries(countries, extent).map(({ name, at }) => ({ name, at: roundPosition(at) })),
    places: rankPlaces(readPlaces(extent), area, MAX_PLACES).map((place) => ({
      ...place,
      at: roundPosition(place.at),
    })),
  };
}

function assertArea([west, south, east, north]: Bounds): void {
  const ordered = west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90;
  if (!ordered)
    throw new RangeError(`not an area (west,south,east,north): ${[west, south, east, north].join(',')}`);
}

function roundPosition([lon, lat]: LonLat): LonLat {
  return [
    Math.round(lon * STEPS_PER_DEGREE) / STEPS_PER_DEGREE,
    Math.round(lat * STEPS_PER_DEGREE) / STEPS_PER_DEGREE,
  ];
}

function roundLine(line: readonly LonLat[]): LonLat[] {
  const rounded: LonLat[] = [];
  for (const position of line.map(roundPosition)) {
    const last = rounded.at(-1);
    if (last?.[0] !== position[0] || last[1] !== position[1]) rounded.push(position);
  }
  return rounded;
}
