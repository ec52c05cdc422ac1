import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Notation } from '#domain/geo/notation.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { intermediatePoints, type Leg } from '#domain/geo/traverse.ts';
import { Icon } from '../../shell/icon.tsx';
import { numberText, positionText } from '../value-text.ts';
import type { Reading } from './read-traverse.ts';
import { changeLeg, type LegEnd, splitLeg, type TypedLeg, type TypedTraverse } from './typed-traverse.ts';

interface LegRowProps {
  readonly index: number;
  readonly leg: TypedLeg;
  readonly reading: Reading<Leg>;
  /** Short names of where it begins and ends: BM, SP, TP 1. */
  readonly from: string;
  readonly name: string;
  /** Where it ends; null as long as that is not known. */
  readonly end: LonLat | null;
  readonly notation: Notation;
  readonly fields: TypedTraverse;
  readonly onTake: (next: TypedTraverse, key?: string) => void;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** Null before the leg that leads from the benchmark: there is none. */
  readonly onInsert: (() => void) | null;
  readonly onRemove: () => void;
}

const endNames: Readonly<Record<LegEnd, string>> = {
  'turning-point': 'Turning',
  'intermediate-point': 'Intermediate',
  'start-point': 'Start',
};

export function LegRow(props: LegRowProps): JSX.Element {
  const { index, leg, reading, from, name, end, notation, fields, onTake, isOpen, onOpen } = props;
  const wordsId = useId();
  const points = reading.value ? intermediatePoints(reading.value) : 0;
  const what = `Leg ${index + 1}, ${from} to ${name}`;
  const ends = possibleEnds(fields, index);
  const input = (part: 'bearing' | 'distance', label: string) => (
    <input
      class="input number"
      inputMode="decimal"
      autocomplete="off"
      enterkeyhint="next"
      aria-label={`${what}: ${label}`}
      aria-describedby={wordsId}
      aria-invalid={reading.problem !== null}
      value={leg[part]}
      onInput={(event) =>
        onTake(changeLeg(fields, index, { [part]: event.currentTarget.value }), `${part} of leg ${index}`)
      }
    />
  );
  return (
    <div role="group" aria-label={what}>
      <div class="leg">
        {input('bearing', 'bearing in degrees')}
        {input('distance', 'distance in metres')}
        <select
          class="input"
          aria-label={`${what}: to`}
          value={leg.to}
          disabled={ends.length === 1}
          onChange={(event) => onTake(changeLeg(fields, index, { to: event.currentTarget.value as LegEnd }))}
        >
          {ends.map((to) => (
            <option key={to} value={to}>
              {endNames[to]}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="button icon plain"
          aria-label={`${what}: more`}
          aria-expanded={isOpen}
          onClick={() => onOpen(!isOpen)}
        >
          <Icon name="more" />
        </button>
      </div>
      <p id={wordsId} class={reading.problem === null ? 'leg-words quiet number' : 'leg-words error-text'}>
        {reading.problem ?? `${from} → ${name}${end ? ` · ${positionText(end, notation)}` : ''}`}
      </p>
      {points > 0 && reading.value ? (
        <button
          type="button"
          class="button wide leg-split"
          onClick={() => onTake(splitLeg(fields, index, points, reading.value?.distanceM ?? 0))}
        >
          {numberText(reading.value.distanceM)} m is over 50 m: add{' '}
          {points === 1 ? 'an intermediate point' : `${points} intermediate points`}
        </button>
      ) : null}
      {isOpen ? (
        <div class="buttons leg-acts">
          {props.onInsert ? (
            <button type="button" class="button" onClick={props.onInsert}>
              <Icon name="plus" /> Insert before
            </button>
          ) : null}
          <button type="button" class="button" onClick={props.onRemove}>
            <Icon name="trash" /> Delete
          </button>
        </div>
      ) : null}
    </div>
  );
}

/** The start point is reached from the benchmark, by the first leg, or at the end, by the last. */
function possibleEnds({ from, legs }: TypedTraverse, index: number): readonly LegEnd[] {
  if (index === 0) return from === 'benchmark' ? ['start-point'] : ['turning-point', 'intermediate-point'];
  const isLast = index === legs.length - 1;
  const isThere = legs[index]?.to === 'start-point';
  return ['turning-point', 'intermediate-point', ...(isLast || isThere ? (['start-point'] as const) : [])];
}
