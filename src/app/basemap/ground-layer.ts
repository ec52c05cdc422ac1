import * as L from 'leaflet';
import { type Header, TileType } from 'pmtiles';
import type { Programme } from '#protocol/wire.ts';
import type { MapArchives } from '#store/map-archives.ts';
import type { GroundName } from '../map/ground-choice.ts';
import { type ArchiveReader, openArchive } from './archive-reader.ts';
import { RasterLayer } from './raster-layer.ts';

/** The map shows closer than any source: the closest tiles are stretched. */
const maxZoom = 20;

/**
 * The layer of that name.
 * @returns null where there is none now: another programme's, or an archive that is neither here nor to be reached
 */
export async function groundLayer(
  name: GroundName,
  maps: MapArchives,
  tileLayer: Programme['tileLayer'],
  look: 'light' | 'dark',
): Promise<L.Layer | null> {
  if (name === 'outlines') return null;
  if (name === 'tiles') {
    return tileLayer
      ? L.tileLayer(tileLayer.url, {
          attribution: escaped(tileLayer.attribution),
          maxNativeZoom: tileLayer.maxZoom,
          maxZoom,
        })
      : null;
  }
  const archive = await openArchive(name.slice('archive:'.length), maps);
  const header = await archive.getHeader().catch(() => null);
  if (!header) return null;
  const options = {
    attribution: escaped(await attributionOf(archive)),
    bounds: boundsOf(header),
    minZoom: header.minZoom,
    maxZoom,
    noWrap: true,
  };
  if (header.tileType !== TileType.Mvt) {
    return new RasterLayer(archive, { ...options, maxNativeZoom: header.maxZoom });
  }
  const { vectorLayer } = await import('./vector-layer.ts');
  return vectorLayer(archive, { ...options, maxDataZoom: header.maxZoom, look });
}

/** As text: Leaflet shows it as HTML, and it comes from a file. */
async function attributionOf(archive: ArchiveReader): Promise<string> {
  const metadata = (await archive.getMetadata().catch(() => null)) as { attribution?: unknown } | null;
  const html = typeof metadata?.attribution === 'string' ? metadata.attribution : '';
  return new DOMParser().parseFromString(html, 'text/html').body.textContent.slice(0, 300);
}

function escaped(text: string): string {
  const element = document.createElement('span');
  element.textContent = text;
  return element.innerHTML;
}

function boundsOf({ minLon, minLat, maxLon, maxLat }: Header): L.LatLngBounds {
  const isBox = minLon < maxLon && minLat < maxLat;
  return L.latLngBounds(isBox ? [minLat, minLon] : [-85, -180], isBox ? [maxLat, maxLon] : [85, 180]);
}
