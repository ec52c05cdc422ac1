import type { JSX } from 'preact';
import type { Newest } from '#store/phone.ts';
import { RecordRow } from './record-row.tsx';

/** More than this is drawn when asked for. */
export const rowsAtATime = 200;

interface RecordRowsProps {
  readonly found: Newest;
  readonly onMore: () => void;
}

/** The newest records of a list, and a button for those that come after. */
export function RecordRows({ found: { views, total }, onMore }: RecordRowsProps): JSX.Element {
  return (
    <>
      <ul class="rows">
        {views.map((view) => (
          <li key={view.state.id}>
            <RecordRow view={view} />
          </li>
        ))}
      </ul>
      {total > views.length ? (
        <button type="button" class="button" onClick={onMore}>
          Show {Math.min(rowsAtATime, total - views.length)} more
        </button>
      ) : null}
    </>
  );
}
