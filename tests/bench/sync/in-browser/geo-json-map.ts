import * as L from 'leaflet';
import css from 'leaflet/dist/leaflet.css?inline';
import { mixedRecords } from '../../map/mixed-records.ts';

type Feature = Parameters<L.GeoJSON['addData']>[0];

/** A map as most apps have it: Leaflet on one canvas, every record a layer of its own. @returns ms until it stands */
async function show(count: number): Promise<number> {
  document.body.replaceChildren();
  document.body.style.margin = '0';
  const element = document.createElement('div');
  element.style.cssText = 'position: fixed; inset: 0';
  const style = document.createElement('style');
  style.textContent = css;
  document.body.append(style, element);
  const features = mixedRecords(count, 'nobody').map(({ id, body }) => ({
    type: 'Feature',
    id,
    properties: {},
    geometry: (body['place'] as { readonly shape: object }).shape,
  }));
  const started = performance.now();
  const map = L.map(element, { preferCanvas: true, zoomSnap: 0.5 });
  map.fitBounds([
    [38.8, 46],
    [40.6, 48],
  ]);
  L.geoJSON({ type: 'FeatureCollection', features } as unknown as Feature, {
    pointToLayer: (_, at) => L.circleMarker(at, { radius: 7 }),
    style: { weight: 2.5 },
  }).addTo(map);
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return performance.now() - started;
}

Object.assign(globalThis, { bench: { show } });
