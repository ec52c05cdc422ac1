import type { JSX } from 'preact';
import { signalOf } from '../shell/watched-signal.ts';
import { isNarrowed } from './desk-filter.ts';
import { periodText } from './desk-period.ts';
import type { Desk } from './use-desk.ts';

/** Why nothing is shown, and what to do about it. */
export function EmptyList({ desk }: { desk: Desk }): JSX.Element {
  const { filter, lastDay, period } = desk;
  const sync = signalOf(desk.phone.sync).value;
  if (sync.lastPulledAt === null && desk.phone.model.size === 0) {
    return (
      <p class="empty" role="status">
        {sync.phase === 'offline'
          ? 'No network, and no record on this computer yet. They come by themselves when the network is back.'
          : 'Receiving the records…'}
      </p>
    );
  }
  if (lastDay === undefined) return <p class="empty">No records yet. New ones appear here by themselves.</p>;
  const isLastDay = period?.from === lastDay.from && period?.to === lastDay.to;
  return (
    <div class="empty">
      <p>
        {filter.held !== undefined
          ? 'Nothing waits for a choice here.'
          : isNarrowed(filter)
            ? 'No records here that match the filter.'
            : period?.from !== undefined && period.from === period.to
              ? 'No records on this day.'
              : 'No records in these days.'}
      </p>
      {isLastDay ? null : (
        <p>
          Last day with records:{' '}
          <button type="button" class="desk-link" onClick={() => desk.change({ period: undefined })}>
            {periodText(lastDay)}
          </button>
        </p>
      )}
    </div>
  );
}
