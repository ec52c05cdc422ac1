import { createFeatureList, type FeatureList } from './feature-list.ts';
import { checkSize, limits } from './limits.ts';
import type { Overlay } from '#domain/overlay.ts';
import { BrokenFile, UnreadableFile } from './unreadable-file.ts';
import { asDegrees, type Projection } from './projection.ts';
import { openGeojson } from './read-geojson.ts';
import { openShapefiles } from './read-shapefile.ts';
import { unzip } from './unzip.ts';

export interface OverlayFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A part of a file with a coordinate system of its own. */
interface Source {
  readonly projection: Projection;
  readonly notes?: readonly string[];
  /** What is said in front of places in the list of problems. */
  readonly name?: string;
  fill(list: FeatureList): void;
}

const readable = 'KML, KMZ, GeoJSON, GPX, a zipped shapefile, or CSV with coordinates';

/**
 * Reads a file to be laid over the map. What sort it is, its bytes say and not its name. A feature that cannot be read is
 * listed, and the rest is read.
 * @param onFeature called with how many were looked at so far
 * @throws UnreadableFile with a sentence, where nothing can be read
 */
export async function readOverlay(
  { name, bytes }: OverlayFile,
  onFeature: (seen: number) => void = () => undefined,
): Promise<Overlay> {
  checkSize(bytes.length, limits.fileBytes, 'The file');
  const sources = await sourcesOf(bytes);
  const lists = sources.map((source) => {
    const { projection, notes = [], name: part = 'The file' } = source;
    const list = createFeatureList(projection.toLonLat, onFeature);
    for (const note of projection.note === undefined ? notes : [...notes, projection.note])
      list.skip(part, note);
    fill(source, list, part);
    return list;
  });
  const features = lists.flatMap((list) => list.features);
  const problems = lists.flatMap((list) => list.problems);
  if (features.length === 0 && problems.length === 0) {
    throw new UnreadableFile('There is nothing in the file to show on a map.');
  }
  return { name: layerName(name), features, problems };
}

/** What was read before a file breaks off is shown, and that it breaks off is said. */
function fill(source: Source, list: FeatureList, part: string): void {
  try {
    source.fill(list);
  } catch (error) {
    if (!(error instanceof BrokenFile) || list.features.length === 0) throw error;
    list.skip(part, `${error.message} What lies behind is missing.`);
  }
}

async function sourcesOf(bytes: Uint8Array): Promise<readonly Source[]> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return archiveSources(bytes);
  const start = new TextDecoder().decode(bytes.subarray(0, 4_000)).replaceAll('\0', '').trimStart();
  if (start === '') throw new UnreadableFile('The file is empty.');
  if (start.startsWith('<')) return [await xmlSource(bytes)];
  if (start.startsWith('{')) return [openGeojson(bytes)];
  if (bytes.subarray(0, 4_000).includes(0) && bytes[0] !== 0xff && bytes[0] !== 0xfe) throw notKnown(bytes);
  const { openCsv } = await import('./read-csv.ts');
  return [openCsv(bytes)];
}

function notKnown(bytes: Uint8Array): UnreadableFile {
  const isShp = bytes[2] === 0x27 && bytes[3] === 0x0a;
  return new UnreadableFile(
    isShp
      ? 'This is one part of a shapefile: put its .shp, .dbf and .prj files into one zip file, and take that.'
      : `This is no sort of file that can be laid over the map: take ${readable}.`,
  );
}

async function archiveSources(bytes: Uint8Array): Promise<readonly Source[]> {
  const files = unzip(bytes, /\.(shp|dbf|prj|cpg|kml)$/i);
  if (files.some(({ name }) => /\.shp$/i.test(name))) return openShapefiles(files);
  const documents = files.filter(({ name }) => /\.kml$/i.test(name));
  if (documents.length === 0) {
    throw new UnreadableFile('There is neither a shapefile nor a KML document in the archive.');
  }
  const known = new Set(documents.map(({ name }) => name));
  return Promise.all(documents.map(({ bytes: document }) => xmlSource(document, known)));
}

/** @param beside documents that are read too, by name */
async function xmlSource(bytes: Uint8Array, beside: ReadonlySet<string> = new Set()): Promise<Source> {
  const { openXml } = await import('./read-xml.ts');
  const file = openXml(bytes);
  const projection = { toLonLat: asDegrees };
  if (file.root === 'kml') {
    const { readKml } = await import('./read-kml.ts');
    return { projection, fill: (list) => readKml(file, list, beside) };
  }
  if (file.root === 'gpx') {
    const { readGpx } = await import('./read-gpx.ts');
    return { projection, fill: (list) => readGpx(file, list) };
  }
  throw new UnreadableFile(`This is XML, but neither KML nor GPX: take ${readable}.`);
}

function layerName(file: string): string {
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return (
    base
      .replace(/\.\w{1,8}$/, '')
      .trim()
      .slice(0, limits.nameLength) || 'Layer'
  );
}
