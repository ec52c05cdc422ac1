import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DeskMap } from './desk-map.tsx';
import { EmptyList } from './empty-list.tsx';
import { ExportMenu } from './export-menu.tsx';
import { periodText } from './desk-period.ts';
import { RecordDetail } from './record-detail.tsx';
import { RecordList } from './record-list.tsx';
import { countText } from './tally-sheet.ts';
import { signalOf } from '../shell/watched-signal.ts';
import { comparedPlaces, heldQuestions } from '../held/held-question.ts';
import { type Desk, deskNames } from './use-desk.ts';

/** Map and list side by side; the record that is chosen in one is chosen in the other. */
export function RecordsPage({ desk }: { desk: Desk }): JSX.Element {
  const { rows, filter, period } = desk;
  const { programme } = signalOf(desk.phone.session).value;
  const [cursor, setCursor] = useState<string | null>(filter.record ?? null);
  const opened = filter.record === undefined ? undefined : desk.phone.model.get(filter.record);
  const compared = opened ? comparedPlaces(heldQuestions(opened, deskNames(desk))) : [];
  const open = (id: string | null) => {
    setCursor(id);
    // Who looks at a record stays on its day, whatever comes in.
    desk.change({ record: id ?? undefined, ...(id !== null && period && { period }) });
  };
  useListKeys(
    (step) => {
      const at = rows.findIndex((row) => row.id === cursor);
      const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
      if (!next) return;
      // Once a detail is open it goes along.
      if (opened) open(next.id);
      else setCursor(next.id);
    },
    {
      enter: () => {
        if (cursor !== null) open(cursor);
      },
      escape: () => desk.change({ record: undefined }),
    },
  );
  return (
    <main class={`desk-records${opened ? ' has-detail' : ''}`}>
      <DeskMap desk={desk} selected={cursor} compared={compared} onSelect={open} />
      <section class="desk-list-box" aria-label="Records">
        <div class="desk-list-head">
          <div>
            <h1>{period ? periodText(period) : 'Records'}</h1>
            <span class="number quiet" role="status">
              {rows.length === 1 ? '1 record' : `${countText(rows.length)} records`}
            </span>
            {programme.synthetic ? <span class="demo-mark">Demo data</span> : null}
            <NewerDay desk={desk} />
          </div>
          <ExportMenu desk={desk} />
        </div>
        {rows.length === 0 ? (
          <EmptyList desk={desk} />
        ) : (
          <RecordList desk={desk} rows={rows} selected={cursor} onOpen={open} />
        )}
      </section>
      {opened ? (
        <RecordDetail
          desk={desk}
          view={opened}
          onClose={() => desk.change({ record: undefined })}
          onOpen={open}
        />
      ) : null}
    </main>
  );
}

/** Work has come in from a later day than the one that is shown. */
function NewerDay({ desk: { filter, period, lastDay, change } }: { desk: Desk }): JSX.Element | null {
  if (filter.period === undefined || lastDay?.to === undefined || period?.to === undefined) return null;
  if (lastDay.to <= period.to) return null;
  return (
    <button
      type="button"
      class="desk-link desk-newer"
      onClick={() => change({ period: undefined, record: undefined })}
    >
      Newer: {periodText(lastDay)}
    </button>
  );
}

/** j and k move through the list wherever the focus is, but not where something is being typed. */
function useListKeys(move: (step: 1 | -1) => void, also: { enter: () => void; escape: () => void }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target?.closest('input, select, textarea, [contenteditable]')) return;
      const inList = target === null || target === document.body || target.closest('.desk-list') !== null;
      if (event.key === 'j' || (inList && event.key === 'ArrowDown')) move(1);
      else if (event.key === 'k' || (inList && event.key === 'ArrowUp')) move(-1);
      else if (event.key === 'Enter' && inList) also.enter();
      else if (event.key === 'Escape') also.escape();
      else return;
      event.preventDefault();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  });
}
