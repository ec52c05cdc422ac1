import type { JSX } from 'preact';
import { Icon } from '../../shell/icon.tsx';
import type { Capture } from './capture.ts';
import { redoEdit, undoEdit } from './corner-edits.ts';

/** One step back, and forward again, over all ways of capture. */
export function StepButtons({
  capture,
  disabled = false,
}: {
  capture: Capture;
  disabled?: boolean;
}): JSX.Element {
  const edits = capture.edits.value;
  return (
    <>
      <button
        type="button"
        class="button icon"
        aria-label="Undo"
        disabled={disabled || edits.past.length === 0}
        onClick={() => capture.take(undoEdit(edits))}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="button icon"
        aria-label="Redo"
        disabled={disabled || edits.future.length === 0}
        onClick={() => capture.take(redoEdit(edits))}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}
