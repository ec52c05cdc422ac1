import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Notation } from '#domain/geo/notation.ts';
import { useApp } from '../../shell/app-context.ts';
import { notationNames } from '../../shell/notation-switch.ts';

/** How positions are shown, here and everywhere in the app. */
export function NotationChoice({ notation }: { notation: Notation }): JSX.Element {
  const { notation: choice } = useApp();
  const id = useId();
  return (
    <div class="notation-choice">
      <label class="label" for={id}>
        Shown as
      </label>
      <select
        id={id}
        class="input"
        value={notation}
        onChange={(event) => choice.set(event.currentTarget.value as Notation)}
      >
        {Object.entries(notationNames).map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
