import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Notation } from '#domain/geo/notation.ts';
import type { Bounds } from '#domain/geo/shape.ts';
import { typingKeys } from './typing-keys.ts';

interface PositionFieldProps {
  readonly label: string;
  readonly value: string;
  readonly notation: Notation;
  readonly area: Bounds;
  readonly describedBy: string;
  readonly invalid?: boolean;
  readonly onType: (text: string) => void;
  /** The key "Enter": what was typed is meant. Lines come in by pasting. */
  readonly onEnter?: () => void;
  /** A button beside the field. */
  readonly children?: ComponentChildren;
}

/** Positions in any notation, by the keyboard that suits the one in use, or pasted; it grows with its lines. */
export function PositionField(props: PositionFieldProps): JSX.Element {
  const { label, value, notation, area, describedBy, invalid = false, onType, onEnter, children } = props;
  const id = useId();
  const elementRef = useRef<HTMLTextAreaElement>(null);
  const caretRef = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caretRef.current === null) return;
    elementRef.current?.setSelectionRange(caretRef.current, caretRef.current);
    caretRef.current = null;
  });
  const keys = typingKeys(notation, area);
  const press = (text: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = elementRef.current ?? {};
    caretRef.current = selectionStart + text.length;
    onType(value.slice(0, selectionStart) + text + value.slice(selectionEnd));
  };
  return (
    <div class="position-field">
      <label class="label" for={id}>
        {label}
      </label>
      <div class="position-text">
        <textarea
          ref={elementRef}
          id={id}
          class="input number"
          rows={Math.min(5, value.split('\n').length)}
          inputMode={keys.length > 0 ? 'decimal' : 'text'}
          autocapitalize="characters"
          autocomplete="off"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="done"
          value={value}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          onInput={(event) => onType(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            onEnter?.();
          }}
        />
        {children}
      </div>
      {keys.length > 0 ? (
        <div class="typing-keys" role="group" aria-label="Signs">
          {keys.map(({ text, name }) => (
            <button
              key={name}
              type="button"
              class="button"
              aria-label={name}
              // The keyboard stays up, and the caret where it is.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => press(text)}
            >
              {text === ' ' ? '␣' : text}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
