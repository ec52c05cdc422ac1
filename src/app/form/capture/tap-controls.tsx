import type { JSX } from 'preact';
import { Icon } from '../../shell/icon.tsx';
import type { Capture } from './capture.ts';
import { removeCorner } from './corner-edits.ts';
import { StepButtons } from './step-buttons.tsx';

/** What goes with tapping: the corner that is chosen, or the last, away; a step back, a step forward. */
export function TapControls({ capture }: { capture: Capture }): JSX.Element {
  const edits = capture.edits.value;
  const which = edits.selected === null ? 'last corner' : `corner ${edits.selected + 1}`;
  return (
    <div class="capture-controls">
      <button
        type="button"
        class="button"
        disabled={edits.corners.length === 0}
        onClick={() => capture.take(removeCorner(edits))}
      >
        <Icon name="trash" />
        Remove {which}
      </button>
      <StepButtons capture={capture} />
    </div>
  );
}
