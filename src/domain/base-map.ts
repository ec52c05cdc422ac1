import * as v from 'valibot';
import type { Bounds } from './geo/shape.ts';

/** To be shown wherever the base map is: its sources and what its lines do not say. */
export const BASE_MAP_ATTRIBUTION =
  'Natural Earth · GeoNames, CC BY 4.0 · Outlines imply no endorsement of boundaries';

const degrees = v.pipe(v.number(), v.finite());
const lonLatSchema = v.pipe(v.tuple([degrees, degrees]), v.readonly());

/** The base map as it crosses the wire: everything in WGS 84 [longitude, latitude] degrees, rounded to 1e-4°. */
export const baseMapSchema = v.object({
  version: v.literal(1),
  /** The operating area it was cut for. What is drawn reaches further, see `baseMapExtent`. */
  area: v.pipe(v.tuple([degrees, degrees, degrees, degrees]), v.readonly()),
  attribution: v.string(),
  /** Country borders and coasts, as lines of at least two positions. */
  outlines: v.array(v.array(lonLatSchema)),
  /** Countries with a point well inside the part of them that is shown. */
  countries: v.array(v.object({ name: v.string(), at: lonLatSchema })),
  /** Inhabited places, by ascending rank; `rank` is the zoom level (256 px tiles) from which its name has room. */
  places: v.array(v.object({ name: v.string(), at: lonLatSchema, rank: v.pipe(v.number(), v.integer()) })),
});

export type BaseMap = v.InferOutput<typeof baseMapSchema>;

const MARGIN_SHARE = 0.3;
const MIN_MARGIN_DEG = 1;
/** Web Mercator ends here. */
const MAX_LAT_DEG = 85;

/**
 * What a base map for an area covers: the area and a margin of 30 % (at least 1°) on each side, so that the
 * surroundings of a task at its edge are there too.
 */
export function baseMapExtent(area: Bounds): Bounds {
  const [west, south, east, north] = area;
  const marginLon = Math.max(MIN_MARGIN_DEG, (east - west) * MARGIN_SHARE);
  const marginLat = Math.max(MIN_MARGIN_DEG, (north - south) * MARGIN_SHARE);
  return [
    Math.max(-180, west - marginLon),
    Math.max(-MAX_LAT_DEG, south - marginLat),
    Math.min(180, east + marginLon),
    Math.min(MAX_LAT_DEG, north + marginLat),
  ];
}
