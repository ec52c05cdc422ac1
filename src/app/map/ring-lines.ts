import * as L from 'leaflet';
import type { LonLat, Ring } from '#domain/geo/shape.ts';
import type { Colours } from './colours.ts';
import type { RingView } from './ring-drawing.ts';

/** The lines of a ring in work: solid where it is sure, dashed where nobody walked, thick where something is wrong. */
export interface RingLines {
  show(view: RingView): void;
  /** Where the finger was drawn to; null where it was not. */
  markSnap(at: LonLat | null): void;
  remove(): void;
}

const toLatLng = ([lon, lat]: LonLat) => L.latLng(lat, lon);
const toLine = (ring: Ring) => ring.map(toLatLng);

export function createRingLines(map: L.Map, renderer: L.Renderer, colours: () => Colours): RingLines {
  const group = L.layerGroup().addTo(map);
  const line = (options: L.PolylineOptions) =>
    L.polyline([], { renderer, interactive: false, ...options }).addTo(group);
  const land = (options: L.PolylineOptions) =>
    L.polygon([], { renderer, interactive: false, weight: 2, fillRule: 'evenodd', ...options }).addTo(group);
  const left = land({ dashArray: '2 5', fillOpacity: 0.18 });
  const area = L.polygon([], { renderer, stroke: false, fillOpacity: 0.16, interactive: false }).addTo(group);
  const overlap = land({ fillOpacity: 0.45 });
  const casing = line({ weight: 7, opacity: 0.9 });
  const walked = line({ weight: 3 });
  const guessed = line({ weight: 3, dashArray: '3 8', lineCap: 'butt' });
  const closing = line({ weight: 3, dashArray: '6 7' });
  const wrong = line({ weight: 7 });
  const preview = line({ weight: 3, dashArray: '1 7' });
  const dots = L.layerGroup().addTo(group);
  const snapped = L.circleMarker([0, 0], {
    renderer,
    radius: 16,
    weight: 4,
    fill: false,
    interactive: false,
  });

  return {
    show: ({ corners, gaps, faults, preview: looked, faint, ...around }) => {
      const { card, info, danger, ink, unsent } = colours();
      left.setStyle({ color: unsent, fillColor: unsent }).setLatLngs(around.left.map(toLine));
      overlap.setStyle({ color: danger, fillColor: danger }).setLatLngs(around.overlap.map(toLine));
      const points = corners.map(toLatLng);
      const side = (n: number) => {
        const [a, b] = [points[n], points[(n + 1) % points.length]];
        return a && b ? [a, b] : [];
      };
      const [first] = points;
      const last = points.length - 1;
      const isArea = points.length > 2;
      casing.setStyle({ color: card }).setLatLngs(first && isArea ? [...points, first] : points);
      const sides = points.slice(1).map((_, n) => n);
      walked.setStyle({ color: info }).setLatLngs(sides.filter((n) => !gaps.includes(n)).map(side));
      guessed.setStyle({ color: danger }).setLatLngs(sides.filter((n) => gaps.includes(n)).map(side));
      closing
        .setStyle({
          color: gaps.includes(last) ? danger : info,
          dashArray: gaps.includes(last) ? '3 8' : '6 7',
        })
        .setLatLngs(isArea ? side(last) : []);
      wrong
        .setStyle({ color: danger })
        .setLatLngs(faults.flatMap((fault) => (fault.side === undefined ? [] : [side(fault.side)])));
      preview.setStyle({ color: info }).setLatLngs(looked.map(toLatLng));
      area.setStyle({ fillColor: info }).setLatLngs(points);
      dots.clearLayers();
      const dot = (at: L.LatLng, radius: number, color: string) =>
        L.circleMarker(at, {
          renderer,
          radius,
          color: card,
          weight: 1.5,
          fillColor: color,
          fillOpacity: 1,
          interactive: false,
        }).addTo(dots);
      for (const at of faint.map(toLatLng)) {
        L.circleMarker(at, {
          renderer,
          radius: 3,
          color: ink,
          weight: 1.5,
          opacity: 0.55,
          fill: false,
          interactive: false,
        }).addTo(dots);
      }
      for (const at of points) dot(at, 4, info);
      for (const { corner } of faults) {
        const at = corner === undefined ? undefined : points[corner];
        if (at) dot(at, 15, danger);
      }
    },
    markSnap: (at) => {
      if (at === null) snapped.remove();
      else snapped.setStyle({ color: colours().ok }).setLatLng(toLatLng(at)).addTo(group);
    },
    remove: () => {
      group.remove();
    },
  };
}
