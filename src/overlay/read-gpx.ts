import { gpx } from '@tmcw/togeojson';
import type { Document, Element } from '@xmldom/xmldom';
import type { FeatureList } from './feature-list.ts';

const words = { trk: 'Track', rte: 'Route', wpt: 'Waypoint' } as const;
const positioned = ['trkpt', 'rtept', 'wpt'] as const;

/** Tracks, routes and waypoints of a GPX document (1.1), whose positions are WGS 84. */
export function readGpx(document: Document, list: FeatureList): void {
  // Of each sort the numbers in the file of what the library will give.
  const given = { trk: [] as number[], rte: [] as number[], wpt: [] as number[] };
  for (const sort of ['trk', 'rte', 'wpt'] as const) {
    elements(document, sort).forEach((element, index) => {
      const where = `${words[sort]} ${index + 1}${nameOf(element)}`;
      const broken = brokenPosition(element);
      const lines = linesOf(sort, element);
      if (broken !== undefined) list.note(where, `${broken} is not a position.`);
      else if (lines.long === 0) list.note(where, 'It has fewer than two positions.');
      else {
        if (lines.short > 0) list.note(where, `${lines.short} of its pieces have fewer than two positions.`);
        given[sort].push(index + 1);
        return;
      }
      element.parentNode?.removeChild(element);
    });
  }
  for (const { geometry, properties } of gpx(document).features) {
    const kind: unknown = properties?.['_gpxType'];
    const sort = kind === 'trk' || kind === 'rte' ? kind : 'wpt';
    list.add(`${words[sort]} ${given[sort].shift()}`, geometry, {
      name: properties?.['name'],
      description: properties?.['desc'] ?? properties?.['cmt'],
    });
  }
}

const elements = (from: Document | Element, tag: string): Element[] => [...from.getElementsByTagName(tag)];

function nameOf(element: Element): string {
  const name = elements(element, 'name')[0]?.textContent?.trim().slice(0, 80);
  return name ? ` (${name})` : '';
}

function linesOf(sort: keyof typeof words, element: Element): { long: number; short: number } {
  if (sort === 'wpt') return { long: 1, short: 0 };
  const pieces =
    sort === 'rte'
      ? [elements(element, 'rtept').length]
      : elements(element, 'trkseg').map((segment) => elements(segment, 'trkpt').length);
  const long = pieces.filter((length) => length >= 2).length;
  return { long, short: pieces.length - long };
}

const degrees = /^\s*[-+]?\d*\.?\d+(e[-+]?\d+)?\s*$/i;

function brokenPosition(element: Element): string | undefined {
  const own = element.tagName === 'wpt' ? [element] : [];
  const points = [...own, ...positioned.flatMap((tag) => elements(element, tag))];
  const broken = points.find(
    (point) =>
      !degrees.test(point.getAttribute('lat') ?? '') || !degrees.test(point.getAttribute('lon') ?? ''),
  );
  return (
    broken &&
    `lat “${broken.getAttribute('lat') ?? ''}”, lon “${broken.getAttribute('lon') ?? ''}”`.slice(0, 80)
  );
}
