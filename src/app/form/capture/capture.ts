import { type ReadonlySignal, signal } from '@preact/signals';
import type { Place } from '#domain/fields/place.ts';
import type { LonLat, Polygonal } from '#domain/geo/shape.ts';
import { beginEdits, type CornerEdits } from './corner-edits.ts';
import { type Corner, cornersOf, givenOf, placeOf } from './corners.ts';

/** An area in work on one screen, whichever way its corners come. */
export interface Capture {
  readonly edits: ReadonlySignal<CornerEdits>;
  /** As it would be, while a corner is being dragged. */
  readonly live: ReadonlySignal<readonly Corner[] | null>;
  /** Corners that a panel computes and the person has not taken yet. */
  readonly preview: ReadonlySignal<readonly LonLat[]>;
  /** Takes a change. What it makes of the place is told to the form. */
  take(next: CornerEdits): void;
  /** Shows a change that is not one yet. */
  look(next: CornerEdits): void;
  lookAhead(corners: readonly LonLat[]): void;
}

export function createCapture(
  place: Place<Polygonal> | null,
  onPlace: (place: Place<Polygonal> | null) => void,
): Capture {
  const edits = signal(beginEdits(cornersOf(place), givenOf(place)));
  const live = signal<readonly Corner[] | null>(null);
  const preview = signal<readonly LonLat[]>([]);
  return {
    edits,
    live,
    preview,
    take(next) {
      const before = edits.value;
      live.value = null;
      edits.value = next;
      // A corner that was chosen is no change: a record that was only looked at stays as it came.
      if (next.corners !== before.corners || next.given !== before.given)
        onPlace(placeOf(next.corners, next.given));
    },
    look(next) {
      live.value = next.corners;
    },
    lookAhead(corners) {
      preview.value = corners;
    },
  };
}
