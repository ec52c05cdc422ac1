import { UnreadableFeature } from './check-geometry.ts';
import type { FeatureList } from './feature-list.ts';
import type { XmlElement, XmlFile } from './read-xml.ts';
import { childrenOf, childText } from './xml-children.ts';

const words: Readonly<Record<string, string>> = { trk: 'Track', rte: 'Route', wpt: 'Waypoint' };

/** Tracks, routes and waypoints of a GPX document (1.1), whose positions are WGS 84. */
export function readGpx(file: XmlFile, list: FeatureList): void {
  const counts = new Map<string, number>();
  file.each(Object.keys(words), (element) => {
    const { tag } = element;
    const count = (counts.get(tag) ?? 0) + 1;
    counts.set(tag, count);
    const where = `${words[tag] ?? tag} ${count}`;
    const text = {
      name: childText(element, 'name'),
      description: childText(element, 'desc') || childText(element, 'cmt'),
    };
    const pieces = piecesOf(element);
    const short = pieces.filter((piece) => piece.length < 2).length;
    if (tag !== 'wpt' && short > 0 && short < pieces.length) {
      list.skip(where, `${short} of its pieces have fewer than two positions.`, text.name);
    }
    list.add(where, () => geometryOf(element, pieces), text);
  });
}

/** The points of each line. */
function piecesOf(element: XmlElement): readonly (readonly XmlElement[])[] {
  if (element.tag === 'wpt') return [[element]];
  if (element.tag === 'rte') return [childrenOf(element, 'rtept')];
  return childrenOf(element, 'trkseg').map((segment) => childrenOf(segment, 'trkpt'));
}

function geometryOf({ tag }: XmlElement, pieces: readonly (readonly XmlElement[])[]): unknown {
  if (tag === 'wpt') return { type: 'Point', coordinates: pieces[0]?.map(positionOf)[0] };
  const lines = pieces.map((piece) => piece.map(positionOf)).filter((line) => line.length >= 2);
  if (lines.length === 0) throw new UnreadableFeature('It has fewer than two positions.');
  return lines.length === 1
    ? { type: 'LineString', coordinates: lines[0] }
    : { type: 'MultiLineString', coordinates: lines };
}

/** @throws UnreadableFeature for what is no position: a track must not be drawn straight past it */
function positionOf({ attributes: { lon = '', lat = '' } }: XmlElement): readonly number[] {
  const position = [lon, lat].map((text) => (text.trim() === '' ? NaN : Number(text)));
  if (position.every(Number.isFinite)) return position;
  throw new UnreadableFeature(`lat “${lat.slice(0, 30)}”, lon “${lon.slice(0, 30)}” is not a position.`);
}
