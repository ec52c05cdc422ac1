import * as L from 'leaflet';
import type { LonLat, Ring } from '#domain/geo/shape.ts';
import type { DrawingGround, MapDrawing } from './field-map-types.ts';
import { createRingLines } from './ring-lines.ts';
import { roomyCorners } from './roomy-corners.ts';

/** A gloved finger needs this much; a handle in the middle of a side is left out where the side is shorter than two. */
const touchPx = 48;

/** A line that is nearer than this draws a corner to itself, on the screen and on the ground. */
const reachPx = 16;
const mostReachM = 5;

/** The ring as it is to be seen. */
export interface RingView {
  readonly corners: readonly LonLat[];
  readonly selected: number | null;
  /** Sides, by the corner at which they begin, that nobody walked along. */
  readonly gaps: readonly number[];
  /** Sides and corners that something is wrong with. */
  readonly faults: readonly { readonly side?: number; readonly corner?: number }[];
  /** Whether corners can be moved. */
  readonly hasHandles: boolean;
  /** Corners that are looked at and not in the list yet. */
  readonly preview: readonly LonLat[];
  /** Positions that are not used, and not hidden either. */
  readonly faint: readonly LonLat[];
  /** Land of the ring that is recorded already. */
  readonly overlap: readonly Ring[];
  /** Land of the task that nobody has covered. */
  readonly left: readonly Ring[];
}

/** What the person does. While a corner is dragged, `live` calls come first, and one without it when it is let go. */
export interface RingEvents {
  readonly onTap: (at: LonLat) => void;
  readonly onMove: (corner: number, at: LonLat, live: boolean) => void;
  readonly onInsert: (side: number, at: LonLat, live: boolean) => void;
  readonly onSelect: (corner: number) => void;
  readonly onRemove: (corner: number) => void;
  /** Where a finger at this position means, if something within that reach draws it to itself. */
  readonly snap: (at: LonLat, reachM: number) => LonLat | null;
}

export interface RingDrawing extends MapDrawing {
  show(view: RingView): void;
}

const toLatLng = ([lon, lat]: LonLat) => L.latLng(lat, lon);
const toLonLat = (at: L.LatLng): LonLat => [at.lng, at.lat];

/** Handles and lines of a ring in work. What becomes of a touch is for the caller, who shows the ring anew. */
export function createRingDrawing(
  { map, renderer, colours }: DrawingGround,
  events: RingEvents,
): RingDrawing {
  let view: RingView = {
    corners: [],
    selected: null,
    gaps: [],
    faults: [],
    hasHandles: false,
    preview: [],
    faint: [],
    overlap: [],
    left: [],
  };
  let isDragged = false;
  const lines = createRingLines(map, renderer, colours);
  const handles = L.layerGroup().addTo(map);

  const reachM = ([lon, lat]: LonLat) => {
    const at = map.latLngToContainerPoint([lat, lon]);
    return Math.min(mostReachM, map.distance([lat, lon], map.containerPointToLatLng(at.add([reachPx, 0]))));
  };

  /** A handle that follows the finger and tells of every step. */
  const addHandle = (
    at: LonLat,
    kind: 'corner' | 'middle',
    name: string,
    tell: (to: LonLat, live: boolean) => void,
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
    const meant = () => {
      const finger = toLonLat(handle.getLatLng());
      const snapped = events.snap(finger, reachM(finger));
      lines.markSnap(snapped);
      return snapped ?? finger;
    };
    handle.on('dragstart', () => {
      isDragged = true;
    });
    handle.on('drag', () => tell(meant(), true));
    handle.on('dragend', () => {
      const to = meant();
      isDragged = false;
      lines.markSnap(null);
      tell(to, false);
    });
    handle.addTo(handles);
    const element = handle.getElement();
    element?.setAttribute('aria-label', name);
    return { handle, element };
  };
  const addMiddle = (side: number, a: LonLat, b: LonLat) => {
    const [pa, pb] = [map.latLngToLayerPoint(toLatLng(a)), map.latLngToLayerPoint(toLatLng(b))];
    if (pa.distanceTo(pb) < 2 * touchPx) return;
    const middle = toLonLat(map.layerPointToLatLng(pa.add(pb).divideBy(2)));
    const name = `New corner between ${side + 1} and ${((side + 1) % view.corners.length) + 1}`;
    const { handle } = addHandle(middle, 'middle', name, (at, live) => events.onInsert(side, at, live));
    handle.on('click', () => events.onInsert(side, middle, false));
  };
  const addCorner = (n: number, at: LonLat) => {
    const { handle, element } = addHandle(at, 'corner', `Corner ${n + 1}`, (to, live) =>
      events.onMove(n, to, live),
    );
    element?.classList.toggle('is-selected', n === view.selected);
    element?.classList.toggle('is-first', n === 0);
    element?.classList.toggle(
      'is-wrong',
      view.faults.some(({ corner }) => corner === n),
    );
    element?.setAttribute('aria-pressed', String(n === view.selected));
    handle.on('click', () => events.onSelect(n));
    element?.addEventListener('keydown', ({ key }) => {
      if (key === 'Delete' || key === 'Backspace') events.onRemove(n);
    });
  };
  const showHandles = () => {
    handles.clearLayers();
    if (!view.hasHandles) return;
    const { corners, selected } = view;
    const seen = map.getBounds().pad(0.2);
    const sides = corners.length > 2 ? corners.length : corners.length - 1;
    for (let side = 0; side < sides; side += 1) {
      const [a, b] = [corners[side], corners[(side + 1) % corners.length]];
      if (a && b && (seen.contains(toLatLng(a)) || seen.contains(toLatLng(b)))) addMiddle(side, a, b);
    }
    const pixels = corners.map((corner) => map.latLngToLayerPoint(toLatLng(corner)));
    for (const n of roomyCorners(pixels, touchPx, selected)) {
      const at = corners[n];
      if (at && seen.contains(toLatLng(at))) addCorner(n, at);
    }
  };
  const show = () => {
    lines.show(view);
    // The handle under the finger must stay the one that it is.
    if (!isDragged) showHandles();
  };
  // Which handles have room depends on the zoom, and which are in sight on where the map is.
  map.on('moveend', show);
  return {
    tap: (at) => events.onTap(events.snap(at, reachM(at)) ?? at),
    show: (next) => {
      view = next;
      show();
    },
    refresh: show,
    stop: () => {
      map.off('moveend', show);
      handles.remove();
      lines.remove();
    },
  };
}
