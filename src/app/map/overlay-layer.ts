import type * as L from 'leaflet';
import { CanvasLayer } from './canvas-layer.ts';
import type { Colours } from './colours.ts';
import type { MapOverlay } from './field-map-types.ts';
import type { DrawnOverlay } from './overlay-drawing.ts';

/** Files of others, drawn under the records. */
export interface OverlayLayer {
  show(overlays: readonly MapOverlay[]): void;
  /** The theme has changed. */
  redraw(): void;
}

/** The code that draws is loaded with the first file to draw: most maps have none. */
export function createOverlayLayer(map: L.Map, colours: () => Colours): OverlayLayer {
  let asked: readonly MapOverlay[] = [];
  let layer: CanvasLayer | undefined;
  let drawn: readonly DrawnOverlay[] = [];
  const show = async (overlays: readonly MapOverlay[]) => {
    asked = overlays;
    if (overlays.length === 0 && !layer) return;
    const { paintOverlays, projectOverlay } = await import('./overlay-drawing.ts');
    // Another one was asked for meanwhile, or the map is gone.
    if (asked !== overlays || !map.getPane('overlays')?.isConnected) return;
    const known = new Map(drawn.map((each) => [each.id, each]));
    drawn = overlays.map((overlay) => known.get(overlay.id) ?? projectOverlay(overlay));
    layer ??= new CanvasLayer({
      pane: 'overlays',
      margin: 0.35,
      everyMove: false,
      inSlices: true,
      draw: (frame) => paintOverlays(frame, drawn, colours()),
    }).addTo(map);
    layer.schedule();
  };
  return {
    show: (overlays) => void show(overlays),
    redraw: () => layer?.schedule(),
  };
}
