import './panels.css';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '#domain/fields/place.ts';
import type { Notation } from '#domain/geo/notation.ts';
import type { LonLat, Polygonal } from '#domain/geo/shape.ts';
import { Icon } from '../../shell/icon.tsx';
import { eastText, positionText } from '../value-text.ts';
import { ClosureFigures } from './closure-figures.tsx';
import { LegTable } from './leg-table.tsx';
import { NorthFields } from './north-fields.tsx';
import { NotationChoice } from './notation-choice.tsx';
import type { PanelProps } from './panel.ts';
import { placeOfTraverse, readTraverse, type TraverseReading } from './read-traverse.ts';
import { StartFields } from './start-fields.tsx';
import {
  blankTraverse,
  isBlankTraverse,
  type KeptTraverse,
  typedFrom,
  type TypedTraverse,
} from './typed-traverse.ts';
import { beginSteps, stepBack, stepTo } from './undo-steps.ts';

export interface BearingPanelProps extends PanelProps<KeptTraverse> {
  /** Lets a person tap a position on the map; not given where there is no map to tap on. */
  readonly onPick?: (take: (at: LonLat) => void) => void;
}

/** An area by bearing and distance: landmark, benchmark, start point, turning points, and back. */
export function BearingPanel(props: BearingPanelProps): JSX.Element {
  const { place, typed, date, area, notation, onChange, onTyped, onPreview, onPick } = props;
  const [steps, setSteps] = useState(() =>
    beginSteps(typed?.fields ?? (place?.traverse ? typedFrom(place.traverse) : blankTraverse)),
  );
  const fields = steps.now;
  // Where the legs begin is asked first, and out of the way once it is known.
  const [isFrameOpen, setFrameOpen] = useState(() => readTraverse(fields, date).perimeter === null);
  const reading = readTraverse(fields, date);
  const { perimeter, traverse } = reading;
  const isOwn = followsLegs(place);
  const previewRef = useRef(onPreview);
  useEffect(() => {
    previewRef.current = onPreview;
  });
  // What the map has already need not be drawn as something to come.
  const isTaken = isOwn && traverse !== null;
  const corners = JSON.stringify(perimeter && !isTaken ? perimeter.corners : []);
  useEffect(() => {
    previewRef.current(JSON.parse(corners) as LonLat[]);
  }, [corners]);

  const give = (next: TypedTraverse) => {
    const read = readTraverse(next, date).traverse;
    onTyped(isBlankTraverse(next) ? undefined : { fields: next, isWhole: read !== null });
    // Corners from elsewhere are not written over by the first leg that is typed.
    if (isOwn && read) onChange(placeOfTraverse(read));
    else if (isOwn && place && isBlankTraverse(next)) onChange(null);
  };
  // Another date has another declination, and so other corners.
  const dateRef = useRef(date);
  useEffect(() => {
    if (dateRef.current === date) return;
    dateRef.current = date;
    give(fields);
  });
  const take = (next: TypedTraverse, key: string | null = null) => {
    setSteps(stepTo(steps, next, key));
    give(next);
  };
  const undo = () => {
    const before = stepBack(steps);
    setSteps(before);
    give(before.now);
  };
  return (
    <div class="capture-panel stack">
      <details
        class="leg-frame"
        open={isFrameOpen}
        onToggle={(event) => setFrameOpen(event.currentTarget.open)}
      >
        <summary>
          <span class="number">{frameWords(fields, reading, notation)}</span>
          <Icon name={isFrameOpen ? 'up' : 'down'} />
        </summary>
        <div class="stack">
          <NotationChoice notation={notation} />
          <StartFields
            fields={fields}
            problem={reading.start.problem}
            notation={notation}
            area={area}
            isOpen={isFrameOpen}
            onTake={take}
            {...(onPick && { onPick })}
          />
          <NorthFields fields={fields} reading={reading} date={date} onTake={take} />
          <button
            type="button"
            class="button dark"
            disabled={perimeter === null}
            onClick={() => setFrameOpen(false)}
          >
            Go on to the legs
          </button>
        </div>
      </details>
      <LegTable
        fields={fields}
        reading={reading}
        notation={notation}
        canUndo={steps.past.length > 0}
        onTake={take}
        onUndo={undo}
      />
      <ClosureFigures fields={fields} reading={reading} onTake={take} />
      {!isOwn && traverse ? (
        <div class="notice warn stack">
          <p>The area has corners that are not from these legs.</p>
          <button type="button" class="button" onClick={() => onChange(placeOfTraverse(traverse))}>
            Use the points of the legs instead
          </button>
        </div>
      ) : null}
    </div>
  );
}

/** `BM 39.99110° N, 46.93310° E · magnetic, 6.4° E` */
function frameWords(fields: TypedTraverse, reading: TraverseReading, notation: Notation): string {
  const { start, declination } = reading;
  if (start.value === null) return 'Where the legs begin';
  const from = `${fields.from === 'benchmark' ? 'BM' : 'SP'} ${positionText(start.value, notation)}`;
  if (fields.north === 'true') return `${from} · true bearings`;
  const used = declination.value === null ? 'declination?' : eastText(declination.value);
  return `${from} · magnetic, ${used}`;
}

/** Whether a place has no corners, or those of its legs: what is typed may take their place. */
function followsLegs(place: Place<Polygonal> | null): boolean {
  if (place === null) return true;
  if (!place.traverse) return false;
  return JSON.stringify(placeOfTraverse(place.traverse).shape) === JSON.stringify(place.shape);
}
