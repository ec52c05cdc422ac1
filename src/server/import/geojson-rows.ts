import { splitFeatures } from './split-features.ts';
import type { RowSource, SourceRow } from './source-row.ts';

/** A property that none of so many features has is not a column of the file. */
const featuresThatTell = 200;

/**
 * Features of a GeoJSON FeatureCollection (RFC 7946), read without holding the file. A property that is no text or
 * number is given as JSON, null as an empty text.
 *
 * @throws ImportProblem not-geojson
 */
export async function openGeojson(text: AsyncIterable<string>): Promise<RowSource> {
  const features = splitFeatures(text);
  const first: SourceRow[] = [];
  while (first.length < featuresThatTell) {
    const next = await features.next();
    if (next.done) break;
    first.push(rowOf(next.value.line, next.value.raw));
  }
  async function* rows() {
    yield* first.splice(0);
    for await (const { line, raw } of features) yield rowOf(line, raw);
  }
  return { columns: new Set(first.flatMap((row) => Object.keys(row.columns))), rows: rows() };
}

function rowOf(line: number, raw: string): SourceRow {
  let feature: unknown;
  try {
    feature = JSON.parse(raw);
  } catch {
    return { line, raw, columns: {}, unreadable: 'The feature is not JSON.' };
  }
  if (!isObject(feature) || feature.type !== 'Feature') {
    return { line, raw, columns: {}, unreadable: 'This is not a GeoJSON feature.' };
  }
  const properties = isObject(feature.properties) ? feature.properties : {};
  const columns = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, asText(value)]),
  );
  return { line, raw, columns, geometry: feature.geometry };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
