import type { ComponentChildren } from 'preact';
import type { Place } from '#domain/fields/place.ts';
import type { Notation } from '#domain/geo/notation.ts';
import type { Bounds, LonLat, Polygonal } from '#domain/geo/shape.ts';

/** What a way of giving a polygon by the keyboard is handed. */
export interface PanelProps<Typed> {
  readonly place: Place<Polygonal> | null;
  readonly onChange: (place: Place<Polygonal> | null) => void;
  /** What the fields hold, finished or not, as `onTyped` was told; kept with the draft. */
  readonly typed: Typed | undefined;
  readonly onTyped: (typed: Typed | undefined) => void;
  /** Corners as they would be, to be drawn on the map while they are typed. */
  readonly onPreview: (corners: readonly LonLat[]) => void;
  /** The operating area of the programme. */
  readonly area: Bounds;
  /** Of the work: a day, or a month or year of an import. */
  readonly date: string;
  readonly notation: Notation;
  /** Controls of the screen that belong to it: undo and redo of the corners. */
  readonly children?: ComponentChildren;
}
