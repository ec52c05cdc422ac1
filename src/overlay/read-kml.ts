import { kmlGen } from '@tmcw/togeojson';
import type { Document, Element } from '@xmldom/xmldom';
import type { FeatureList } from './feature-list.ts';

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
export function readKml(document: Document, list: FeatureList, beside: ReadonlySet<string>): void {
  for (const [tag, message] of Object.entries(notShown)) {
    elements(document, tag).forEach((element, index) => {
      const target = elements(element, 'href')[0]?.textContent?.split('/').at(-1) ?? '';
      if (!beside.has(target)) list.note(`${tag} ${index + 1}${nameOf(element)}`, message);
      element.parentNode?.removeChild(element);
    });
  }
  const numbers: number[] = [];
  elements(document, 'Placemark').forEach((placemark, index) => {
    const broken = brokenPosition(placemark);
    // The library leaves out what is no number, and a line would go on without its corner.
    if (broken === undefined) {
      numbers.push(index + 1);
      return;
    }
    list.note(`Placemark ${index + 1}${nameOf(placemark)}`, `“${broken}” is not a position.`);
    placemark.parentNode?.removeChild(placemark);
  });
  let at = 0;
  for (const { geometry, properties } of kmlGen(document)) {
    list.add(`Placemark ${numbers[at]}`, geometry, {
      name: properties?.['name'],
      description: textOf(properties?.['description']),
    });
    at += 1;
  }
}

const elements = (from: Document | Element, tag: string): Element[] => [...from.getElementsByTagName(tag)];

function nameOf(element: Element): string {
  const name = elements(element, 'name')[0]?.textContent?.trim().slice(0, 80);
  return name ? ` (${name})` : '';
}

/** As in `36.5,-1.2,0`; between positions there is white space. */
const position = /^[-+]?\d*\.?\d+(e[-+]?\d+)?(,[-+]?\d*\.?\d+(e[-+]?\d+)?){1,2},?$/i;
const spaced = /^\s*[-+\d.e]+\s+[-+\d.e]+(\s+[-+\d.e]+)?\s*$/i;

function brokenPosition(placemark: Element): string | undefined {
  for (const { textContent } of elements(placemark, 'coordinates')) {
    const text = (textContent ?? '').replace(/\s*,\s*/g, ',').trim();
    if (text === '') return 'nothing';
    const broken = text.split(/\s+/).find((word) => !position.test(word));
    if (broken !== undefined) return broken.slice(0, 60);
  }
  const tracked = [...elements(placemark, 'gx:coord'), ...elements(placemark, 'coord')];
  return tracked.map((each) => each.textContent ?? '').find((text) => !spaced.test(text));
}

/** A description in HTML is shown as its text. */
function textOf(description: unknown): string {
  const html =
    typeof description === 'object' && description !== null && 'value' in description
      ? String(description.value)
      : typeof description === 'string'
        ? description
        : '';
  return html.replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ');
}
