import type { LonLat, Point, Polygonal, Ring } from '#domain/geo/shape.ts';

/** Shapes of RFC 7946, WGS 84, without heights. */
export type OverlayGeometry =
  | Point
  | Polygonal
  | { readonly type: 'MultiPoint'; readonly coordinates: readonly LonLat[] }
  | { readonly type: 'LineString'; readonly coordinates: readonly LonLat[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly Ring[] };

export interface OverlayFeature {
  readonly geometry: OverlayGeometry;
  /** As the file has it, unescaped: plain text, whatever it looks like. */
  readonly name?: string;
  readonly description?: string;
}

/** What a file has to show on a map. Nothing of it is a record: it is drawn, and counts nowhere. */
export interface Overlay {
  readonly name: string;
  readonly features: readonly OverlayFeature[];
  /** What could not be read, and what a reader has to know about the rest. */
  readonly problems: readonly OverlayProblem[];
}

export interface OverlayProblem {
  /** As `Placemark 3 (Old field)`. */
  readonly where: string;
  /** A sentence for people. */
  readonly message: string;
}

/** The file as a whole cannot be used; the message is a sentence for people. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
