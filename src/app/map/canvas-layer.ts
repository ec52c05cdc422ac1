import * as L from 'leaflet';
import { worldPx } from './mercator.ts';

/** Where a canvas stands. Canvas pixel = share of the world × `worldPx` − origin. */
export interface FramePlace {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly worldPx: number;
  readonly originX: number;
  readonly originY: number;
}

/** A canvas to draw on. */
export interface Frame extends FramePlace {
  readonly context: CanvasRenderingContext2D;
  readonly zoom: number;
  /** How far the canvas reaches beyond the map's element on each side. */
  readonly marginPx: { readonly x: number; readonly y: number };
}

export interface CanvasLayerOptions {
  readonly pane: string;
  /** Share of the map's size that is drawn beyond each edge, so that moving the map shows what is already there. */
  readonly margin: number;
  /** Drawn anew at every step of a move, and not only when the drawn margin is used up. */
  readonly everyMove: boolean;
  /** Drawn with pauses: what takes longer than a picture of the screen goes on with the next one. */
  readonly inSlices: boolean;
  /** Whether there is anything to draw: an empty canvas costs as much as a full one to be moved about. */
  readonly isEmpty?: () => boolean;
  readonly draw: (frame: Frame) => Iterator<void> | void;
}

/** So long is drawn at a time while the map moves: a good third of what there is between two pictures of the screen. */
const movingSliceMs = 6;
/** And when it has rested for a while, when nobody sees a picture come late. */
const restingSliceMs = 24;
const restMs = 300;
/** Steps between two looks at the clock. */
const sliceSteps = 16;

/** Where the map stood when a canvas was drawn. */
interface Stand {
  readonly center: L.LatLng;
  readonly zoom: number;
  readonly size: L.Point;
  /** Of the canvas, in the layer's pane. */
  readonly corner: L.Point;
}

/**
 * A canvas that moves with the map. While the map is dragged the browser shifts what was drawn; it is drawn anew when
 * the map rests, or when the drag has gone beyond the margin. A drawing that takes longer than a picture of the screen is
 * made on a second canvas, and what was drawn before stays in sight until it is through: no item is ever gone for a while.
 */
export class CanvasLayer extends L.Layer {
  readonly #settings: CanvasLayerOptions;
  #canvas = createCanvas();
  /** Not in sight: for the next drawing that takes long. */
  #spare = createCanvas();
  #map: L.Map | undefined;
  #request = 0;
  /** A drawing under way, and whether something has changed since it was begun. */
  #work:
    | { readonly canvas: HTMLCanvasElement; readonly stand: Stand; readonly rest: Iterator<void> }
    | undefined;
  #isStale = false;
  #movedAt = -Infinity;
  #drawn: Stand = { center: L.latLng(0, 0), zoom: 0, size: L.point(0, 0), corner: L.point(0, 0) };

  constructor(settings: CanvasLayerOptions) {
    super();
    this.#settings = settings;
  }

  override onAdd(map: L.Map): this {
    this.#map = map;
    map.getPane(this.#settings.pane)?.append(this.#canvas);
    this.#draw();
    return this;
  }

  override onRemove(): this {
    this.#stop();
    this.#canvas.remove();
    this.#map = undefined;
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      viewreset: () => this.#draw(),
      moveend: () => this.#draw(),
      resize: () => this.#draw(),
      move: () => {
        this.#movedAt = performance.now();
        if (this.#settings.everyMove || this.#isBeyondMargin()) this.schedule();
      },
      // What is under way is for a scale that is being left; at the end all is drawn anew.
      zoomstart: () => this.#stop(),
      zoom: () => this.#follow(this.#map?.getCenter(), this.#map?.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.#follow(center, zoom);
      },
    };
  }

  /** Draws anew with the next picture of the screen, however often it is asked for until then. */
  schedule(): void {
    this.#isStale = true;
    if (this.#request !== 0 || !this.#map) return;
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      // A pinch or a zoom is under way: the canvas is stretched, and drawn anew at its end.
      if (this.#map?.getZoom() === (this.#work?.stand ?? this.#drawn).zoom) this.#draw();
    });
  }

  #stop(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.#work = undefined;
  }

  #isBeyondMargin(): boolean {
    const map = this.#map;
    const stand = this.#work?.stand ?? this.#drawn;
    if (!map || map.getZoom() !== stand.zoom) return false;
    const moved = map.project(map.getCenter()).subtract(map.project(stand.center));
    const reach = stand.size.multiplyBy(this.#settings.margin * 0.8);
    return Math.abs(moved.x) > reach.x || Math.abs(moved.y) > reach.y;
  }

  /** Stretches and shifts what was drawn to where the map is going. */
  #follow(center: L.LatLng | undefined, zoom: number | undefined): void {
    const map = this.#map;
    if (!map || !center || zoom === undefined) return;
    const scale = map.getZoomScale(zoom, this.#drawn.zoom);
    const panePx = L.DomUtil.getPosition(map.getPane('mapPane') ?? this.#canvas) ?? L.point(0, 0);
    const pixelOrigin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(panePx).round();
    const corner = this.#drawn.size.multiplyBy((0.5 + this.#settings.margin) * -scale);
    const at = corner.add(map.project(this.#drawn.center, zoom)).subtract(pixelOrigin);
    L.DomUtil.setTransform(this.#canvas, at, scale);
  }

  #draw(): void {
    const map = this.#map;
    if (!map) return;
    this.#stop();
    this.#isStale = false;
    const size = map.getSize();
    const marginPx = size.multiplyBy(this.#settings.margin).round();
    const corner = map.containerPointToLayerPoint([-marginPx.x, -marginPx.y]);
    const stand = { center: map.getCenter(), zoom: map.getZoom(), size, corner };
    this.#canvas.hidden = this.#settings.isEmpty?.() ?? false;
    if (this.#canvas.hidden) {
      this.#drawn = stand;
      return;
    }
    const [widthPx, heightPx] = [size.x + 2 * marginPx.x, size.y + 2 * marginPx.y];
    const canvas = this.#settings.inSlices ? this.#spare : this.#canvas;
    const context = contextOf(canvas, widthPx, heightPx);
    if (!context) return;
    const origin = map.getPixelOrigin().add(corner);
    const rest = this.#settings.draw({
      context,
      widthPx,
      heightPx,
      zoom: map.getZoom(),
      worldPx: worldPx(map.getZoom()),
      originX: origin.x,
      originY: origin.y,
      marginPx,
    });
    if (rest) {
      this.#work = { canvas, stand, rest };
      this.#follow(stand.center, stand.zoom);
      this.#goOnLater();
    } else this.#show(canvas, stand);
  }

  /** Draws on until it is through or the time is up. What changed meanwhile is drawn when this is through. */
  #goOn(): void {
    const work = this.#work;
    if (!work) return;
    const now = performance.now();
    const until = now + (now - this.#movedAt < restMs ? movingSliceMs : restingSliceMs);
    for (let step = 1; work.rest.next().done !== true; step += 1) {
      if (step % sliceSteps !== 0 || performance.now() < until) continue;
      this.#goOnLater();
      return;
    }
    this.#work = undefined;
    this.#show(work.canvas, work.stand);
    if (this.#isStale) this.schedule();
  }

  #goOnLater(): void {
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      this.#goOn();
    });
  }

  #show(canvas: HTMLCanvasElement, stand: Stand): void {
    const before = this.#canvas;
    this.#drawn = stand;
    L.DomUtil.setTransform(canvas, stand.corner, 1);
    if (canvas === before) return;
    this.#canvas = canvas;
    this.#spare = before;
    before.replaceWith(canvas);
    // Its picture is as much memory as many thousand records.
    before.width = before.height = 0;
  }
}

function createCanvas(): HTMLCanvasElement {
  const canvas = L.DomUtil.create('canvas', 'leaflet-zoom-animated field-map-canvas');
  canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}

/** The canvas empty, in this size, to be drawn on in CSS pixels. */
function contextOf(canvas: HTMLCanvasElement, widthPx: number, heightPx: number) {
  // More than two dots a pixel cannot be told apart on a phone and cost four times the memory.
  const density = Math.min(2, globalThis.devicePixelRatio || 1);
  const [width, height] = [Math.round(widthPx * density), Math.round(heightPx * density)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.style.inlineSize = `${widthPx}px`;
  canvas.style.blockSize = `${heightPx}px`;
  const context = canvas.getContext('2d');
  context?.setTransform(density, 0, 0, density, 0, 0);
  context?.clearRect(0, 0, widthPx, heightPx);
  return context;
}
