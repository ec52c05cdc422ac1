import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Notation } from '#domain/geo/notation.ts';
import { Icon } from '../../shell/icon.tsx';
import { LegRow } from './leg-row.tsx';
import type { TraverseReading } from './read-traverse.ts';
import { pointNames } from './traverse-words.ts';
import { insertLeg, type LegEnd, removeLeg, type TypedTraverse } from './typed-traverse.ts';

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
  /** A row that was just put in, to be typed into. */
  const [fresh, setFresh] = useState<number | null>(null);
  const table = useRef<HTMLDivElement>(null);
  const inputs = () => [...(table.current?.querySelectorAll<HTMLInputElement>('.leg input') ?? [])];
  useLayoutEffect(() => {
    if (fresh === null) return;
    inputs()[2 * fresh]?.focus();
    setFresh(null);
  }, [fresh]);
  const { legs } = fields;
  const names = pointNames(legs);
  const closes = legs.length > 1 && legs.at(-1)?.to === 'start-point';
  useEffect(() => {
    if (open !== null) table.current?.querySelectorAll('.leg-acts')[0]?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const insert = (index: number, to?: LegEnd) => {
    setOpen(null);
    setFresh(index);
    onTake(insertLeg(fields, index, to));
  };
  const add = () => insert(closes ? legs.length - 1 : legs.length);
  /** The key "Enter" goes on to the next field, and after the last to a new leg. */
  const goOn = (from: EventTarget | null) => {
    const all = inputs();
    const at = all.findIndex((input) => input === from);
    if (at < 0) return;
    const next = all[at + 1];
    if (next) next.focus();
    else if (!closes) add();
  };
  return (
    <div
      ref={table}
      class="legs"
      role="group"
      aria-label="Legs"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        goOn(event.target);
      }}
    >
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
          onInsert={index === 0 && fields.from === 'benchmark' ? null : () => insert(index)}
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
          <button type="button" class="button" onClick={() => insert(legs.length, 'start-point')}>
            Back to start
          </button>
        )}
      </div>
    </div>
  );
}
