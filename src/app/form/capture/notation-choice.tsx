import type { JSX } from 'preact';
import type { Notation } from '#domain/geo/notation.ts';
import { useApp } from '../../shell/app-context.ts';
import { notationNames } from '../../shell/notation-switch.ts';

/** How positions are shown, here and everywhere in the app. */
export function NotationChoice({ notation }: { notation: Notation }): JSX.Element {
  const { notation: choice } = useApp();
  return (
    <div class="notations" role="group" aria-label="Show positions as">
      {(Object.keys(notationNames) as Notation[]).map((each) => (
        <button
          key={each}
          type="button"
          class="button"
          aria-pressed={each === notation}
          onClick={() => choice.set(each)}
        >
          {notationNames[each]}
        </button>
      ))}
    </div>
  );
}
