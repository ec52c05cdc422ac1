import 'leaflet/dist/leaflet.css';
import './field-map.css';
import * as L from 'leaflet';
import { BASE_MAP_ATTRIBUTION } from '#domain/base-map.ts';
import { roundPosition } from '#domain/fields/place.ts';
import type { Bounds, LonLat, Shape } from '#domain/geo/shape.ts';
import { CanvasLayer } from './canvas-layer.ts';
import { coloursOf } from './colours.ts';
import { createComparisonLayer } from './comparison-layer.ts';
import { drawnRecordOf } from './drawn-record.ts';
import type { FieldMap, FieldMapOptions, MapDrawing } from './field-map-types.ts';
import { recordsOn } from './frame-records.ts';
import { createGround } from './ground.ts';
import { createLegend } from './legend.ts';
import { latOf, lonOf, worldPx, worldX, worldY } from './mercator.ts';
import { paintBase, type ProjectedBase, projectBase } from './paint-base.ts';
import { paintHighlight, paintRecords } from './paint-records.ts';
import { createOverlayLayer } from './overlay-layer.ts';
import { createPositionLayer } from './position-layer.ts';
import { createRecordIndex, type RecordSource, sourceOf } from './record-index.ts';
import { createSymbolPictures } from './symbols.ts';

/** How far from a symbol a touch may be and still mean it. */
const reachPx = 24;
const maxZoom = 20;
/** Nearer than this share of the map to an edge, what is kept in sight has the map moved. */
const edgeShare = 0.15;
/** A map fitted to a single point should still show where it is. */
const closestFit = 17;

/**
 * The map that the phone and the desk share. It draws on canvas only, works without a network, and knows nothing of the
 * screens around it. The element needs a size of its own.
 */
export function createFieldMap(element: HTMLElement, options: FieldMapOptions): FieldMap {
  let colours = coloursOf(element);
  const density = () => Math.min(2, globalThis.devicePixelRatio || 1);
  let pictures = createSymbolPictures(colours, density());
  let base: ProjectedBase | null = null;
  let highlight: string | null = null;
  let drawing: MapDrawing | null = null;
  let onPick: ((at: LonLat) => void) | null = null;
  const chosen = createRecordIndex();
  let source: RecordSource = chosen;
  const selectListeners = new Set<(id: string | null) => void>();
  const movedListeners = new Set<(bounds: Bounds) => void>();

  element.classList.add('field-map');
  element.setAttribute('role', 'application');
  element.setAttribute('aria-label', options.label);
  const map = L.map(element, {
    preferCanvas: true,
    zoomControl: false,
    attributionControl: false,
    // A double tap is two corners, or two looks at a record; zooming has its own buttons.
    doubleClickZoom: false,
    zoomSnap: 0.5,
    minZoom: 3,
    maxZoom,
    maxBoundsViscosity: 0.8,
    inertia: !prefersStillness(),
    zoomAnimation: !prefersStillness(),
  });
  map.createPane('baseMap').style.zIndex = '250';
  map.createPane('overlays').style.zIndex = '350';
  map.createPane('records').style.zIndex = '410';
  map.createPane('highlight').style.zIndex = '420';
  map.createPane('work').style.zIndex = '430';
  map.getPane('baseMap')?.classList.add('field-map-still');
  map.getPane('overlays')?.classList.add('field-map-still');
  map.getPane('records')?.classList.add('field-map-still');
  map.getPane('highlight')?.classList.add('field-map-still');
  map.getPane('work')?.classList.add('field-map-still');
  // What is being drawn, and where the phone is, lie over the records.
  const work = L.canvas({ pane: 'work' });
  // First, so that every layer finds a view.
  map.fitBounds(toLatLngBounds(options.bounds));

  const attribution = L.control.attribution({ prefix: false }).addAttribution(BASE_MAP_ATTRIBUTION);
  attribution.addTo(map);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  if (options.zoomButtons !== false) L.control.zoom({ position: 'topright' }).addTo(map);
  const legend = options.legend === false ? null : addLegend(map, createLegend(colours));

  const ground = createGround(map, () => baseLayer.schedule());
  const baseLayer = new CanvasLayer({
    pane: 'baseMap',
    margin: 0,
    everyMove: true,
    inSlices: false,
    draw: (frame) => paintBase(frame, base, colours, ground.isDrawn),
  });
  const overlays = createOverlayLayer(map, () => colours);
  const recordLayer = new CanvasLayer({
    pane: 'records',
    margin: 0.35,
    everyMove: false,
    inSlices: true,
    draw: function* (frame) {
      yield* paintRecords(frame, yield* recordsOn(frame, source), pictures, colours);
    },
  });
  const highlightLayer = new CanvasLayer({
    pane: 'highlight',
    margin: 0.35,
    everyMove: false,
    inSlices: false,
    isEmpty: () => highlight === null,
    draw: (frame) => {
      const record = highlight === null ? undefined : source.get(highlight);
      if (record) paintHighlight(frame, record, pictures, colours);
    },
  });
  baseLayer.addTo(map);
  recordLayer.addTo(map);
  highlightLayer.addTo(map);
  let positions = createPositionLayer(map, work, colours);
  let compared: readonly (Shape | undefined)[] = [];
  let comparison = createComparisonLayer(map, work, colours);
  const stopKeys = new AbortController();

  const drawRecords = () => {
    recordLayer.schedule();
    highlightLayer.schedule();
  };
  const touch = (at: L.LatLng) => {
    const lonLat = roundPosition([at.lng, at.lat]);
    if (onPick) {
      const pick = onPick;
      onPick = null;
      element.classList.remove('is-picking');
      pick(lonLat);
    } else if (drawing) drawing.tap(lonLat);
    else {
      const reach = reachPx / worldPx(map.getZoom());
      const meant = source.at(worldX(at.lng), worldY(at.lat), reach) ?? null;
      for (const listener of selectListeners) listener(meant);
    }
  };
  map.on('click', (event) => touch(event.latlng));
  map.on('moveend', () => {
    for (const listener of movedListeners) listener(toBounds(map.getBounds()));
  });
  // For who has no pointer: arrows move the map under the cross in its middle, Enter touches there.
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.target !== element || event.key !== 'Enter') return;
      event.preventDefault();
      touch(map.getCenter());
    },
    { signal: stopKeys.signal },
  );
  const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  resized.observe(element);

  const stopDrawing = () => {
    const stopped = drawing;
    drawing = null;
    element.classList.remove('is-drawing');
    stopped?.stop();
  };

  return {
    setBaseMap: (next) => {
      base = next && projectBase(next);
      baseLayer.schedule();
    },
    setOverlays: (shown) => overlays.show(shown),
    setGround: (layer) => ground.set(layer),
    setRecords: (views) => {
      source = chosen;
      chosen.replaceAll([...views].flatMap((view) => drawnRecordOf(view) ?? []));
      drawRecords();
    },
    follow: (model, warnings) => {
      source = sourceOf(model, warnings);
      drawRecords();
      const stops = [model, ...(warnings ? [warnings] : [])].map((each) => each.subscribe(drawRecords));
      return () => {
        for (const stop of stops) stop();
      };
    },
    onSelect: (listener) => {
      selectListeners.add(listener);
      return () => selectListeners.delete(listener);
    },
    onMoved: (listener) => {
      movedListeners.add(listener);
      return () => movedListeners.delete(listener);
    },
    fitTo: (bounds, { maxZoom: closest = closestFit } = {}) => {
      map.fitBounds(toLatLngBounds(bounds), { maxZoom: closest, padding: [32, 32], animate: false });
    },
    reveal: (id) => {
      const record = source.get(id);
      if (!record) return;
      const box = L.latLngBounds(
        [latOf(record.maxY), lonOf(record.minX)],
        [latOf(record.minY), lonOf(record.maxX)],
      );
      if (!map.getBounds().pad(-0.1).contains(box)) map.panInsideBounds(box, { animate: false });
      if (!map.getBounds().contains(box.getCenter())) map.panTo(box.getCenter(), { animate: false });
    },
    setPosition: (position) => positions.setPosition(position),
    setPin: (at) => positions.setPin(at),
    setComparison: (shapes) => {
      compared = shapes;
      comparison.show(shapes);
    },
    setHighlight: (id) => {
      if (id === highlight) return;
      highlight = id;
      highlightLayer.schedule();
    },
    startDrawing: (create) => {
      stopDrawing();
      const started = create({ map, renderer: work, colours: () => colours });
      drawing = started;
      element.classList.add('is-drawing');
      return started;
    },
    keepInSight: ([lon, lat], closeness = 0) => {
      if (map.getZoom() < closeness) map.setView([lat, lon], closeness, { animate: false });
      else if (!map.getBounds().pad(-edgeShare).contains([lat, lon])) map.panTo([lat, lon]);
    },
    pickPoint: (pick) => {
      onPick = pick;
      element.classList.add('is-picking');
      return () => {
        if (onPick !== pick) return;
        onPick = null;
        element.classList.remove('is-picking');
      };
    },
    refresh: () => {
      colours = coloursOf(element);
      pictures = createSymbolPictures(colours, density());
      positions.setPosition(null);
      positions = createPositionLayer(map, work, colours);
      comparison.show([]);
      comparison = createComparisonLayer(map, work, colours);
      comparison.show(compared);
      drawing?.refresh();
      legend?.replaceChildren(createLegend(colours));
      map.invalidateSize({ animate: false });
      baseLayer.schedule();
      overlays.redraw();
      drawRecords();
    },
    destroy: () => {
      stopKeys.abort();
      resized.disconnect();
      stopDrawing();
      selectListeners.clear();
      movedListeners.clear();
      map.remove();
      element.classList.remove('field-map', 'is-drawing', 'is-picking');
      element.removeAttribute('role');
      element.removeAttribute('aria-label');
    },
  };
}

function addLegend(map: L.Map, content: HTMLElement): HTMLElement {
  const control = new L.Control({ position: 'bottomleft' });
  const box = L.DomUtil.create('div', 'field-map-legend-box');
  box.append(content);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  control.onAdd = () => box;
  control.addTo(map);
  return box;
}

/** Leaflet does not know of boxes across the antimeridian: they are unrolled eastwards. */
function toLatLngBounds([west, south, east, north]: Bounds): L.LatLngBounds {
  return L.latLngBounds([south, west], [north, east < west ? east + 360 : east]);
}

function toBounds(bounds: L.LatLngBounds): Bounds {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

function prefersStillness(): boolean {
  return globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
