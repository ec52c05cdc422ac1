import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { eastText, numberText } from '../value-text.ts';
import { type OffsetTyped, trueBearingDeg } from './observer-offset.ts';
import type { PositionWork } from './use-position.ts';

interface OffsetPanelProps {
  readonly work: PositionWork;
  readonly typed: OffsetTyped;
}

/** Bearing and distance from where the person stands to the item. */
export function OffsetPanel({ work, typed }: OffsetPanelProps): JSX.Element {
  const { read, declinationDeg } = work;
  const [changing, setChanging] = useState(typed.declination !== '');
  const change = (part: Partial<OffsetTyped>) => work.setOffset({ ...typed, ...part });
  return (
    <div class="stack offset">
      <div class="offset-pair">
        <NumberInput label="Bearing (°)" value={typed.bearing} onInput={(bearing) => change({ bearing })} />
        <NumberInput
          label="Distance (m)"
          value={typed.distance}
          onInput={(distance) => change({ distance })}
        />
      </div>
      <div class="buttons" role="group" aria-label="Which north">
        {(['magnetic', 'true'] as const).map((north) => (
          <button
            key={north}
            type="button"
            class="button"
            aria-pressed={typed.north === north}
            onClick={() => change({ north })}
          >
            {north === 'magnetic' ? 'Magnetic' : 'True'}
          </button>
        ))}
      </div>
      {typed.north === 'magnetic' ? (
        changing ? (
          <NumberInput
            label="Declination (°, west negative)"
            value={typed.declination}
            onInput={(declination) => change({ declination })}
          />
        ) : (
          <div class="offset-line">
            <span class="number">
              {declinationDeg === null
                ? 'No declination known here.'
                : `Declination ${eastText(declinationDeg)}, World Magnetic Model.`}
            </span>
            <button type="button" class="button" onClick={() => setChanging(true)}>
              Change
            </button>
          </div>
        )
      ) : null}
      <p role="status" class={read?.type === 'wrong' ? 'error-text' : 'number'}>
        {read?.type === 'given'
          ? `${numberText(read.offset.distanceM)} m at ${numberText(trueBearingDeg(read.offset))}° true.`
          : read?.type === 'wrong'
            ? read.message
            : 'From where you stand to the item.'}
      </p>
    </div>
  );
}

function NumberInput(props: { label: string; value: string; onInput: (text: string) => void }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        class="input number"
        inputMode="decimal"
        autocomplete="off"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}
