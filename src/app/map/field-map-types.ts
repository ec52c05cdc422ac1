import type * as L from 'leaflet';
import type { BaseMap } from '#domain/base-map.ts';
import type { OverlayFeature } from '#domain/overlay.ts';
import type { Bounds, LonLat, Shape } from '#domain/geo/shape.ts';
import type { ReadModel, RecordView, Unsubscribe } from '#store/phone.ts';
import type { Colours } from './colours.ts';

export interface FieldMapOptions {
  /** What a screen reader calls the map. */
  readonly label: string;
  /** Shown until the person or `fitTo` moves the map. */
  readonly bounds: Bounds;
  /** Buttons for zooming, beside pinch, wheel and keys. Default true. */
  readonly zoomButtons?: boolean;
  /** The key to the symbols, folded. Default true. */
  readonly legend?: boolean;
}

/** Where the phone is, as its device says. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
}

/** A file laid over the map, under the records. */
export interface MapOverlay {
  readonly id: string;
  readonly features: readonly OverlayFeature[];
}

/** What a drawing by hand is made on. */
export interface DrawingGround {
  readonly map: L.Map;
  /** Over the records. */
  readonly renderer: L.Renderer;
  readonly colours: () => Colours;
}

/** Something that is drawn by hand. The map tells it of taps, and when colours have changed. */
export interface MapDrawing {
  tap(at: LonLat): void;
  refresh(): void;
  /** Ends the drawing and takes it off the map. */
  stop(): void;
}

export interface FieldMap {
  setBaseMap(baseMap: BaseMap | null): void;
  /** Draws these files of others under the records, and no other files; those with a known id are not read anew. */
  setOverlays(overlays: readonly MapOverlay[]): void;
  /** Drawn under outlines and records, in the place of the one before; null for none. */
  setGround(layer: L.Layer | null): void;
  /** Draws these records, and no others. */
  setRecords(views: Iterable<RecordView>): void;
  /**
   * Draws all records of the model from now on, as they change.
   * @param warnings of other teams' items, drawn where the model does not have them
   * @returns stops following
   */
  follow(model: ReadModel, warnings?: ReadModel): Unsubscribe;
  /** Called with the record that was touched, or null for open ground; not while drawing or picking. */
  onSelect(listener: (id: string | null) => void): Unsubscribe;
  /** Called after the map came to rest. */
  onMoved(listener: (bounds: Bounds) => void): Unsubscribe;
  fitTo(bounds: Bounds, options?: { readonly maxZoom?: number }): void;
  /** Moves the map as little as is needed to see the record. */
  reveal(id: string): void;
  setPosition(position: Position | null): void;
  setHighlight(id: string | null): void;
  /** Taps go to this drawing until it is stopped. One at a time: starting another stops the first. */
  startDrawing<Drawn extends MapDrawing>(create: (ground: DrawingGround) => Drawn): Drawn;
  /** Moves the map when the position is near its edge or beyond it, and comes so close at least. */
  keepInSight(at: LonLat, closeness?: number): void;
  /** The next tap gives a position instead of selecting. @returns how to call it off */
  pickPoint(onPick: (at: LonLat) => void): Unsubscribe;
  /**
   * Draws places beside one another, the first as the standing one: each with the letter and the line of its
   * number. What is undefined cannot be drawn, and keeps its number.
   */
  setComparison(shapes: readonly (Shape | undefined)[]): void;
  /** Marks a position in work, as that of a form; null takes it off. */
  setPin(at: LonLat | null): void;
  /** To be called when the element's size or the theme has changed. */
  refresh(): void;
  destroy(): void;
}
