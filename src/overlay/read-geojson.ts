import { asDegrees, type Projection, projectionOf } from './projection.ts';
import { isObject } from './check-geometry.ts';
import { decodeText } from './decode-text.ts';
import type { FeatureList } from './feature-list.ts';
import { textOf } from './feature-text.ts';
import { checkSize, limits } from './limits.ts';
import { UnreadableFile } from './unreadable-file.ts';

export interface Geojson {
  readonly projection: Projection;
  fill(list: FeatureList): void;
}

/**
 * GeoJSON (RFC 7946), and what was written before it: a `crs` member by name is followed.
 * @throws UnreadableFile
 */
export function openGeojson(bytes: Uint8Array): Geojson {
  checkSize(bytes.length, limits.textBytes, 'The text');
  const root = parsed(decodeText(bytes).text);
  const features = featuresOf(root);
  return {
    projection: crsOf(root),
    fill: (list) => {
      features.forEach((feature, index) => {
        const properties = isObject(feature) && isObject(feature['properties']) ? feature['properties'] : {};
        list.add(`Feature ${index + 1}`, isObject(feature) ? feature['geometry'] : null, textOf(properties));
      });
    },
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UnreadableFile('The file is not GeoJSON, or is cut off.');
  }
  if (!isObject(json)) throw new UnreadableFile('The file is JSON, but not GeoJSON.');
  return json;
}

function featuresOf(root: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { type } = root;
  if (type === 'FeatureCollection' && Array.isArray(root['features'])) return root['features'];
  if (type === 'Feature') return [root];
  if ('coordinates' in root || type === 'GeometryCollection') return [{ type: 'Feature', geometry: root }];
  throw new UnreadableFile('The file is JSON, but not GeoJSON.');
}

function crsOf({ crs }: Readonly<Record<string, unknown>>): Projection {
  if (crs === undefined) return { toLonLat: asDegrees };
  const properties = isObject(crs) && isObject(crs['properties']) ? crs['properties'] : {};
  const named = properties['name'] ?? properties['code'];
  if (typeof named !== 'string' && typeof named !== 'number') {
    throw new UnreadableFile(
      'The file says that its coordinate system is elsewhere, or unknown. Save it in WGS 84.',
    );
  }
  const text = String(named);
  return projectionOf(/^\d+$/.test(text) ? `EPSG:${text}` : text);
}
