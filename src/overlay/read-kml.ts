import { UnreadableFeature } from './check-geometry.ts';
import type { FeatureList } from './feature-list.ts';
import type { XmlElement, XmlFile } from './read-xml.ts';
import { childrenOf, childText } from './xml-children.ts';

/** What a map without a network cannot show. */
const notShown: Readonly<Record<string, string>> = {
  NetworkLink: 'It points to another place in the network; save that as a file of its own.',
  GroundOverlay: 'It is a picture laid over the ground, which is not shown.',
  ScreenOverlay: 'It is a picture on the screen, which is not shown.',
  PhotoOverlay: 'It is a photograph, which is not shown.',
};

/**
 * Placemarks of a KML document (OGC 12-007r2), whose positions are longitude, latitude in WGS 84.
 * @param beside documents of the same archive, by name: a link to one of them leaves nothing out
 */
export function readKml(file: XmlFile, list: FeatureList, beside: ReadonlySet<string>): void {
  const counts = new Map<string, number>();
  file.each(['Placemark', ...Object.keys(notShown)], (element) => {
    const { tag } = element;
    const count = (counts.get(tag) ?? 0) + 1;
    counts.set(tag, count);
    const text = { name: childText(element, 'name'), description: childText(element, 'description') };
    const why = notShown[tag];
    if (why === undefined)
      list.add(`Placemark ${count}`, () => geometryOf(element), {
        ...text,
        description: plain(text.description),
      });
    else if (!beside.has(linkedFile(element))) list.skip(`${tag} ${count}`, why, text.name);
  });
}

function linkedFile(link: XmlElement): string {
  const href =
    ['Link', 'Url'].flatMap((tag) => childrenOf(link, tag)).map((each) => childText(each, 'href'))[0] ?? '';
  return href.slice(href.lastIndexOf('/') + 1);
}

/** A description in HTML is shown as its text. */
const plain = (html: string) => html.replace(/<[^<>]*>/g, ' ');

function geometryOf(placemark: XmlElement): unknown {
  const geometries = placemark.children.flatMap(shapesOf);
  if (geometries.length === 0) throw new UnreadableFeature('It has no place.');
  return geometries.length === 1 ? geometries[0] : { type: 'GeometryCollection', geometries };
}

function shapesOf(element: XmlElement): readonly unknown[] {
  switch (element.tag) {
    case 'Point':
      return [{ type: 'Point', coordinates: coordinatesOf(element)[0] }];
    case 'LineString':
    case 'LinearRing':
      return [{ type: 'LineString', coordinates: coordinatesOf(element) }];
    case 'Polygon':
      return [
        {
          type: 'Polygon',
          coordinates: ['outerBoundaryIs', 'innerBoundaryIs'].flatMap((side) => ringsOf(element, side)),
        },
      ];
    case 'Track':
      return [
        {
          type: 'LineString',
          coordinates: childrenOf(element, 'coord').map(({ text }) => numbersOf(text, /\s+/)),
        },
      ];
    case 'MultiGeometry':
    case 'MultiTrack':
      return element.children.flatMap(shapesOf);
    default:
      return [];
  }
}

const ringsOf = (polygon: XmlElement, side: string) =>
  childrenOf(polygon, side)
    .flatMap((boundary) => childrenOf(boundary, 'LinearRing'))
    .map(coordinatesOf);

/** As in `36.5,-1.2,0 36.6,-1.2,0`: white space between positions, and by some programs after the commas too. */
function coordinatesOf(element: XmlElement): readonly (readonly number[])[] {
  const words = childText(element, 'coordinates').split(/\s+/);
  const tuples: string[] = [];
  for (const word of words) {
    const before = tuples.at(-1);
    if (before !== undefined && (before.endsWith(',') || word.startsWith(',')))
      tuples[tuples.length - 1] = before + word;
    else tuples.push(word);
  }
  return tuples.map((tuple) => numbersOf(tuple, ','));
}

/** @throws UnreadableFeature for what is no position: a line must not go on without its corner */
function numbersOf(text: string, between: string | RegExp): readonly number[] {
  const parts = text.trim().split(between);
  const isPosition =
    parts.length >= 2 &&
    parts.length <= 3 &&
    parts.every((part) => /^[-+.\deE]+$/.test(part) && Number.isFinite(Number(part)));
  if (!isPosition) throw new UnreadableFeature(`“${text.trim().slice(0, 60)}” is not a position.`);
  return parts.map(Number);
}
