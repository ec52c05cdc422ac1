import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../shell/app-context.ts';
import { Icon } from '../../shell/icon.tsx';
import { type Measured, measure } from '../measure.ts';
import { type Corner, measuredCorner } from './corners.ts';

/** So many fixes even out the trembling; a walker does not stand at each corner for longer. */
const enoughFixes = 5;

interface StandingCornerProps {
  readonly onTake: (corner: Corner) => void;
  readonly onCancel: () => void;
}

/** A corner by standing at it for a few seconds. It is taken by itself, or as it is when the person goes on before that. */
export function StandingCorner({ onTake, onCancel }: StandingCornerProps): JSX.Element {
  const { locator, now } = useApp();
  const [so, setSo] = useState<Measured | null>(null);
  const takeRef = useRef(onTake);
  useEffect(() => {
    takeRef.current = onTake;
  });
  const place = so?.place ?? null;
  useEffect(() => measure(locator, now, setSo), [locator, now]);
  const corner =
    place && place.accuracyM !== null ? measuredCorner(place.shape.coordinates, place.accuracyM) : null;
  const isEnough = (place?.fixes ?? 0) >= enoughFixes;
  useEffect(() => {
    if (isEnough && corner) takeRef.current(corner);
    // Once there are enough.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isEnough]);
  return (
    <>
      <button
        type="button"
        class="button primary"
        disabled={!corner}
        onClick={() => {
          if (corner) onTake(corner);
        }}
      >
        {corner ? `Take ±${corner.accuracyM} m, ${place?.fixes ?? 1} of ${enoughFixes}` : 'Stand still …'}
      </button>
      <button type="button" class="button icon" aria-label="No corner here" onClick={onCancel}>
        <Icon name="close" />
      </button>
    </>
  );
}
