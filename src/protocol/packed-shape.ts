import type { LonLat } from '#domain/geo/shape.ts';

/**
 * A place with its coordinates as one run of integers, longitude and latitude in turn: the first vertex in steps of
 * 1e-7°, every further one from the vertex before; the nesting beside them as lengths.
 */
export interface PackedPlace {
  readonly packed: string;
  /** Numbers of positions, of rings, of polygons; undefined for a point. */
  readonly lengths?: unknown;
  readonly run: readonly number[];
  readonly rest: Readonly<Record<string, unknown>>;
}

const depths: ReadonlyMap<string, number> = new Map([
  ['Point', 0],
  ['Polygon', 2],
  ['MultiPolygon', 3],
]);
/** What an Int32Array holds. */
const largest = 2 ** 31 - 1;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns undefined for anything that is not a place in whole steps: it travels as it is, and is never changed */
export function packShape(place: unknown): PackedPlace | undefined {
  if (!isObject(place)) return undefined;
  const { shape, ...rest } = place;
  if (!isObject(shape) || Object.keys(shape).length !== 2 || typeof shape.type !== 'string') return undefined;
  const depth = depths.get(shape.type);
  if (depth === undefined) return undefined;
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
  if (lengths === undefined) return undefined;
  return { packed: shape.type, run, rest, ...(depth > 0 && { lengths }) };
}

/** @param run absolute coordinates in steps of 1e-7° */
export function unpackShape(place: {
  readonly type: string;
  readonly lengths: unknown;
  readonly rest: Readonly<Record<string, unknown>>;
  readonly run: ArrayLike<number>;
}): unknown {
  const { type, rest, run, lengths } = place;
  let at = 0;
  const position = (): LonLat => {
    at += 2;
    return [(run[at - 2] ?? 0) / 1e7, (run[at - 1] ?? 0) / 1e7];
  };
  const build = (of: unknown): unknown =>
    typeof of === 'number'
      ? Array.from({ length: of }, position)
      : Array.isArray(of)
        ? of.map(build)
        : position();
  return { ...rest, shape: { type, coordinates: type === 'Point' ? position() : build(lengths) } };
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
  return Object.is(whole / 1e7, degrees) && Math.abs(whole) <= largest ? whole : null;
}
