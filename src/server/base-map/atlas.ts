import { readFileSync } from 'node:fs';
import { feature } from 'topojson-client';
import type { Bounds, LonLat, Ring } from '#domain/geo/shape.ts';
import { clipLine } from './clip-line.ts';
import type { Country } from './country-labels.ts';
import { simplifyLine } from './simplify-line.ts';
import { SOURCE_FILES } from './sources.ts';

type Topology = Parameters<typeof feature>[0];
type CountryShape = Extract<Parameters<typeof feature>[1], { properties?: unknown }>;
interface Atlas extends Topology {
  readonly objects: { countries: Topology['objects'][string] & { geometries: CountryShape[] } };
}

/** Spans up to which each scale of the atlas still gives a small result. */
const FINE_MAX_SPAN_DEG = 20;
const MEDIUM_MAX_SPAN_DEG = 90;

/**
 * Borders, coasts and the countries that reach into the extent, from the finest scale that keeps the result small.
 * @param area decides on the scale (by its longer side)
 * @param extent what is kept
 */
export function readAtlas(area: Bounds, extent: Bounds): { outlines: LonLat[][]; countries: Country[] } {
  const atlas = JSON.parse(readFileSync(atlasFile(area), 'utf8')) as Atlas;
  const near = new Set<number>();
  const outlines: LonLat[][] = [];
  for (let index = 0; index < atlas.arcs.length; index++) {
    const line = decodeArc(atlas, index);
    if (!overlaps(boundsOf(line), extent)) continue;
    near.add(index);
    for (const part of clipLine(line, extent)) outlines.push(simplifyLine(part, toleranceDeg(area)));
  }
  const countries = atlas.objects.countries.geometries
    .filter((geometry) => mayReachInto(atlas, geometry, near, extent))
    .map((geometry) => ({ name: nameOf(geometry.properties), rings: ringsOf(atlas, geometry) }));
  return { outlines, countries };
}

/** A pixel when the area fills a large screen: below what is seen, above what makes country-wide cuts heavy. */
function toleranceDeg(area: Bounds): number {
  return spanDeg(area) / 4000;
}

function spanDeg([west, south, east, north]: Bounds): number {
  return Math.max(east - west, north - south);
}

function atlasFile(area: Bounds): string {
  if (spanDeg(area) <= FINE_MAX_SPAN_DEG) return SOURCE_FILES.fine();
  return spanDeg(area) <= MEDIUM_MAX_SPAN_DEG ? SOURCE_FILES.medium() : SOURCE_FILES.coarse();
}

/** One arc in degrees. Every arc is one stretch of border or coast, once, whichever countries share it. */
function decodeArc(atlas: Atlas, index: number): LonLat[] {
  const { scale, translate } = atlas.transform ?? { scale: [1, 1], translate: [0, 0] };
  let x = 0;
  let y = 0;
  return (atlas.arcs[index] ?? []).map(([dx = 0, dy = 0]): LonLat => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

/** Whether a country has an outline near the extent, or may contain the extent as a whole. */
function mayReachInto(
  atlas: Atlas,
  geometry: CountryShape,
  near: ReadonlySet<number>,
  extent: Bounds,
): boolean {
  // A reversed arc is named by the complement of its index.
  const arcs = 'arcs' in geometry ? [geometry.arcs].flat(3).map((arc) => (arc < 0 ? ~arc : arc)) : [];
  if (arcs.some((arc) => near.has(arc))) return true;
  const positions = near.size === 0 ? arcs.flatMap((arc) => decodeArc(atlas, arc)) : [];
  return overlaps(boundsOf(positions), extent);
}

const nameOf = (properties: CountryShape['properties']) =>
  properties && 'name' in properties ? String(properties.name) : '';

function ringsOf(atlas: Atlas, geometry: CountryShape): readonly Ring[] {
  const made = feature(atlas, geometry);
  if (!('geometry' in made)) return [];
  const shape = made.geometry;
  if (shape.type === 'Polygon') return shape.coordinates as unknown as Ring[];
  if (shape.type === 'MultiPolygon') return shape.coordinates.flat() as unknown as Ring[];
  return [];
}

function boundsOf(line: readonly LonLat[]): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of line) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

function overlaps(a: Bounds, b: Bounds): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}
