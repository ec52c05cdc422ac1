import { UnreadableFeature } from './check-geometry.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { groupRings } from './group-rings.ts';

type Position = readonly [x: number, y: number];

/** A record of a `.shp` file: what is in it is read when asked, so that a damaged one spoils no other. */
export interface ShpRecord {
  /** From 1, as in the `.dbf`. */
  readonly number: number;
  /** A GeoJSON geometry in the file's own coordinates. @throws UnreadableFeature */
  geometry(): unknown;
}

const headBytes = 100;
const magic = 9994;

/**
 * The records of a shapefile's main file. Source: ESRI Shapefile Technical Description, July 1998. Heights and measures
 * lie behind the positions and are not read.
 * @throws UnreadableFile
 */
export function* shpRecords(bytes: Uint8Array): Generator<ShpRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headBytes || view.getInt32(0) !== magic) {
    throw new UnreadableFile('The .shp file is cut off or damaged.');
  }
  let at = headBytes;
  for (let number = 1; at + 8 <= bytes.length; number += 1) {
    const length = view.getInt32(at + 4) * 2;
    const start = at + 8;
    const isWhole = length >= 4 && start + length <= bytes.length;
    const content = isWhole ? new DataView(bytes.buffer, bytes.byteOffset + start, length) : undefined;
    yield { number, geometry: () => geometryOf(content) };
    // Where the next one begins cannot be told any more.
    if (!isWhole) return;
    at = start + length;
  }
}

function geometryOf(content: DataView | undefined): unknown {
  if (!content) throw new UnreadableFeature('It is cut off or damaged, and so is all behind it.');
  const type = content.getInt32(0, true);
  // 1x have heights, 2x measures.
  switch (type % 10) {
    case 0:
      throw new UnreadableFeature('It has no place.');
    case 1:
      return { type: 'Point', coordinates: positionAt(content, 4) };
    case 3:
      return { type: 'MultiLineString', coordinates: partsOf(content) };
    case 5:
      return { type: 'MultiPolygon', coordinates: groupRings(partsOf(content)) };
    case 8:
      return { type: 'MultiPoint', coordinates: positionsAt(content, 40, content.getInt32(36, true)) };
    default:
      throw new UnreadableFeature(`It is of shape type ${type}, which is not known.`);
  }
}

const positionAt = (content: DataView, at: number): Position => [
  content.getFloat64(at, true),
  content.getFloat64(at + 8, true),
];

function positionsAt(content: DataView, at: number, count: number): readonly Position[] {
  if (count < 0 || at + count * 16 > content.byteLength) throw damaged();
  return Array.from({ length: count }, (_, index) => positionAt(content, at + index * 16));
}

/** Lines or rings: behind type and box the number of parts and of points, where each part begins, and the points. */
function partsOf(content: DataView): readonly (readonly Position[])[] {
  const parts = content.getInt32(36, true);
  const points = content.getInt32(40, true);
  if (parts < 0 || 44 + parts * 4 > content.byteLength) throw damaged();
  const all = positionsAt(content, 44 + parts * 4, points);
  const begins = Array.from({ length: parts }, (_, index) => content.getInt32(44 + index * 4, true));
  return begins.map((begin, index) => {
    const end = begins[index + 1] ?? points;
    if (begin < 0 || end < begin || end > points) throw damaged();
    return all.slice(begin, end);
  });
}

const damaged = () => new UnreadableFeature('It is damaged.');
