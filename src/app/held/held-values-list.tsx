import './held.css';
import type { JSX } from 'preact';
import { comparisonStyles, letterOf } from '../map/comparison-styles.ts';
import { comparisonText } from './choice-words.ts';
import type { HeldQuestion, HeldValue, Names } from './held-question.ts';

interface HeldValuesListProps {
  readonly question: HeldQuestion;
  /** As drawn on the map, see `comparedPlaces`. */
  readonly places: readonly HeldValue[];
  readonly names: Names;
  /** Who looks at it. */
  readonly user: string;
  /** An instant as people read it. */
  readonly timeText: (instant: string) => string;
  /** When the server had a value, as people read it; null where it is not known. */
  readonly receivedText?: (value: HeldValue, group: string) => string | null;
}

/** The standing value and those that wait, each with whose it is, when it was written, and its line on the map. */
export function HeldValuesList(props: HeldValuesListProps): JSX.Element {
  const { question, places, names, user, timeText, receivedText } = props;
  const who = ({ by }: HeldValue) =>
    by ? (by.author === user ? 'you' : names.personOf(by.author)) : 'not known who';
  return (
    <dl class="held-values">
      {question.parts.flatMap(({ group, label, values }) =>
        values.map((value) => {
          const { hold, by, text, shape } = value;
          const index = places.findIndex((place) => place.hold?.id === hold?.id && place.shape === shape);
          const comparison = hold ? comparisonText(values[0].shape, shape) : '';
          const received = receivedText?.(value, group) ?? null;
          return (
            <div key={`${group} ${hold?.id ?? ''}`}>
              <dt>
                {shape && index >= 0 ? <PlaceMark index={index} /> : null}
                <span>
                  {question.parts.length > 1 ? `${label}. ` : ''}
                  {hold
                    ? by?.author === user
                      ? 'Yours'
                      : `By ${who(value)}`
                    : `On the record, by ${who(value)}`}
                  {by ? <> · {timeText(by.at)}</> : null}
                  {received === null ? null : <> · {received}</>}
                </span>
              </dt>
              <dd>
                <b>{text}</b>
                {comparison === '' ? null : <span class="held-compared"> {comparison}</span>}
              </dd>
            </div>
          );
        }),
      )}
    </dl>
  );
}

/** The letter and the line by which a place is known on the map. */
function PlaceMark({ index }: { index: number }): JSX.Element {
  const { colour, dashes } = comparisonStyles(index);
  return (
    <span class="held-place">
      <span class="comparison-letter">{letterOf(index)}</span>
      <svg width="34" height="8" aria-hidden="true" focusable="false">
        <line
          x1="0"
          y1="4"
          x2="34"
          y2="4"
          stroke={`var(--${colour})`}
          stroke-width="3.5"
          stroke-dasharray={dashes}
        />
      </svg>
      <span class="sr-only">on the map</span>
    </span>
  );
}
