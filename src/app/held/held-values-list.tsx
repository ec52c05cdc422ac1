import './held.css';
import type { JSX } from 'preact';
import type { Shape } from '#domain/geo/shape.ts';
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
    <>
      {question.parts.map(({ group, label, values }) => (
        <div key={group}>
          {question.parts.length > 1 ? <p class="held-label">{label}</p> : null}
          <dl class="held-values">
            {values.map((value) => {
              const { hold, by, shape } = value;
              const index = places.findIndex((place) => place.hold?.id === hold?.id && place.shape === shape);
              const comparison = hold ? comparisonText(values[0].shape, shape) : '';
              const received = receivedText?.(value, group) ?? null;
              return (
                <div key={hold?.id ?? ''}>
                  <dt>
                    {shape && index >= 0 ? <PlaceMark shape={shape} index={index} /> : null}
                    <span>
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
                    <ValueText value={value} />
                    {comparison === '' ? null : <span class="held-compared">{comparison}</span>}
                  </dd>
                </div>
              );
            })}
          </dl>
        </div>
      ))}
    </>
  );
}

/** Of a place its size or position stands out, and how it was obtained follows. */
function ValueText({ value: { text, shape } }: { value: HeldValue }): JSX.Element {
  const end = shape ? text.indexOf(' · ') : -1;
  if (end < 0) return <b>{text}</b>;
  return (
    <>
      <b>{text.slice(0, end)}</b>
      {text.slice(end)}
    </>
  );
}

/** The letter and the line by which a place is known on the map. */
function PlaceMark({ shape, index }: { shape: Shape; index: number }): JSX.Element {
  const { colour, dashes } = comparisonStyles(index);
  return (
    <span class="held-place">
      <span class="comparison-letter">{letterOf(index)}</span>
      {shape.type === 'Point' ? null : (
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
      )}
      <span class="sr-only">on the map</span>
    </span>
  );
}
