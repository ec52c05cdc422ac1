import { type LonLat, polygonsOf, type Ring } from '#domain/geo/shape.ts';
import type { OverlayGeometry } from '#domain/overlay.ts';

/** Brings a position of the file to degrees of WGS 84. May give what is no number. */
export type ToLonLat = (x: number, y: number) => readonly [number, number];

/** What is wrong with one feature; the message is a sentence for people. */
export class UnreadableFeature extends Error {
  override readonly name = 'UnreadableFeature';
}

const unreadable = (message: string) => new UnreadableFeature(message);

/** Geometries within collections of collections. */
const deepest = 8;

/**
 * The shapes of a GeoJSON geometry as read from a file, of which nothing is believed. Heights are left out, open rings are
 * closed, a collection becomes one shape of points, one of lines, one of areas.
 * @throws UnreadableFeature
 */
export function checkGeometry(raw: unknown, toLonLat: ToLonLat, depth = 0): readonly OverlayGeometry[] {
  if (!isObject(raw)) throw unreadable('It has no place.');
  const { type, coordinates } = raw;
  const position = (value: unknown) => checkPosition(value, toLonLat);
  const line = (value: unknown) => checkLine(list(value).map(position));
  const rings = (value: unknown) => checkRings(list(value).map((ring) => list(ring).map(position)));
  switch (type) {
    case 'Point':
      return [{ type, coordinates: position(coordinates) }];
    case 'MultiPoint':
      return [{ type, coordinates: some(list(coordinates).map(position)) }];
    case 'LineString':
      return [{ type, coordinates: line(coordinates) }];
    case 'MultiLineString':
      return [{ type, coordinates: some(list(coordinates).map(line)) }];
    case 'Polygon':
      return [{ type, coordinates: rings(coordinates) }];
    case 'MultiPolygon':
      return [{ type, coordinates: some(list(coordinates).map(rings)) }];
    case 'GeometryCollection':
      if (depth >= deepest) throw unreadable('Its shapes lie too deep within one another.');
      return merged(list(raw['geometries']).flatMap((each) => checkGeometry(each, toLonLat, depth + 1)));
    default:
      throw unreadable(`Its shape is “${String(type).slice(0, 40)}”, which is not known.`);
  }
}

function merged(shapes: readonly OverlayGeometry[]): readonly OverlayGeometry[] {
  if (shapes.length < 2) return shapes;
  const points = shapes.flatMap((shape) =>
    shape.type === 'Point' ? [shape.coordinates] : shape.type === 'MultiPoint' ? shape.coordinates : [],
  );
  const lines = shapes.flatMap((shape) =>
    shape.type === 'LineString'
      ? [shape.coordinates]
      : shape.type === 'MultiLineString'
        ? shape.coordinates
        : [],
  );
  const areas = shapes.flatMap((shape) =>
    shape.type === 'Polygon' || shape.type === 'MultiPolygon' ? polygonsOf(shape) : [],
  );
  return [
    ...(points.length > 0 ? [{ type: 'MultiPoint' as const, coordinates: points }] : []),
    ...(lines.length > 0 ? [{ type: 'MultiLineString' as const, coordinates: lines }] : []),
    ...(areas.length > 0 ? [{ type: 'MultiPolygon' as const, coordinates: areas }] : []),
  ];
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable('Its coordinates are not a list.');
  return value;
}

function some<T>(values: readonly T[]): readonly T[] {
  if (values.length === 0) throw unreadable('It has no coordinates.');
  return values;
}

function checkPosition(value: unknown, toLonLat: ToLonLat): LonLat {
  const [x, y] = list(value);
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) {
    throw unreadable('A position of it is not two numbers.');
  }
  const [lon, lat] = toLonLat(x, y);
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
    throw unreadable(`The position ${x}, ${y} is not on the globe.`);
  }
  return [rounded(lon), rounded(lat)];
}

/** 0.1 mm; what is beyond comes of computing. */
const rounded = (degrees: number) => Math.round(degrees * 1e9) / 1e9;

function checkLine(line: readonly LonLat[]): readonly LonLat[] {
  if (line.length < 2) throw unreadable('A line of it has fewer than two positions.');
  return line;
}

function checkRings(rings: readonly (readonly LonLat[])[]): readonly Ring[] {
  return some(rings).map((ring) => {
    const [first] = ring;
    const last = ring.at(-1);
    const closed = first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
    if (closed.length < 4) throw unreadable('An area of it has fewer than three corners.');
    return closed;
  });
}
