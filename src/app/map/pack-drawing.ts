import * as v from 'valibot';
import { polygonSchema, positionSchema } from '#domain/fields/place.ts';
import { nearestTurn } from '#domain/geo/bounds.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { valuesOf } from '#domain/merge-groups.ts';
import type { Pack } from '#protocol/pack.ts';
import type { Outline } from '#protocol/place-column.ts';
import { codeAt } from '#store/record-view.ts';
import type { DrawnRecord } from './drawn-record.ts';
import { worldX, worldY } from './mercator.ts';
import { isDangerous, type Look, lookNumbered, lookOf, standingOf, symbolOf } from './record-look.ts';

const step = 1e7;
/** Boxes are kept in whole 2^-30 of the world's width: a quarter of a pixel at the closest zoom. */
const boxUnits = 2 ** 30;

/** What is drawn of the rows of a pack, as columns: 18 bytes a record instead of an object. Filled as rows come into sight. */
export interface PackDrawing {
  /** @returns undefined where nothing is to be drawn */
  lookAt(row: number): Look | undefined;
  /** West, north, east and south of a row from `4 * row`, in `boxUnits`; of rows that `lookAt` was asked for. */
  readonly boxes: Int32Array;
}

const known = new WeakMap<Pack, PackDrawing>();

export function drawingOf(pack: Pack, registry: Registry): PackDrawing {
  let drawing = known.get(pack);
  if (!drawing) {
    drawing = createDrawing(pack, registry);
    known.set(pack, drawing);
  }
  return drawing;
}

export const shareOf = (units: number | undefined): number => (units ?? 0) / boxUnits;

const [notYet, nothing, firstLook] = [0, 1, 2];

function createDrawing(pack: Pack, registry: Registry): PackDrawing {
  const looks = new Uint16Array(pack.records);
  const boxes = new Int32Array(4 * pack.records);
  return {
    boxes,
    lookAt: (row) => {
      let look = looks[row] ?? nothing;
      if (look === notYet) {
        const outline = pack.outlineAt(row);
        const found = outline && lookOfRow(pack, row, outline, registry.get(pack.kindAt(row)));
        if (found) writeBox(outline.run, boxes, 4 * row);
        look = found ? found.number + firstLook : nothing;
        looks[row] = look;
      }
      return look === nothing ? undefined : lookNumbered(look - firstLook);
    },
  };
}

function lookOfRow(
  pack: Pack,
  row: number,
  outline: Outline,
  kind: KindDeclaration | undefined,
): Look | undefined {
  const field = kind?.fields['place'];
  const status = pack.statusAt(row);
  if (!kind || !field || field.group !== undefined || status === 'withdrawn') return undefined;
  const isPoint = outline.type === 'Point';
  if (field.type !== (isPoint ? 'position' : 'polygon') || !isReadable(outline)) return undefined;
  const values = valuesOf(kind.fields, pack.plainBodyAt(row));
  return lookOf({
    symbol: symbolOf(kind, values),
    standing: standingOf(status, 'sent'),
    isPoint,
    isDanger:
      kind.danger !== undefined && isDangerous(kind, { ...values, place: pack.groupAt(row, 'place') }),
  });
}

/** A row by itself, for who holds on to one. */
export function drawnRow(
  pack: Pack,
  row: number,
  kind: KindDeclaration | undefined,
): DrawnRecord | undefined {
  const outline = pack.outlineAt(row);
  const look = outline && lookOfRow(pack, row, outline, kind);
  if (!look) return undefined;
  const box = writeBox(outline.run, new Int32Array(4), 0);
  return {
    id: pack.idAt(row),
    look,
    label: labelAt(pack, row, look),
    get rings() {
      return look.layer === 'point' ? null : ringsAt(pack, row);
    },
    minX: shareOf(box[0]),
    minY: shareOf(box[1]),
    maxX: shareOf(box[2]),
    maxY: shareOf(box[3]),
  };
}

export const labelAt = (pack: Pack, row: number, { layer }: Look): string =>
  layer === 'outline' ? codeAt(pack, row) : '';

/** By what stands beside the shape, which many records share. */
const readable = new WeakMap<object, boolean>();

function isReadable({ type, rest, run, lengths }: Outline): boolean {
  if (run.length === 0 || ringLengths(lengths).some((length) => length === 0 && type !== 'Point'))
    return false;
  for (let at = 0; at < run.length; at += 2) {
    if (Math.abs(run[at] as number) > 180 * step || Math.abs(run[at + 1] as number) > 90 * step) return false;
  }
  let isKnown = readable.get(rest);
  if (isKnown === undefined) {
    isKnown =
      type === 'Point'
        ? v.is(positionSchema, { ...rest, shape: { type, coordinates: [0, 0] } })
        : v.is(polygonSchema, { ...rest, shape: { type: 'Polygon', coordinates: [[[0, 0]]] } });
    readable.set(rest, isKnown);
  }
  return isKnown;
}

const ringLengths = (lengths: unknown): readonly number[] =>
  Array.isArray(lengths) ? lengths.flat(2).map(Number) : [Number(lengths)];

function writeBox(run: Int32Array, boxes: Int32Array, at: number): Int32Array {
  const first = run[0] as number;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < run.length; i += 2) {
    const lon = turned(run[i] as number, first);
    const lat = run[i + 1] as number;
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  boxes[at] = Math.round(worldX(west / step) * boxUnits);
  boxes[at + 1] = Math.round(worldY(north / step) * boxUnits);
  boxes[at + 2] = Math.round(worldX(east / step) * boxUnits);
  boxes[at + 3] = Math.round(worldY(south / step) * boxUnits);
  return boxes;
}

const turned = (lon: number, reference: number): number => nearestTurn(lon / step, reference / step) * step;

/** The rings of land in shares of the world, not closed; made for each drawing and not kept. */
export function ringsAt(pack: Pack, row: number): readonly Float64Array[] {
  const outline = pack.outlineAt(row);
  if (!outline) return [];
  const { run, lengths } = outline;
  const reference = (run[0] as number) / step;
  let from = 0;
  return ringLengths(lengths).map((length) => {
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
}

/** Of a ring without its closing repeat. */
function cornersOf(run: Int32Array, from: number, length: number): number {
  const last = 2 * (from + length - 1);
  const isClosed = length > 1 && run[2 * from] === run[last] && run[2 * from + 1] === run[last + 1];
  return isClosed ? length - 1 : length;
}
