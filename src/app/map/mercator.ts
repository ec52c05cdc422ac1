import type { LonLat } from '#domain/geo/shape.ts';

/** Leaflet's tiles and ours: at zoom z the world is 256 · 2^z pixels wide. */
const tilePx = 256;
/** Web Mercator ends here. */
const maxLatDeg = 85.0511287798;

/** Longitude as a share of the world's width, 0 at 180° west. */
export function worldX(lon: number): number {
  return lon / 360 + 0.5;
}

/** Latitude as a share of the world's height, 0 at its northern end (EPSG:3857). */
export function worldY(lat: number): number {
  const radians = (Math.max(-maxLatDeg, Math.min(maxLatDeg, lat)) * Math.PI) / 180;
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
}

export function lonOf(x: number): number {
  return (x - 0.5) * 360;
}

export function latOf(y: number): number {
  return (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;
}

/** Pixels to which the whole world is stretched at a zoom. */
export function worldPx(zoom: number): number {
  return tilePx * 2 ** zoom;
}

/** Positions as x, y, x, y … in shares of the world. */
export function projectLine(line: readonly LonLat[]): Float64Array {
  const flat = new Float64Array(line.length * 2);
  line.forEach(([lon, lat], i) => {
    flat[2 * i] = worldX(lon);
    flat[2 * i + 1] = worldY(lat);
  });
  return flat;
}
