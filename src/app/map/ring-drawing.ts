import * as L from 'leaflet';
import { roundPosition } from '#domain/fields/place.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import type { Colours } from './colours.ts';
import type { Drawing, DrawingOptions } from './field-map-types.ts';
import {
  addCorner,
  beginRing,
  insertCorner,
  moveCorner,
  removeCorner,
  replaceRing,
  type RingEdits,
  selectCorner,
  sidesOf,
  undoEdit,
} from './ring-edits.ts';

/** A gloved finger needs this much; a handle in the middle of a side is left out where the side is shorter than two. */
const touchPx = 48;

const toLatLng = ([lon, lat]: LonLat) => L.latLng(lat, lon);
const toLonLat = (at: L.LatLng) => roundPosition([at.lng, at.lat]);

export interface RingDrawing extends Drawing {
  /** A tap on the map: one more corner. */
  tap(at: LonLat): void;
}

/** Handles and live lines of a polygon that is being tapped. */
export function createRingDrawing(
  map: L.Map,
  renderer: L.Renderer,
  { ring, onChange }: DrawingOptions,
  colours: Colours,
): RingDrawing {
  let edits = beginRing(ring);
  const group = L.layerGroup().addTo(map);
  const under = { renderer, color: colours.card, weight: 7, opacity: 0.9, interactive: false };
  const over = { renderer, color: colours.info, weight: 3, interactive: false };
  const casing = L.polyline([], under).addTo(group);
  const outline = L.polyline([], { ...over, fill: false }).addTo(group);
  const closing = L.polyline([], { ...over, dashArray: '6 7' }).addTo(group);
  const area = L.polygon([], {
    renderer,
    stroke: false,
    fillColor: colours.info,
    fillOpacity: 0.16,
    interactive: false,
  });
  area.addTo(group);
  const handles = L.layerGroup().addTo(group);

  const showLines = (corners: readonly LonLat[]) => {
    const line = corners.map(toLatLng);
    const [first] = line;
    const last = line.at(-1);
    casing.setLatLngs(first && line.length > 2 ? [...line, first] : line);
    outline.setLatLngs(line);
    closing.setLatLngs(first && last && line.length > 2 ? [last, first] : []);
    area.setLatLngs(line);
  };
  const take = (next: RingEdits, live = false) => {
    edits = next;
    show();
    onChange(edits.corners, { selected: edits.selected, live });
  };
  /** A handle that follows the finger and tells of every step, and becomes part of the ring when it is let go. */
  const addHandle = (
    at: LonLat,
    kind: 'corner' | 'middle',
    name: string,
    preview: (to: LonLat) => RingEdits,
  ) => {
    const handle = L.marker(toLatLng(at), {
      icon: L.divIcon({ className: `ring-handle ring-${kind}`, iconSize: [touchPx, touchPx] }),
      draggable: true,
      autoPan: true,
      keyboard: true,
      bubblingMouseEvents: false,
      // Corners over middles: where they meet, the finger means the corner.
      zIndexOffset: kind === 'corner' ? 1_000 : 0,
    });
    handle.on('drag', () => {
      const next = preview(toLonLat(handle.getLatLng()));
      showLines(next.corners);
      onChange(next.corners, { selected: next.selected, live: true });
    });
    handle.on('dragend', () => take(preview(toLonLat(handle.getLatLng()))));
    handle.addTo(handles);
    const element = handle.getElement();
    element?.setAttribute('aria-label', name);
    return { handle, element };
  };
  const show = () => {
    const { corners, selected } = edits;
    showLines(corners);
    handles.clearLayers();
    for (const [from, to] of sidesOf(corners)) {
      const [a, b] = [corners[from], corners[to]];
      if (!a || !b) continue;
      const [pa, pb] = [map.latLngToLayerPoint(toLatLng(a)), map.latLngToLayerPoint(toLatLng(b))];
      if (pa.distanceTo(pb) < 2 * touchPx) continue;
      const middle = toLonLat(map.layerPointToLatLng(pa.add(pb).divideBy(2)));
      const name = `New corner between ${from + 1} and ${to + 1}`;
      const { handle } = addHandle(middle, 'middle', name, (at) => insertCorner(edits, from, at));
      handle.on('click', () => take(insertCorner(edits, from, middle)));
    }
    corners.forEach((corner, n) => {
      const { handle, element } = addHandle(corner, 'corner', `Corner ${n + 1}`, (at) =>
        moveCorner(edits, n, at),
      );
      element?.classList.toggle('is-selected', n === selected);
      element?.classList.toggle('is-first', n === 0);
      element?.setAttribute('aria-pressed', String(n === selected));
      handle.on('click', () => take(selectCorner(edits, n)));
      element?.addEventListener('keydown', ({ key }) => {
        if (key === 'Delete' || key === 'Backspace') take(removeCorner({ ...edits, selected: n }));
      });
    });
  };
  // Which sides are long enough for a middle handle depends on the zoom.
  map.on('zoomend', show);
  show();
  return {
    tap: (at) => take(addCorner(edits, roundPosition(at))),
    undo: () => {
      if (edits.past.length > 0) take(undoEdit(edits));
    },
    removeCorner: () => take(removeCorner(edits)),
    setRing: (next) => {
      edits = replaceRing(edits, next);
      show();
    },
    stop: () => {
      map.off('zoomend', show);
      group.remove();
    },
  };
}
