import type { Bounds, LonLat, Point, Polygonal, Ring } from './geo/shape.ts';

/** Shapes of RFC 7946, WGS 84, without heights. */
export type OverlayGeometry =
  | Point
  | Polygonal
  | { readonly type: 'MultiPoint'; readonly coordinates: readonly LonLat[] }
  | { readonly type: 'LineString'; readonly coordinates: readonly LonLat[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly Ring[] };

export interface OverlayFeature {
  readonly geometry: OverlayGeometry;
  /** As the file has it, unescaped: plain text, whatever it looks like. */
  readonly name?: string;
  readonly description?: string;
}

/** What a file has to show on a map. Nothing of it is a record: it is drawn, and counts nowhere. */
export interface Overlay {
  readonly name: string;
  readonly features: readonly OverlayFeature[];
  /** What could not be read, and what a reader has to know about the rest. */
  readonly problems: readonly OverlayProblem[];
}

export interface OverlayProblem {
  /** As `Placemark 3 (Old field)`. */
  readonly where: string;
  /** A sentence for people. */
  readonly message: string;
}

export interface OverlaySummary {
  readonly points: number;
  readonly lines: number;
  readonly areas: number;
  readonly corners: number;
  /** West, south, east, north; null where there is nothing. Not turned over the antimeridian. */
  readonly bounds: Bounds | null;
}

export function summaryOf(features: readonly OverlayFeature[]): OverlaySummary {
  const counts = { points: 0, lines: 0, areas: 0 };
  let corners = 0;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of features) {
    counts[sortOf(geometry)] += 1;
    for (const [lon, lat] of positionsOf(geometry)) {
      corners += 1;
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
  }
  return { ...counts, corners, bounds: corners === 0 ? null : [west, south, east, north] };
}

function sortOf({ type }: OverlayGeometry): 'points' | 'lines' | 'areas' {
  if (type === 'Point' || type === 'MultiPoint') return 'points';
  return type === 'LineString' || type === 'MultiLineString' ? 'lines' : 'areas';
}

export function cornersOf(geometry: OverlayGeometry): number {
  return linesOf(geometry).reduce((sum, line) => sum + line.length, 0);
}

function positionsOf(geometry: OverlayGeometry): readonly LonLat[] {
  return linesOf(geometry).flat();
}

/** Lines and rings; points are lines of their own. */
export function linesOf(geometry: OverlayGeometry): readonly (readonly LonLat[])[] {
  switch (geometry.type) {
    case 'Point':
      return [[geometry.coordinates]];
    case 'MultiPoint':
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    default:
      return geometry satisfies never;
  }
}
