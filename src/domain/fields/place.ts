import * as v from 'valibot';
import type { LonLat, Point, Polygonal, Shape } from '../geo/shape.ts';

/** How a position was obtained; part of the data, because it says how far the position can be trusted. */
export const placeSources = ['gps', 'walked', 'drawn', 'typed', 'traverse', 'imported'] as const;
type PlaceSource = (typeof placeSources)[number];

/** From the reporter to the item: the reporter need not, and must not, stand at it. */
interface ObserverOffset {
  readonly bearingDeg: number;
  readonly distanceM: number;
  readonly north: 'true' | 'magnetic';
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
  /** The input as it was typed or imported, where the shape was computed from it. */
  readonly asGiven?: string;
}

const degrees = (limit: number) => v.pipe(v.number(), v.finite(), v.minValue(-limit), v.maxValue(limit));
const lonLat = v.strictTuple([degrees(180), degrees(90)]);
const ring = v.pipe(v.array(lonLat), v.minLength(1), v.maxLength(20_000));

const pointSchema = v.strictObject({ type: v.literal('Point'), coordinates: lonLat });
const polygonalSchema = v.variant('type', [
  v.strictObject({ type: v.literal('Polygon'), coordinates: v.array(ring) }),
  v.strictObject({ type: v.literal('MultiPolygon'), coordinates: v.array(v.array(ring)) }),
]);

function placeSchema<Of extends v.GenericSchema<Shape>>(shape: Of) {
  return v.strictObject({
    shape,
    source: v.picklist(placeSources),
    accuracyM: v.nullable(v.pipe(v.number(), v.finite(), v.gtValue(0))),
    fixes: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    observerOffset: v.exactOptional(
      v.strictObject({
        bearingDeg: v.pipe(v.number(), v.minValue(0), v.maxValue(360)),
        distanceM: v.pipe(v.number(), v.minValue(0)),
        north: v.picklist(['true', 'magnetic']),
      }),
    ),
    asGiven: v.exactOptional(v.string()),
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
