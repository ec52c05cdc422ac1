import type { JSX } from 'preact';
import { limits } from '#domain/geo/validity.ts';
import { useApp } from '../../shell/app-context.ts';
import { useClock } from '../../shell/use-clock.ts';
import type { StandingFix } from '../standing-fix.ts';
import { gpsProblem, shortText } from './position-text.ts';
import { SpreadPicture } from './spread-picture.tsx';
import { isPlace, type PositionWork } from './use-position.ts';

/** The standing fix as it grows: how far the fixes lie apart, how many are used and why the others are not. */
export function MeasurePanel({ work }: { work: PositionWork }): JSX.Element {
  const { locator, now } = useApp();
  useClock(1_000);
  const { standing, base, measuring } = work;
  const isMeasured = isPlace(base) && base.source === 'gps';
  const fix = locator.fix.value;
  const problem = gpsProblem(locator.state.value);
  return (
    <div class="stack">
      {standing && isMeasured ? <SpreadPicture standing={standing} /> : null}
      <p class="number" role="status">
        <b>
          {isMeasured ? shortText(base) : measuring ? (problem ?? 'Waiting for GPS…') : 'Not measured'}
          {measuring && isMeasured ? ' · measuring…' : ''}
        </b>
      </p>
      <p class="number">
        {standing ? `${droppedText(standing)} ` : ''}
        {fix ? `Last fix ${ageText(now() - fix.takenAt)} ago.` : 'No fix yet.'}
      </p>
      <div class="buttons">
        {measuring ? (
          <button
            type="button"
            class="button"
            disabled={!standing || (standing.used.length === 0 && !standing.bestPoor)}
            onClick={() => work.takeNow()}
          >
            Take it now
          </button>
        ) : null}
        <button type="button" class="button" onClick={() => work.measureAgain()}>
          Measure again
        </button>
      </div>
    </div>
  );
}

function droppedText({ used, poor, jumps }: StandingFix): string {
  const parts = [
    ...(poor > 0 ? [`${poor} worse than ±${limits.accuracyM} m`] : []),
    ...(jumps > 0 ? [`${jumps} too far from the others`] : []),
  ];
  return `${used.length} used, ${parts.length === 0 ? 'none dropped' : `dropped: ${parts.join(', ')}`}.`;
}

function ageText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
