import * as v from 'valibot';
import { polygonSchema, positionSchema } from '#domain/fields/place.ts';
import { nearestTurn } from '#domain/geo/bounds.ts';
import type { MapSymbol } from '#domain/kinds/declaration.ts';
import { valuesOf } from '#domain/merge-groups.ts';
import type { Outline } from '#protocol/place-column.ts';
import type { RecordView } from '#store/phone.ts';
import { type DrawnRecord, type Standing, standingOf, symbolOf } from './record-look.ts';
import { worldX, worldY } from './mercator.ts';

const step = 1e7;

/**
 * What is drawn of a record that lies in a pack, from its row of numbers: the shape as the record has it is never built.
 * @returns undefined where nothing is to be drawn
 */
export function drawnFromPack({
  packed,
  kind,
  code,
  delivery,
}: RecordView): DrawnRecord | undefined | 'not packed' {
  const outline = packed?.pack.outlineAt(packed.row);
  const field = kind?.fields['place'];
  if (!packed || !outline || !kind || !field || field.group !== undefined) return 'not packed';
  const { pack, row } = packed;
  const status = pack.statusAt(row);
  const isPlace = outline.type === 'Point' ? field.type === 'position' : field.type === 'polygon';
  if (!isPlace || status === 'withdrawn' || !isReadable(outline)) return undefined;
  const symbol = symbolOf(kind, valuesOf(kind.fields, pack.plainBodyAt(row)));
  return new PackedDrawn(packed, symbol, standingOf(status, delivery), code, outline);
}

/** By what stands beside the shape, which many records share. */
const readable = new WeakMap<object, boolean>();

function isReadable({ type, rest, run, lengths }: Outline): boolean {
  if (run.length === 0 || ringLengths(lengths).some((length) => length === 0 && type !== 'Point'))
    return false;
  for (let at = 0; at < run.length; at += 2) {
    if (Math.abs(run[at] as number) > 180 * step || Math.abs(run[at + 1] as number) > 90 * step) return false;
  }
  let known = readable.get(rest);
  if (known === undefined) {
    known =
      type === 'Point'
        ? v.is(positionSchema, { ...rest, shape: { type, coordinates: [0, 0] } })
        : v.is(polygonSchema, { ...rest, shape: { type: 'Polygon', coordinates: [[[0, 0]]] } });
    readable.set(rest, known);
  }
  return known;
}

const ringLengths = (lengths: unknown): readonly number[] =>
  Array.isArray(lengths) ? lengths.flat(2).map(Number) : [Number(lengths)];

type Packed = NonNullable<RecordView['packed']>;

class PackedDrawn implements DrawnRecord {
  readonly isPoint: boolean;
  readonly symbol: MapSymbol;
  readonly standing: Standing;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  // Not the outline: a view of the pack's numbers for each of 100,000 records is most of what they would weigh.
  readonly #packed: Packed;
  #rings: readonly Float64Array[] | null | undefined;

  constructor(packed: Packed, symbol: MapSymbol, standing: Standing, code: string, outline: Outline) {
    this.#packed = packed;
    this.symbol = symbol;
    this.standing = standing;
    const isPoint = outline.type === 'Point';
    this.isPoint = isPoint;
    this.label = symbol.shape === 'outline' ? code : '';
    if (isPoint) this.#rings = null;
    const { run } = outline;
    const reference = (run[0] as number) / step;
    // The mark stands at the mean of the outer ring's corners, as for any other record.
    const corners = isPoint ? 1 : cornersOf(run, 0, ringLengths(outline.lengths)[0] ?? 0);
    let [west, south, east, north, lons, lats] = [Infinity, Infinity, -Infinity, -Infinity, 0, 0];
    for (let at = 0; at < run.length; at += 2) {
      const lon = nearestTurn((run[at] as number) / step, reference);
      const lat = (run[at + 1] as number) / step;
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
      if (at >= 2 * corners) continue;
      lons += lon;
      lats += lat;
    }
    this.x = worldX(lons / corners);
    this.y = worldY(lats / corners);
    this.minX = worldX(west);
    this.maxX = worldX(east);
    this.minY = worldY(north);
    this.maxY = worldY(south);
  }

  /** Made when the record is first drawn large enough to have corners. */
  get rings(): readonly Float64Array[] | null {
    if (this.#rings !== undefined) return this.#rings;
    const { pack, row } = this.#packed;
    const outline = pack.outlineAt(row);
    if (!outline) return null;
    const { run, lengths } = outline;
    const reference = (run[0] as number) / step;
    let from = 0;
    this.#rings = ringLengths(lengths).map((length) => {
      const corners = cornersOf(run, from, length);
      const ring = new Float64Array(2 * corners);
      for (let corner = 0; corner < corners; corner += 1) {
        const at = 2 * (from + corner);
        ring[2 * corner] = worldX(nearestTurn((run[at] as number) / step, reference));
        ring[2 * corner + 1] = worldY((run[at + 1] as number) / step);
      }
      from += length;
      return ring;
    });
    return this.#rings;
  }

  get id(): string {
    return this.#packed.pack.idAt(this.#packed.row);
  }
}

/** Of a ring without its closing repeat. */
function cornersOf(run: Int32Array, from: number, length: number): number {
  const last = 2 * (from + length - 1);
  const isClosed = length > 1 && run[2 * from] === run[last] && run[2 * from + 1] === run[last + 1];
  return isClosed ? length - 1 : length;
}
