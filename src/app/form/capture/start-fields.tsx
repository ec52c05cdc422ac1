import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { formatPosition, type Notation } from '#domain/geo/notation.ts';
import type { Bounds, LonLat } from '#domain/geo/shape.ts';
import { useApp } from '../../shell/app-context.ts';
import { Icon } from '../../shell/icon.tsx';
import type { LocatorState } from '../../shell/locator.ts';
import { measure } from '../measure.ts';
import { PositionField } from './position-field.tsx';
import { readingWords } from './typed-corners.ts';
import { beginAt, type TypedTraverse } from './typed-traverse.ts';

interface StartFieldsProps {
  readonly fields: TypedTraverse;
  readonly problem: string | null;
  readonly notation: Notation;
  readonly area: Bounds;
  /** Folded away, the person has gone on: what is measured from then on is another place. */
  readonly isOpen: boolean;
  readonly onTake: (next: TypedTraverse, key?: string) => void;
  readonly onPick?: (take: (at: LonLat) => void) => void;
}

const waitingWords: Readonly<Record<LocatorState, string>> = {
  off: 'Waiting for GPS…',
  waiting: 'Waiting for GPS…',
  working: 'Waiting for GPS…',
  denied: 'GPS is not allowed for this app: type the position.',
  unavailable: 'No GPS here: type the position.',
};

/** Where the legs begin: the landmark in words, and the benchmark or the start point as a position. */
export function StartFields(props: StartFieldsProps): JSX.Element {
  const { fields, problem, notation, area, isOpen, onTake, onPick } = props;
  const { locator, now } = useApp();
  const landmarkId = useId();
  const wordsId = useId();
  const [measuring, setMeasuring] = useState(false);
  const what = fields.from === 'benchmark' ? 'Benchmark' : 'Start point';
  const found = (at: LonLat, startNote: string, key: string) =>
    onTake({ ...fields, start: formatPosition(at, 'dd') ?? '', startNote }, key);
  const foundRef = useRef(found);
  useEffect(() => {
    foundRef.current = found;
  });
  useEffect(() => {
    if (!measuring || !isOpen) return undefined;
    locator.start();
    return measure(locator, now, ({ place, done }) => {
      if (place) {
        const fixes = place.fixes === 1 ? '1 fix' : `${place.fixes ?? 0} fixes`;
        foundRef.current(place.shape.coordinates, `GPS ±${place.accuracyM ?? 0} m, ${fixes}`, 'start by GPS');
      }
      if (done) setMeasuring(false);
    });
  }, [measuring, isOpen, locator, now]);
  return (
    <>
      <div class="field">
        <label for={landmarkId}>Landmark</label>
        <input
          id={landmarkId}
          class="input"
          autocomplete="off"
          value={fields.landmark}
          onInput={(event) => onTake({ ...fields, landmark: event.currentTarget.value }, 'landmark')}
        />
      </div>
      <div class="field" role="group" aria-label="The legs begin at">
        <span class="label" aria-hidden="true">
          The legs begin at
        </span>
        <div class="buttons">
          {(['benchmark', 'start-point'] as const).map((from) => (
            <button
              key={from}
              type="button"
              class="button"
              aria-pressed={fields.from === from}
              onClick={() => onTake(beginAt(fields, from))}
            >
              {from === 'benchmark' ? 'Benchmark' : 'Start point'}
            </button>
          ))}
        </div>
      </div>
      <div class="field">
        <PositionField
          label={`${what}, in any notation`}
          value={fields.start}
          notation={notation}
          area={area}
          describedBy={wordsId}
          invalid={problem !== null}
          onType={(start) => {
            setMeasuring(false);
            onTake({ ...fields, start, startNote: '' }, 'start');
          }}
        />
        <p id={wordsId} role="status" class="number">
          {measuring && fields.startNote === ''
            ? waitingWords[locator.state.value]
            : fields.startNote || readingWords(fields.start) || problem}
        </p>
        <div class="buttons">
          <button
            type="button"
            class="button"
            aria-pressed={measuring}
            onClick={() => setMeasuring(!measuring)}
          >
            <Icon name="locate" /> {measuring ? 'Stop' : 'I stand at it'}
          </button>
          {onPick ? (
            <button
              type="button"
              class="button"
              onClick={() => onPick((at) => found(at, 'tapped on the map', 'start by tap'))}
            >
              Tap on map
            </button>
          ) : null}
        </div>
      </div>
    </>
  );
}
