import * as L from 'leaflet';
import {
  CircleSymbolizer,
  GeomType,
  type LabelRule,
  leafletLayer,
  LineSymbolizer,
  OffsetTextSymbolizer,
  type PaintRule,
  PolygonSymbolizer,
} from 'protomaps-leaflet';
import type { ArchiveReader } from './archive-reader.ts';

interface VectorOptions {
  readonly attribution: string;
  readonly bounds: L.LatLngBounds;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly noWrap: boolean;
  /** The closest zoom that the archive has tiles of. */
  readonly maxDataZoom: number;
  readonly look: 'light' | 'dark';
}

/** Layers of the Protomaps schema, for which there is a style. */
const styled = ['earth', 'water', 'landuse', 'roads', 'buildings', 'places'];

/** The drawn map of a vector archive: in the style of its schema, or, where that is another, its shapes and names. */
export async function vectorLayer(
  archive: ArchiveReader,
  { look, ...options }: VectorOptions,
): Promise<L.GridLayer> {
  const names = await layerNames(archive);
  const style = names.some((name) => styled.includes(name)) ? { flavor: look } : plainStyle(names, look);
  // The package takes Leaflet from the window, as a script that is loaded beside it.
  Object.assign(globalThis, { L: { GridLayer: L.GridLayer, DomUtil: L.DomUtil } });
  const layer: unknown = leafletLayer({
    ...options,
    ...style,
    url: archive,
    lang: 'en',
    // More than two dots a pixel cannot be told apart on a phone and cost four times the memory.
    devicePixelRatio: Math.min(2, globalThis.devicePixelRatio || 1),
  });
  return layer as L.GridLayer;
}

async function layerNames(archive: ArchiveReader): Promise<readonly string[]> {
  const metadata = (await archive.getMetadata().catch(() => null)) as { vector_layers?: unknown } | null;
  const layers = Array.isArray(metadata?.vector_layers) ? metadata.vector_layers : [];
  return layers.flatMap((layer: unknown) => {
    const id = (layer as { id?: unknown } | null)?.id;
    return typeof id === 'string' ? [id] : [];
  });
}

function plainStyle(names: readonly string[], look: 'light' | 'dark') {
  const ink = look === 'light' ? '#4d4a3d' : '#dfe6e1';
  const paper = look === 'light' ? '#f5f4ef' : '#101613';
  const rules = names.flatMap((dataLayer): PaintRule[] => [
    {
      dataLayer,
      symbolizer: new PolygonSymbolizer({ fill: ink, opacity: 0.12, stroke: ink, width: 0.5 }),
      filter: (_, { geomType }) => geomType === GeomType.Polygon,
    },
    {
      dataLayer,
      symbolizer: new LineSymbolizer({ color: ink, width: 1.5, opacity: 0.7 }),
      filter: (_, { geomType }) => geomType === GeomType.Line,
    },
  ]);
  const points = names.flatMap((dataLayer): LabelRule[] => [
    {
      dataLayer,
      symbolizer: new CircleSymbolizer({ radius: 2.5, fill: ink }),
      filter: (_, { geomType }) => geomType === GeomType.Point,
    },
    {
      dataLayer,
      symbolizer: new OffsetTextSymbolizer({
        labelProps: ['name:en', 'name'],
        fill: ink,
        stroke: paper,
        width: 2,
        font: '400 13px sans-serif',
        offsetY: 6,
      }),
      filter: (_, { geomType }) => geomType === GeomType.Point,
    },
  ]);
  return { paintRules: rules, labelRules: points, backgroundColor: paper };
}
