import type { JSX } from 'preact';

/** The ways to give the corners of an area. Their words are fixed: people are trained by them. */
const captureModes = {
  walk: 'Walk it',
  tap: 'Tap it',
  type: 'Type corners',
  bearing: 'Bearing and distance',
} as const;
export type CaptureMode = keyof typeof captureModes;

interface ModeSwitchProps {
  readonly mode: CaptureMode;
  readonly onMode: (mode: CaptureMode) => void;
}

/** One row: the corners stay, whichever way the next ones come. */
export function ModeSwitch({ mode, onMode }: ModeSwitchProps): JSX.Element {
  return (
    <div class="mode-switch" role="group" aria-label="How the corners are given">
      {(Object.keys(captureModes) as CaptureMode[]).map((each) => (
        <button
          key={each}
          type="button"
          class="button"
          aria-pressed={each === mode}
          onClick={() => onMode(each)}
        >
          {captureModes[each]}
        </button>
      ))}
    </div>
  );
}
