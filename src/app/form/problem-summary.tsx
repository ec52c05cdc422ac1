import type { JSX } from 'preact';
import type { Problem } from '#domain/problem.ts';

interface ProblemSummaryProps {
  readonly problems: readonly Problem[];
  readonly failure: string | null;
  readonly warned: boolean;
}

/** What keeps the record from being saved, or what to look at before it is saved all the same. */
export function ProblemSummary({ problems, failure, warned }: ProblemSummaryProps): JSX.Element {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const listed = warned ? problems : errors;
  return (
    <div role="alert" class="summary">
      {failure === null ? null : <p class="notice bad">Not saved. {failure}</p>}
      {listed.length > 0 ? (
        <div class={`notice ${warned ? 'warn' : 'bad'}`}>
          {listed.slice(0, 3).map(({ message, code }) => (
            <p key={`${code} ${message}`}>{message}</p>
          ))}
          {listed.length > 3 ? <p>And {listed.length - 3} more.</p> : null}
        </div>
      ) : null}
    </div>
  );
}

/** Brings the field into sight and the focus into it, when the form has been drawn anew. */
export function showField(field: string): void {
  requestAnimationFrame(() => {
    const place = document.getElementById(`field-${field}`);
    const details = place?.closest('details');
    if (details) details.open = true;
    place?.scrollIntoView({ block: 'center' });
    place?.querySelector<HTMLElement>('input, button, textarea, select')?.focus({ preventScroll: true });
  });
}
