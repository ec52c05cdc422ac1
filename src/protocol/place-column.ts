import * as v from 'valibot';
import { addUp, deltas, type NumberColumn, packNumbers, unpackNumbers } from './number-column.ts';
import { packShape, unpackShape } from './packed-shape.ts';
import { numbersSchema } from './number-schema.ts';

/** Places whose coordinates are whole steps of 1e-7°. What many of them share (source, nesting) is said once. */
export const placeColumnSchema = v.object({
  rows: v.nullable(numbersSchema),
  count: v.number(),
  /** Type and nesting of a shape. */
  forms: v.array(v.object({ packed: v.string(), lengths: v.unknown(), vertices: v.number() })),
  form: numbersSchema,
  /** What stands beside the shape. */
  rests: v.array(v.record(v.string(), v.unknown())),
  rest: numbersSchema,
  /** First vertex of each place, from that of the place before. */
  lon: numbersSchema,
  lat: numbersSchema,
  /** Longitude and latitude of every further vertex, from the one before. */
  steps: numbersSchema,
});
export type PlaceColumn = v.InferOutput<typeof placeColumnSchema>;

/** A place as it lies in a pack: read without building its shape. Coordinates in steps of 1e-7°. */
export interface Outline {
  readonly type: string;
  readonly lengths: unknown;
  readonly rest: Readonly<Record<string, unknown>>;
  /** Longitude and latitude of every vertex, in turn. */
  readonly run: Int32Array<ArrayBuffer>;
}

/** Boxes in steps of 1e-7°; one that goes over the antimeridian is unrolled from its first vertex. */
export interface Boxes {
  /** The row of each, ascending. */
  readonly rows: Uint16Array<ArrayBuffer>;
  /** West, south, east, north of each, in turn. */
  readonly sides: Float64Array<ArrayBuffer>;
}

export interface Places {
  outline(row: number): Outline | undefined;
  boxes(): Boxes;
  /** The value that was put in. */
  value(row: number): unknown;
}

/** The places among the values that can be packed, by row; the others are for the caller. */
export function packPlaces(
  values: readonly (readonly [row: number, value: unknown])[],
  rowCount: number,
): { readonly column: PlaceColumn; readonly others: readonly (readonly [number, unknown])[] } {
  const others: (readonly [number, unknown])[] = [];
  const rows: number[] = [];
  const forms = dictionary<PlaceColumn['forms'][number]>();
  const rests = dictionary<Record<string, unknown>>();
  const [form, rest, lon, lat, steps]: number[][] = [[], [], [], [], []];
  for (const [row, value] of values) {
    const packed = packShape(value);
    if (packed === undefined) {
      others.push([row, value]);
      continue;
    }
    rows.push(row);
    const { packed: type, lengths, run } = packed;
    form?.push(forms.indexOf({ packed: type, lengths: lengths ?? 0, vertices: run.length / 2 }));
    rest?.push(rests.indexOf(packed.rest));
    lon?.push(run[0] ?? 0);
    lat?.push(run[1] ?? 0);
    for (let at = 2; at < run.length; at += 1) steps?.push(run[at] as number);
  }
  const column = {
    rows: rows.length === rowCount ? null : packNumbers(deltas(rows)),
    count: rows.length,
    forms: forms.entries,
    form: packNumbers(form ?? []),
    rests: rests.entries,
    rest: packNumbers(rest ?? []),
    lon: packNumbers(deltas(lon ?? [])),
    lat: packNumbers(deltas(lat ?? [])),
    steps: packNumbers(steps ?? []),
  };
  return { column, others };
}

/** @throws RangeError when the columns do not fit one another */
export function openPlaces(column: PlaceColumn, rowCount: number): Places {
  const { count, forms, rests } = column;
  const positions = positionsOf(column.rows, count, rowCount);
  const form = Uint16Array.from(unpackNumbers(column.form, count));
  const rest = Uint16Array.from(unpackNumbers(column.rest, count));
  const lon = addUp(unpackNumbers(column.lon, count));
  const lat = addUp(unpackNumbers(column.lat, count));
  const starts = new Uint32Array(count + 1);
  for (let at = 0; at < count; at += 1) {
    const vertices = forms[form[at] as number]?.vertices ?? 0;
    starts[at + 1] = (starts[at] as number) + 2 * vertices;
  }
  const total = starts[count] as number;
  const isEmpty = (at: number) => starts[at] === starts[at + 1];
  let further = total;
  for (let at = 0; at < count; at += 1) if (!isEmpty(at)) further -= 2;
  const steps = unpackNumbers(column.steps, further);
  const run = new Int32Array(total);
  for (let at = 0, step = 0; at < count; at += 1) {
    if (isEmpty(at)) continue;
    const end = starts[at + 1] as number;
    let to = starts[at] as number;
    run[to] = lon[at] as number;
    run[to + 1] = lat[at] as number;
    for (to += 2; to < end; to += 1, step += 1) run[to] = (run[to - 2] as number) + (steps[step] as number);
  }
  const outline = (row: number): Outline | undefined => {
    const at = positions === null ? row : (positions[row] ?? -1);
    const found = forms[form[at] ?? -1];
    if (at < 0 || found === undefined) return undefined;
    const { packed: type, lengths } = found;
    return {
      type,
      lengths,
      rest: rests[rest[at] as number] ?? {},
      run: run.subarray(starts[at], starts[at + 1]),
    };
  };
  return {
    outline,
    boxes: () => boxesOf(positions, starts, run, rowCount),
    value: (row) => {
      const found = outline(row);
      return found && unpackShape(found);
    },
  };
}

const stepsPerDegree = 1e7;
const [halfTurn, fullTurn] = [180 * stepsPerDegree, 360 * stepsPerDegree];

function boxesOf(
  positions: Int16Array | null,
  starts: Uint32Array,
  run: Int32Array,
  rowCount: number,
): Boxes {
  const rows = new Uint16Array(rowCount);
  const sides = new Float64Array(4 * rowCount);
  let found = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const at = positions === null ? row : (positions[row] as number);
    if (at < 0) continue;
    const start = starts[at] as number;
    const end = starts[at + 1] as number;
    if (start === end) continue;
    const first = run[start] as number;
    let [west, east] = [first, first];
    let south = run[start + 1] as number;
    let north = south;
    for (let to = start + 2; to < end; to += 2) {
      let lon = run[to] as number;
      if (lon - first > halfTurn) lon -= fullTurn;
      else if (lon - first < -halfTurn) lon += fullTurn;
      const lat = run[to + 1] as number;
      if (lon < west) west = lon;
      else if (lon > east) east = lon;
      if (lat < south) south = lat;
      else if (lat > north) north = lat;
    }
    rows[found] = row;
    sides[4 * found] = west;
    sides[4 * found + 1] = south;
    sides[4 * found + 2] = east;
    sides[4 * found + 3] = north;
    found += 1;
  }
  return { rows: rows.slice(0, found), sides: sides.slice(0, 4 * found) };
}

/** Where each row's value stands among the values; null where every row has one. */
export function positionsOf(rows: NumberColumn | null, count: number, rowCount: number): Int16Array | null {
  if (rows === null) {
    if (count !== rowCount) throw new RangeError('a column of another length');
    return null;
  }
  const positions = new Int16Array(rowCount).fill(-1);
  for (const [at, row] of addUp(unpackNumbers(rows, count)).entries()) positions[row] = at;
  return positions;
}

/** Each value once, found again by what it says. */
export function dictionary<T>() {
  const known = new Map<string, number>();
  const entries: T[] = [];
  return {
    entries,
    indexOf: (value: T): number => {
      const key = JSON.stringify(value);
      const index = known.get(key) ?? entries.length;
      if (index === entries.length) {
        known.set(key, index);
        entries.push(value);
      }
      return index;
    },
  };
}
