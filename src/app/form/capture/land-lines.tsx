import type { JSX } from 'preact';
import type { Problem } from '#domain/problem.ts';
import { areaText } from '../value-text.ts';
import type { LandInWork } from './use-land.ts';

/** Under this it is the width of a line. */
const worthSayingM2 = 0.5;

/** What is wrong with the area in work, what it covers twice, and what of the task is left. */
export function LandLines({
  land,
  problem,
}: {
  land: LandInWork;
  problem: Problem | undefined;
}): JSX.Element {
  const { around, overlap, left } = land;
  const hasOverlap = overlap !== null && overlap.areaM2 >= worthSayingM2;
  return (
    <div class="land-lines number" role="status">
      {problem ? <p class={problem.severity === 'error' ? 'error-text' : ''}>{problem.message}</p> : null}
      {hasOverlap ? (
        <p>
          <span class="swatch overlap" aria-hidden="true" />
          {areaText(overlap.areaM2)} are recorded already
        </p>
      ) : null}
      {around.task && left ? (
        <p>
          <span class="swatch left" aria-hidden="true" />
          {left.areaM2 < worthSayingM2
            ? `All of ${around.task.name} is covered`
            : `${areaText(left.areaM2)} not yet covered`}
        </p>
      ) : null}
    </div>
  );
}
