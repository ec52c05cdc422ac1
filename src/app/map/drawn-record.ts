import * as v from 'valibot';
import { polygonSchema, positionSchema } from '#domain/fields/place.ts';
import { nearestTurn } from '#domain/geo/bounds.ts';
import { type LonLat, polygonsOf, type Shape } from '#domain/geo/shape.ts';
import type { RecordView } from '#store/phone.ts';
import { projectLine, worldX, worldY } from './mercator.ts';
import { drawnRow } from './pack-drawing.ts';
import { isDangerous, type Look, lookOf, standingOf, symbolOf } from './record-look.ts';

/** A record ready to be drawn: everything that does not depend on where the map stands. Boxes in shares of the world. */
export interface DrawnRecord {
  readonly id: string;
  readonly look: Look;
  /** Written beside it; only tasks are. */
  readonly label: string;
  /** Rings as x, y … in shares of the world, not closed; null for a point. */
  readonly rings: readonly Float64Array[] | null;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

// A view is made anew when its record changes; until then what is drawn of it stays the same.
const known = new WeakMap<RecordView, DrawnRecord | 'nothing'>();

/** What is drawn of a record; undefined where it has no position that can be read, or is withdrawn. */
export function drawnRecordOf(view: RecordView): DrawnRecord | undefined {
  let drawn = known.get(view);
  if (drawn === undefined) {
    drawn = makeDrawn(view) ?? 'nothing';
    known.set(view, drawn);
  }
  return drawn === 'nothing' ? undefined : drawn;
}

function makeDrawn(view: RecordView): DrawnRecord | undefined {
  const { kind, packed } = view;
  if (packed?.pack.outlineAt(packed.row)) return drawnRow(packed.pack, packed.row, kind);
  const shape = shapeOf(view);
  if (kind === undefined || shape === undefined || view.state.status === 'withdrawn') return undefined;
  const symbol = symbolOf(kind, view.values);
  const isPoint = shape.type === 'Point';
  const about = {
    id: view.state.id,
    look: lookOf({
      symbol,
      standing: standingOf(view.state.status, view.delivery),
      isPoint,
      isDanger: isDangerous(kind, view.values),
    }),
    label: symbol.shape === 'outline' ? view.code : '',
  };
  if (isPoint) {
    const x = worldX(shape.coordinates[0]);
    const y = worldY(shape.coordinates[1]);
    return { ...about, rings: null, minX: x, minY: y, maxX: x, maxY: y };
  }
  const reference = polygonsOf(shape)[0]?.[0]?.[0]?.[0];
  if (reference === undefined) return undefined;
  const rings = polygonsOf(shape)
    .flat()
    .filter((ring) => ring.length > 0)
    .map((ring) => projectLine(unrolled(ring, reference)));
  return { ...about, rings, ...boxAround(rings) };
}

/** The record's position or polygon, where it can be read: the server refuses nothing for what stands in it. */
export function shapeOf({ kind, values }: RecordView): Shape | undefined {
  for (const [name, field] of Object.entries(kind?.fields ?? {})) {
    const value = values[name];
    if (value == null) continue;
    if (field.type === 'position' && v.is(positionSchema, value)) return value.shape;
    if (field.type === 'polygon' && v.is(polygonSchema, value)) return value.shape;
  }
  return undefined;
}

/** The ring without its closing repeat and without a jump at the antimeridian. */
function unrolled(ring: readonly LonLat[], reference: number): LonLat[] {
  const first = ring[0];
  const last = ring.at(-1);
  const closed = ring.length > 1 && first && last && first[0] === last[0] && first[1] === last[1];
  return (closed ? ring.slice(0, -1) : ring).map(([lon, lat]) => [nearestTurn(lon, reference), lat]);
}

function boxAround(rings: readonly Float64Array[]) {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const x = ring[i] ?? 0;
      const y = ring[i + 1] ?? 0;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return { minX, minY, maxX, maxY };
}
