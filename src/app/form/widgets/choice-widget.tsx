import type { JSX } from 'preact';
import { ChoiceIcon } from '../choice-icon.tsx';
import type { WidgetProps } from './widget.ts';

/** One of a few words, as tiles or as chips. What need not be answered can be taken back by a second tap. */
export function ChoiceWidget(props: WidgetProps<'choice'>): JSX.Element {
  const { name, field, value, problemId, onChange } = props;
  const offered = Object.entries(field.options).filter(
    ([option]) => !field.importOnly?.includes(option) || option === value,
  );
  const tiles = field.look === 'tiles';
  return (
    <fieldset
      data-field={name}
      {...(problemId === undefined ? {} : { 'aria-describedby': problemId, 'aria-invalid': true })}
    >
      <legend class="label">{field.label}</legend>
      <div class={tiles ? 'tiles' : 'buttons'}>
        {offered.map(([option, label]) => (
          <button
            key={option}
            type="button"
            class={tiles ? 'tile' : 'button'}
            aria-pressed={option === value}
            onClick={() => onChange(option === value && !field.required ? null : option)}
          >
            {tiles ? <ChoiceIcon option={option} /> : null}
            {label}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
