import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { WidgetProps } from './widget.ts';

/** What was typed as a number; kept as typed where it is none, so that it is shown and complained of, not lost. */
export function readNumber(typed: string): number | string | null {
  const plain = typed.trim().replace(',', '.');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : typed;
}

/** What the field shows: the number, or what was typed instead of one. */
export function typedText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function NumberWidget({ field, value, problemId, onChange }: WidgetProps<'number'>): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed !== null && readNumber(typed) === value ? typed : typedText(value);
  return (
    <>
      <label for={id}>
        {field.label} ({field.unit})
      </label>
      <input
        id={id}
        class="input number"
        inputMode="decimal"
        autocomplete="off"
        value={shown}
        aria-invalid={problemId !== undefined}
        {...(problemId === undefined ? {} : { 'aria-describedby': problemId })}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          onChange(readNumber(event.currentTarget.value));
        }}
      />
    </>
  );
}
