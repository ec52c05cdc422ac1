import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { roundPosition } from '#domain/fields/place.ts';
import type { Notation } from '#domain/geo/notation.ts';
import { formatPosition, parsePosition } from '#domain/geo/notation.ts';
import { isPlace, type PositionWork } from './use-position.ts';

const names: Readonly<Record<Notation, string>> = {
  dd: 'decimal degrees',
  ddm: 'degrees and minutes',
  dms: 'degrees, minutes and seconds',
  utm: 'UTM',
  mgrs: 'MGRS',
};

/** A position in whichever notation it comes; what was typed is kept beside what it means. */
export function TypePanel({ work }: { work: PositionWork }): JSX.Element {
  const id = useId();
  const { base } = work;
  const [typed, setTyped] = useState(() => (isPlace(base) ? (base.asGiven ?? '') : (base ?? '')));
  const read = typed.trim() === '' ? null : parsePosition(typed);
  const take = (text: string) => {
    setTyped(text);
    const parsed = parsePosition(text);
    if (!parsed.ok) work.give(text.trim() === '' ? null : text);
    else {
      // Nothing measured it: the accuracy is not known, and not 0.
      const coordinates = roundPosition(parsed.position);
      work.give({ shape: { type: 'Point', coordinates }, source: 'typed', accuracyM: null, asGiven: text });
    }
  };
  return (
    <div class="field">
      <label for={id}>Position</label>
      <input
        id={id}
        class="input"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        value={typed}
        aria-invalid={read?.ok === false}
        aria-describedby={`${id}-read`}
        onInput={(event) => take(event.currentTarget.value)}
      />
      <div id={`${id}-read`} role="status">
        {read === null ? (
          <p class="help">
            As it is written: 39.99220 46.93310, 39°59.532' N 46°55.986' E, 38S PK 65107 27999, or UTM.
          </p>
        ) : read.ok ? (
          <>
            <p>Read as {names[read.notation]}, which is</p>
            {otherWays(read.position, read.notation).map((way) => (
              <p key={way} class="number">
                {way}
              </p>
            ))}
          </>
        ) : (
          <p class="error-text">{read.message}</p>
        )}
      </div>
    </div>
  );
}

/** The same position in two other notations: whoever mistyped a digit sees it. */
function otherWays(at: readonly [number, number], notation: Notation): string[] {
  const shown: readonly Notation[] =
    notation === 'dd' ? ['dms', 'mgrs'] : ['dd', notation === 'mgrs' ? 'dms' : 'mgrs'];
  return shown.flatMap((each) => formatPosition(at, each, 'metre') ?? []);
}
