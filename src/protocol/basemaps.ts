import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(500));
const degrees = v.pipe(v.number(), v.finite());

/** A map archive (PMTiles) on the server, as a phone needs to know it to fetch and draw it. */
export const mapArchiveSchema = v.object({
  /** The name of its file without the ending: what people call it. */
  id: text,
  bytes: count,
  /** A strong entity tag, quoted: changes with the file. */
  etag: text,
  type: v.picklist(['vector', 'raster']),
  minZoom: count,
  maxZoom: count,
  /** West, south, east, north in degrees. */
  bounds: v.tuple([degrees, degrees, degrees, degrees]),
  /** Plain text, to be shown wherever the map is. */
  attribution: text,
});
export type MapArchive = v.InferOutput<typeof mapArchiveSchema>;

/** `GET /api/v1/basemaps`. */
export const basemapsAnswerSchema = v.object({
  basemaps: v.array(mapArchiveSchema),
  /** Files that are served to nobody, each with why, as a sentence. */
  broken: v.array(v.object({ id: text, problem: text })),
});
export type BasemapsAnswer = v.InferOutput<typeof basemapsAnswerSchema>;
