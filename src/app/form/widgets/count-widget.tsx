import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../shell/icon.tsx';
import { readNumber, typedText } from './number-widget.tsx';
import type { WidgetProps } from './widget.ts';

/** A number of things: one tap more, one tap less, or typed. */
export function CountWidget({ field, value, problemId, onChange }: WidgetProps<'count'>): JSX.Element {
  const id = useId();
  const least = field.min ?? 0;
  const count = typeof value === 'number' ? value : null;
  return (
    <div class="stepper">
      <label class="label" for={id}>
        {field.label}
      </label>
      <button
        type="button"
        class="button icon"
        aria-label={`${field.label}: one less`}
        disabled={count !== null && count <= least}
        onClick={() => onChange(Math.max(least, (count ?? least + 1) - 1))}
      >
        <Icon name="minus" />
      </button>
      <input
        id={id}
        class="input number"
        inputMode="numeric"
        autocomplete="off"
        value={typedText(value)}
        aria-invalid={problemId !== undefined}
        {...(problemId === undefined ? {} : { 'aria-describedby': problemId })}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => onChange(readNumber(event.currentTarget.value))}
      />
      <button
        type="button"
        class="button icon"
        aria-label={`${field.label}: one more`}
        onClick={() => onChange((count ?? least - 1) + 1)}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
}
