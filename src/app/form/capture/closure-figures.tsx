import type { JSX } from 'preact';
import { areaM2 } from '#domain/geo/area.ts';
import { inverse } from '#domain/geo/distance.ts';
import { areaText, numberText } from '../value-text.ts';
import { placeOfTraverse, type TraverseReading } from './read-traverse.ts';
import { closureWords } from './traverse-words.ts';
import type { TypedTraverse } from './typed-traverse.ts';

interface ClosureFiguresProps {
  readonly fields: TypedTraverse;
  readonly reading: TraverseReading;
  readonly onTake: (next: TypedTraverse, key?: string) => void;
}

/** What the legs come to: how well they close, and the area. */
export function ClosureFigures({ fields, reading, onTake }: ClosureFiguresProps): JSX.Element | null {
  const { perimeter, traverse } = reading;
  if (!perimeter || perimeter.corners.length < 2) return null;
  const { closure, corners } = perimeter;
  const words = closure && closureWords(closure);
  const [first, last] = [corners[0], corners.at(-1)];
  const openM = first && last ? inverse(last, first).distanceM : 0;
  return (
    <div class="stack" aria-live="polite">
      {words ? (
        <div class={`notice ${words.poor ? 'warn' : ''}`}>
          <p class="number">
            Misclosure <b>{words.figure}</b>
          </p>
          <p>{words.meaning}</p>
        </div>
      ) : (
        <p class="notice">
          No leg leads back to the start point yet: the last side of {numberText(openM)} m is not measured.
        </p>
      )}
      {closure ? (
        <button
          type="button"
          class="button"
          role="switch"
          aria-checked={fields.adjusted}
          onClick={() => onTake({ ...fields, adjusted: !fields.adjusted })}
        >
          Close by compass rule: {fields.adjusted ? 'on' : 'off'}
        </button>
      ) : null}
      {traverse && corners.length >= 3 ? (
        <p class="number">
          <b>{areaText(areaM2(placeOfTraverse(traverse).shape))}</b> · {corners.length} points
        </p>
      ) : null}
    </div>
  );
}
