import * as v from 'valibot';
import type { LonLat, Point, Polygonal, Shape } from '../geo/shape.ts';

/** How a position was obtained; part of the data, because it says how far the position can be trusted. */
export const placeSources = ['gps', 'walked', 'drawn', 'typed', 'traverse', 'imported'] as const;
type PlaceSource = (typeof placeSources)[number];

/** From the reporter to the item: the reporter need not, and must not, stand at it. */
interface ObserverOffset {
  readonly bearingDeg: number;
  readonly distanceM: number;
  readonly north: North;
  /** Added to a magnetic bearing, east positive; absent or 0 where the bearing is from true north. */
  readonly declinationDeg?: number;
}

const norths = ['true', 'magnetic'] as const;
type North = (typeof norths)[number];

const legEnds = ['start-point', 'turning-point', 'intermediate-point'] as const;

/** A perimeter by bearing and distance, as it was typed; the shape is computed from it. */
interface TypedTraverse {
  readonly north: North;
  /** Added to each bearing, east positive; 0 for true north. */
  readonly declinationDeg: number;
  /** Absent where the bearings are true. */
  readonly declinationFrom?: 'model' | 'typed';
  /** In plain words: what is recognised from afar, outside the hazard. */
  readonly landmark?: string;
  /** Where the first leg begins: the benchmark, or the start point itself. */
  readonly start: { readonly at: LonLat; readonly asGiven: string };
  readonly legs: readonly {
    readonly bearingDeg: number;
    readonly distanceM: number;
    readonly to: (typeof legEnds)[number];
  }[];
  /** Whether the misclosure was shared out by the compass rule. */
  readonly adjusted: boolean;
}

/** A shape with its provenance. */
export interface Place<S extends Shape = Shape> {
  readonly shape: S;
  readonly source: PlaceSource;
  /** Horizontal, as the device gave it; null where no device measured (drawn, typed), never 0. */
  readonly accuracyM: number | null;
  /** How many fixes were averaged. */
  readonly fixes?: number;
  readonly observerOffset?: ObserverOffset;
  /** The input as it was typed or imported, where the shape was computed from it; a polygon's corners one a line. */
  readonly asGiven?: string;
  /** Of a walked trace: the corner of the outer ring, from 0, at which a side begins along which fixes were missing. */
  readonly gaps?: readonly number[];
  readonly traverse?: TypedTraverse;
}

const degrees = (limit: number) => v.pipe(v.number(), v.finite(), v.minValue(-limit), v.maxValue(limit));
const lonLat = v.strictTuple([degrees(180), degrees(90)]);
const ring = v.pipe(v.array(lonLat), v.minLength(1), v.maxLength(20_000));

const pointSchema = v.strictObject({ type: v.literal('Point'), coordinates: lonLat });
const polygonalSchema = v.variant('type', [
  v.strictObject({ type: v.literal('Polygon'), coordinates: v.array(ring) }),
  v.strictObject({ type: v.literal('MultiPolygon'), coordinates: v.array(v.array(ring)) }),
]);

const bearing = v.pipe(v.number(), v.minValue(0), v.maxValue(360));
const distance = v.pipe(v.number(), v.finite(), v.minValue(0));

const traverseSchema = v.strictObject({
  north: v.picklist(norths),
  declinationDeg: degrees(180),
  declinationFrom: v.exactOptional(v.picklist(['model', 'typed'])),
  landmark: v.exactOptional(v.string()),
  start: v.strictObject({ at: lonLat, asGiven: v.string() }),
  legs: v.pipe(
    v.array(v.strictObject({ bearingDeg: bearing, distanceM: distance, to: v.picklist(legEnds) })),
    v.maxLength(2_000),
  ),
  adjusted: v.boolean(),
});

function placeSchema<Of extends v.GenericSchema<Shape>>(shape: Of) {
  // Loose, so that the place of a newer phone, which says more of itself, is still drawn.
  return v.looseObject({
    shape,
    source: v.picklist(placeSources),
    accuracyM: v.nullable(v.pipe(v.number(), v.finite(), v.gtValue(0))),
    fixes: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    observerOffset: v.exactOptional(
      v.strictObject({
        bearingDeg: bearing,
        distanceM: distance,
        north: v.picklist(norths),
        declinationDeg: v.exactOptional(degrees(180)),
      }),
    ),
    asGiven: v.exactOptional(v.string()),
    gaps: v.exactOptional(
      v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(20_000)),
    ),
    traverse: v.exactOptional(traverseSchema),
  });
}

export const positionSchema: v.GenericSchema<Place<Point>> = placeSchema(
  pointSchema as v.GenericSchema<Point>,
);
export const polygonSchema: v.GenericSchema<Place<Polygonal>> = placeSchema(
  polygonalSchema as v.GenericSchema<Polygonal>,
);

/** Coordinates are kept to 1e-7° (about 1 cm), the step of the packs; finer input is noise of its instrument. */
export function roundPosition([lon, lat]: LonLat): LonLat {
  return [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7];
}
