import type * as L from 'leaflet';

export interface Ground {
  /** Whether what is in sight of it is drawn, so that it names places itself. */
  readonly isDrawn: boolean;
  set(layer: L.Layer | null): void;
}

/** The layer that lies under everything else. @param changed called when `isDrawn` may be another */
export function createGround(map: L.Map, changed: () => void): Ground {
  let layer: L.Layer | null = null;
  let isDrawn = false;
  let drawn = 0;
  let missing = 0;
  const events = {
    loading: () => {
      drawn = 0;
      missing = 0;
    },
    tileload: () => {
      drawn += 1;
    },
    tileerror: () => {
      missing += 1;
    },
    load: () => {
      isDrawn = drawn > 0 && missing === 0;
      changed();
    },
  };
  return {
    get isDrawn() {
      return isDrawn;
    },
    set: (next) => {
      layer?.off(events).remove();
      layer = next;
      isDrawn = false;
      changed();
      layer?.on(events).addTo(map);
    },
  };
}
