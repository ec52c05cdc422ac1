import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Notation } from '#domain/geo/notation.ts';
import { Icon } from '../../shell/icon.tsx';
import { LegRow } from './leg-row.tsx';
import type { TraverseReading } from './read-traverse.ts';
import { pointNames } from './traverse-words.ts';
import { insertLeg, removeLeg, type TypedTraverse } from './typed-traverse.ts';

interface LegTableProps {
  readonly fields: TypedTraverse;
  readonly reading: TraverseReading;
  readonly notation: Notation;
  readonly canUndo: boolean;
  readonly onTake: (next: TypedTraverse, key?: string) => void;
  readonly onUndo: () => void;
}

/** The legs, a row each: bearing, distance, and to which point. */
export function LegTable({ fields, reading, notation, canUndo, onTake, onUndo }: LegTableProps): JSX.Element {
  const [open, setOpen] = useState<number | null>(null);
  const { legs } = fields;
  const names = pointNames(legs);
  const closes = legs.length > 1 && legs.at(-1)?.to === 'start-point';
  const add = () => onTake(insertLeg(fields, closes ? legs.length - 1 : legs.length));
  return (
    <div class="legs" role="group" aria-label="Legs">
      <div class="leg leg-heads" aria-hidden="true">
        <span>Bearing °</span>
        <span>Metres</span>
        <span>To</span>
      </div>
      {legs.map((leg, index) => (
        <LegRow
          key={index}
          index={index}
          leg={leg}
          reading={reading.legs[index] ?? { value: null, problem: null }}
          name={names[index] ?? ''}
          from={index > 0 ? (names[index - 1] ?? '') : fields.from === 'benchmark' ? 'BM' : 'SP'}
          end={reading.perimeter?.ends[index] ?? null}
          notation={notation}
          fields={fields}
          onTake={onTake}
          isOpen={open === index}
          onOpen={(isOpen) => setOpen(isOpen ? index : null)}
          onInsert={
            index === 0 && fields.from === 'benchmark' ? null : () => onTake(insertLeg(fields, index))
          }
          onRemove={() => {
            setOpen(null);
            onTake(removeLeg(fields, index));
          }}
        />
      ))}
      <div class="buttons">
        <button type="button" class="button" onClick={add}>
          <Icon name="plus" /> Add a leg
        </button>
        <button
          type="button"
          class="button icon"
          aria-label="Undo in the legs"
          disabled={!canUndo}
          onClick={onUndo}
        >
          <Icon name="undo" />
        </button>
        {closes ? null : (
          <button
            type="button"
            class="button"
            onClick={() => onTake(insertLeg(fields, legs.length, 'start-point'))}
          >
            Back to start
          </button>
        )}
      </div>
    </div>
  );
}
