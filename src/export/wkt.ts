import { type LonLat, polygonsOf, type Ring, type Shape } from '#domain/geo/shape.ts';

/** Well-known text (OGC 06-103r4), longitude first. */
export function toWkt(shape: Shape): string {
  if (shape.type === 'Point') return `POINT (${position(shape.coordinates)})`;
  const polygons = polygonsOf(shape).map((rings) => `(${rings.map(ringText).join(', ')})`);
  if (shape.type === 'Polygon') return `POLYGON ${polygons[0] ?? 'EMPTY'}`;
  return polygons.length > 0 ? `MULTIPOLYGON (${polygons.join(', ')})` : 'MULTIPOLYGON EMPTY';
}

const position = ([lon, lat]: LonLat) => `${lon} ${lat}`;
const ringText = (ring: Ring) => `(${ring.map(position).join(', ')})`;
