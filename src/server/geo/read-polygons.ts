import * as v from 'valibot';
import type { LonLat, Polygonal } from '#domain/geo/shape.ts';
import { GeoProblem } from './geo-problem.ts';

/** One polygon of a file, and what the file calls it. */
export interface NamedPolygon {
  /** The feature's `name`, `code` or id; else its number in the file. */
  readonly name: string;
  readonly shape: Polygonal;
}

const degrees = (limit: number) => v.pipe(v.number(), v.minValue(-limit), v.maxValue(limit));
/** Heights are passed over. */
const position = v.pipe(
  v.looseTuple([degrees(180), degrees(90)]),
  v.transform(([lon, lat]): LonLat => [lon, lat]),
);
const distinct = (corners: readonly LonLat[]) => new Set(corners.map(String)).size;
const ring = v.pipe(
  v.array(position),
  v.check((corners) => distinct(corners) >= 3),
  v.transform((corners): LonLat[] => closed(corners)),
);
const polygon = v.pipe(v.array(ring), v.minLength(1));
const polygonal = v.variant('type', [
  v.object({ type: v.literal('Polygon'), coordinates: polygon }),
  v.object({ type: v.literal('MultiPolygon'), coordinates: v.pipe(v.array(polygon), v.minLength(1)) }),
]);
const feature = v.looseObject({ type: v.literal('Feature') });
const collection = v.looseObject({ type: v.literal('FeatureCollection'), features: v.array(v.unknown()) });

/**
 * The polygons of a GeoJSON geometry, Feature or FeatureCollection. A ring that is not closed is closed.
 * @throws GeoProblem when any of it is something else: a sum that leaves one out is wrong
 */
export function readPolygons(document: unknown): readonly NamedPolygon[] {
  if (v.is(collection, document)) {
    if (document.features.length === 0) throw new GeoProblem('The file has no feature.');
    return document.features.map((each, i) => readFeature(each, `Feature ${i + 1}`));
  }
  return [v.is(feature, document) ? readFeature(document, 'Feature 1') : readShape(document, 'Polygon 1')];
}

function readFeature(value: unknown, number: string): NamedPolygon {
  if (!v.is(feature, value)) throw new GeoProblem(`${number} is not a GeoJSON feature.`);
  const { properties } = value;
  const of = (key: string) => (isObject(properties) ? properties[key] : undefined);
  const name = [of('name'), of('code'), value['id']].find(
    (each): each is string | number =>
      (typeof each === 'string' && each.trim() !== '') || typeof each === 'number',
  );
  const { shape } = readShape(value['geometry'], number);
  return { name: name === undefined ? number : String(name), shape };
}

function readShape(value: unknown, name: string): NamedPolygon {
  const type = isObject(value) ? value['type'] : undefined;
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    const found = typeof type === 'string' ? `a ${type}` : 'no GeoJSON';
    throw new GeoProblem(`${name} is ${found}: only a Polygon or MultiPolygon has an area.`);
  }
  const read = v.safeParse(polygonal, value);
  if (read.success) return { name, shape: read.output };
  throw new GeoProblem(`${name} cannot be measured: ${reason(read.issues[0])}.`);
}

function reason(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'check') return 'a ring has fewer than 3 different corners';
  if (issue.type === 'min_value' || issue.type === 'max_value') {
    return `${issue.received} is no longitude or latitude in degrees (WGS 84)`;
  }
  return 'its coordinates are not rings of [longitude, latitude]';
}

function closed(corners: LonLat[]): LonLat[] {
  const [first] = corners;
  return first === undefined || String(first) === String(corners.at(-1)) ? corners : [...corners, first];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
