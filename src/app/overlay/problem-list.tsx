import type { JSX } from 'preact';
import type { OverlayProblem } from '#domain/overlay.ts';
import { problemsText } from './overlay-text.ts';

/** What could not be read of a file, folded. */
export function ProblemList({ problems }: { problems: readonly OverlayProblem[] }): JSX.Element | null {
  if (problems.length === 0) return null;
  return (
    <details class="notice warn overlay-problems">
      <summary>{problemsText(problems)}: not everything in the file could be shown</summary>
      <ul>
        {problems.map(({ where, message }) => (
          <li key={`${where} ${message}`}>
            <b>{where}</b> {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
