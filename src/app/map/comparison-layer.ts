import * as L from 'leaflet';
import { type LonLat, polygonsOf, type Shape } from '#domain/geo/shape.ts';
import type { Colours } from './colours.ts';
import { comparisonStyles, letterOf } from './comparison-styles.ts';

/** Places that are looked at beside one another, each with its letter and its own kind of line. */
export interface ComparisonLayer {
  show(shapes: readonly (Shape | undefined)[]): void;
}

/** A letter stands clear of the others, where their places are all but the same. */
const letterSides = [
  { furthest: ([, lat]: LonLat) => lat, anchor: [12, 30] },
  { furthest: ([, lat]: LonLat) => -lat, anchor: [12, -6] },
  { furthest: ([lon]: LonLat) => -lon, anchor: [30, 12] },
  { furthest: ([lon]: LonLat) => lon, anchor: [-6, 12] },
] as const satisfies readonly { furthest: (at: LonLat) => number; anchor: readonly [number, number] }[];

export function createComparisonLayer(map: L.Map, renderer: L.Renderer, colours: Colours): ComparisonLayer {
  const group = L.layerGroup().addTo(map);
  const drawLand = (rings: L.LatLng[][][], index: number) => {
    const { colour, dashes } = comparisonStyles(index);
    const common = { renderer, interactive: false, fill: false, lineCap: 'butt' as const };
    L.polygon(rings, { ...common, color: colours.card, weight: 7 }).addTo(group);
    L.polygon(rings, { ...common, color: colours[colour], weight: 3.5, dashArray: dashes }).addTo(group);
  };
  const drawPoint = (at: L.LatLng, index: number) => {
    const { colour } = comparisonStyles(index);
    const common = { renderer, interactive: false, fill: true };
    L.circleMarker(at, {
      ...common,
      radius: 7,
      color: colours.card,
      weight: 3,
      fillColor: colours[colour],
      fillOpacity: 1,
    }).addTo(group);
  };
  return {
    show: (shapes) => {
      group.clearLayers();
      shapes.forEach((shape, index) => {
        if (!shape) return;
        const corners = cornersOf(shape);
        const side = letterSides[index % letterSides.length] ?? letterSides[0];
        const [first] = corners;
        if (!first) return;
        if (shape.type === 'Point') drawPoint(toLatLng(first), index);
        else drawLand(latLngsOf(shape), index);
        const at = corners.reduce((far, corner) =>
          side.furthest(corner) > side.furthest(far) ? corner : far,
        );
        const icon = L.divIcon({
          className: 'comparison-letter',
          html: letterOf(index),
          iconSize: [24, 24],
          iconAnchor: [...side.anchor],
        });
        L.marker(toLatLng(at), { icon, interactive: false, keyboard: false }).addTo(group);
      });
    },
  };
}

const toLatLng = ([lon, lat]: LonLat) => L.latLng(lat, lon);

const latLngsOf = (shape: Exclude<Shape, { type: 'Point' }>) =>
  polygonsOf(shape).map((rings) => rings.map((ring) => ring.map(toLatLng)));

const cornersOf = (shape: Shape): readonly LonLat[] =>
  shape.type === 'Point' ? [shape.coordinates] : polygonsOf(shape).flat(2);
