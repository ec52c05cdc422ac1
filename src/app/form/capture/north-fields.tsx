import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { TraverseReading } from './read-traverse.ts';
import { eastText } from '../value-text.ts';
import { modelWords } from './traverse-words.ts';
import type { TypedTraverse } from './typed-traverse.ts';

interface NorthFieldsProps {
  readonly fields: TypedTraverse;
  readonly reading: TraverseReading;
  readonly date: string;
  readonly onTake: (next: TypedTraverse, key?: string) => void;
}

const norths = { magnetic: 'Magnetic', true: 'True' } as const;

/** Which north the bearings are from, and how far apart the two are here and now. */
export function NorthFields({ fields, reading, date, onTake }: NorthFieldsProps): JSX.Element {
  const id = useId();
  const wordsId = useId();
  const { value, from, problem, modelYear } = reading.declination;
  return (
    <>
      <div class="field" role="group" aria-label="Bearings are">
        <span class="label" aria-hidden="true">
          Bearings are
        </span>
        <div class="buttons">
          {(Object.keys(norths) as (keyof typeof norths)[]).map((north) => (
            <button
              key={north}
              type="button"
              class="button"
              aria-pressed={fields.north === north}
              onClick={() => onTake({ ...fields, north })}
            >
              {norths[north]}
            </button>
          ))}
        </div>
      </div>
      {fields.north === 'true' ? null : (
        <div class="field">
          <label for={id}>Own declination (°)</label>
          <input
            id={id}
            class="input number"
            inputMode="text"
            autocomplete="off"
            placeholder={from === 'model' && value !== null ? eastText(value) : ''}
            value={fields.declination}
            aria-invalid={problem !== null}
            aria-describedby={wordsId}
            onInput={(event) => onTake({ ...fields, declination: event.currentTarget.value }, 'declination')}
          />
          <p id={wordsId} role="status" class={problem === null ? 'number' : 'error-text'}>
            {problem ??
              (modelYear === undefined ? usedWords(value) : modelWords(value ?? 0, modelYear, date))}
          </p>
        </div>
      )}
    </>
  );
}

const usedWords = (deg: number | null) =>
  deg === null ? 'The declination is found once the position above is known.' : `${eastText(deg)}, as typed`;
