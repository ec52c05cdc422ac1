/**
 * The shapes of RFC 7946 that a record may hold. Positions are WGS 84 [longitude, latitude] in degrees; rings are
 * closed (the last position repeats the first).
 */
export type LonLat = readonly [lon: number, lat: number];
export type Ring = readonly LonLat[];

export interface Point {
  readonly type: 'Point';
  readonly coordinates: LonLat;
}

export interface Polygon {
  readonly type: 'Polygon';
  /** Outer ring, then holes. */
  readonly coordinates: readonly Ring[];
}

interface MultiPolygon {
  readonly type: 'MultiPolygon';
  readonly coordinates: readonly (readonly Ring[])[];
}

export type Polygonal = Polygon | MultiPolygon;
export type Shape = Point | Polygonal;

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** The polygons of a polygonal shape, each as its outer ring and holes. */
export function polygonsOf(shape: Polygonal): readonly (readonly Ring[])[] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
}
