import * as L from 'leaflet';
import type { LonLat } from '#domain/geo/shape.ts';
import type { Colours } from './colours.ts';
import type { Position } from './field-map-types.ts';

/** Where the phone is with its uncertainty, and the pin of a position in work. */
export interface PositionLayer {
  setPosition(position: Position | null): void;
  setPin(at: LonLat | null): void;
}

export function createPositionLayer(map: L.Map, renderer: L.Renderer, colours: Colours): PositionLayer {
  const here = L.layerGroup();
  const accuracy = L.circle([0, 0], {
    renderer,
    radius: 1,
    color: colours.info,
    weight: 1.5,
    fillOpacity: 0.12,
    interactive: false,
  });
  const dot = L.circleMarker([0, 0], {
    renderer,
    radius: 8,
    color: colours.card,
    weight: 3,
    fillColor: colours.info,
    fillOpacity: 1,
    interactive: false,
  });
  here.addLayer(accuracy).addLayer(dot);
  const pin = L.marker([0, 0], {
    icon: L.divIcon({ className: 'field-map-pin', iconSize: [32, 32] }),
    interactive: false,
    keyboard: false,
  });
  return {
    setPosition: (position) => {
      if (position === null) {
        here.remove();
        return;
      }
      const at = L.latLng(position.lat, position.lon);
      accuracy.setLatLng(at).setRadius(position.accuracyM);
      dot.setLatLng(at);
      here.addTo(map);
    },
    setPin: (at) => {
      if (at === null) pin.remove();
      else pin.setLatLng([at[1], at[0]]).addTo(map);
    },
  };
}
