import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { WidgetProps } from './widget.ts';

/** A day by the phone's own picker; a month or a year, as imports have them, as text. */
export function DateWidget({ field, value, problemId, onChange }: WidgetProps<'date'>): JSX.Element {
  const id = useId();
  const text = typeof value === 'string' ? value : '';
  const isDay = text === '' || text.length === 10;
  return (
    <>
      <label for={id}>{field.label}</label>
      <input
        id={id}
        class="input number"
        {...(isDay ? { type: 'date' } : { type: 'text' })}
        value={text}
        aria-invalid={problemId !== undefined}
        {...(problemId === undefined ? {} : { 'aria-describedby': problemId })}
        onInput={(event) => onChange(event.currentTarget.value || null)}
      />
    </>
  );
}
