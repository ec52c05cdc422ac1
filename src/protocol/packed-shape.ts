import type { LonLat } from '#domain/geo/shape.ts';

/**
 * A place with its coordinates as one run of integers, each the delta to the vertex before in steps of 1e-7°, and the
 * nesting beside them as lengths. Anything that is not a place in whole steps passes as it is: packing never changes data.
 */
export type PackedShape = unknown;

interface Packed {
  readonly packed: string;
  /** Numbers of positions, of rings, of polygons. */
  readonly lengths?: unknown;
  readonly run: readonly number[];
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Something that only looks packed, and came so: as it is, one layer down. */
interface Wrapped {
  readonly packed: '';
  readonly asItCame: unknown;
}

const depths: ReadonlyMap<string, number> = new Map([
  ['Point', 0],
  ['Polygon', 2],
  ['MultiPolygon', 3],
]);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function packShape(place: unknown): PackedShape {
  if (!isObject(place)) return place;
  if ('packed' in place) return { packed: '', asItCame: place } satisfies Wrapped;
  const { shape, ...rest } = place;
  if (!isObject(shape) || Object.keys(shape).length !== 2 || typeof shape.type !== 'string') return place;
  const depth = depths.get(shape.type);
  if (depth === undefined) return place;
  const run: number[] = [];
  let last: readonly [number, number] = [0, 0];
  const lengths = walk(shape.coordinates, depth, (position) => {
    const lon = steps(position[0]);
    const lat = steps(position[1]);
    if (lon === null || lat === null || position.length !== 2) return false;
    run.push(lon - last[0], lat - last[1]);
    last = [lon, lat];
    return true;
  });
  if (lengths === undefined) return place;
  return { packed: shape.type, run, rest, ...(depth > 0 && { lengths }) } satisfies Packed;
}

export function unpackShape(value: PackedShape): unknown {
  if (!isObject(value) || typeof value.packed !== 'string') return value;
  if (value.packed === '') return (value as unknown as Wrapped).asItCame;
  const { packed, run, rest, lengths } = value as unknown as Packed;
  let at = 0;
  let lon = 0;
  let lat = 0;
  const position = (): LonLat => {
    lon += run[at] ?? 0;
    lat += run[at + 1] ?? 0;
    at += 2;
    return [lon / 1e7, lat / 1e7];
  };
  const build = (of: unknown): unknown =>
    typeof of === 'number'
      ? Array.from({ length: of }, position)
      : Array.isArray(of)
        ? of.map(build)
        : position();
  return { ...rest, shape: { type: packed, coordinates: build(lengths) } };
}

/** Lengths of the innermost arrays in the nesting of the outer ones; undefined where the shape is not as it says. */
function walk(value: unknown, depth: number, visit: (position: unknown[]) => boolean): unknown {
  if (!Array.isArray(value)) return undefined;
  if (depth === 0) return visit(value) ? 0 : undefined;
  if (depth === 1)
    return value.every((item) => Array.isArray(item) && visit(item)) ? value.length : undefined;
  const inner = value.map((item) => walk(item, depth - 1, visit));
  return inner.includes(undefined) ? undefined : inner;
}

/** Whole steps of 1e-7°, or null when the number is none and would come back changed. */
function steps(degrees: unknown): number | null {
  if (typeof degrees !== 'number') return null;
  const whole = Math.round(degrees * 1e7);
  return Object.is(whole / 1e7, degrees) ? whole : null;
}
