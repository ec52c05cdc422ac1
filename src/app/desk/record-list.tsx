import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { RecordSymbol, StandingMark } from '../shell/record-symbol.tsx';
import type { DeskRow } from './desk-rows.ts';
import { windowOf } from './list-window.ts';
import type { Desk } from './use-desk.ts';

const rowPx = 64;

interface RecordListProps {
  readonly desk: Desk;
  readonly rows: readonly DeskRow[];
  readonly selected: string | null;
  readonly onOpen: (id: string) => void;
}

/** A list of any length: only the lines that can be seen are in the page. */
export function RecordList({ desk, rows, selected, onOpen }: RecordListProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const at = rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || at < 0) return;
    const top = at * rowPx;
    if (top < element.scrollTop) element.scrollTo({ top });
    else if (top + rowPx > element.scrollTop + element.clientHeight)
      element.scrollTo({ top: top + rowPx - element.clientHeight });
  }, [at, selected]);
  const { first, last } = windowOf(rows.length, rowPx, view.top, view.height);
  return (
    <div
      ref={box}
      class="desk-list"
      role="listbox"
      tabIndex={0}
      aria-label="Records; j and k move, Enter opens"
      {...(at >= first && at < last ? { 'aria-activedescendant': `row-${selected}` } : {})}
      onScroll={({ currentTarget }) =>
        setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })
      }
    >
      <div style={{ blockSize: `${rows.length * rowPx}px` }} role="presentation">
        {rows.slice(first, last).map((row, i) => (
          <Row
            key={row.id}
            desk={desk}
            row={row}
            index={first + i}
            total={rows.length}
            isSelected={row.id === selected}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
}

function Row(props: {
  desk: Desk;
  row: DeskRow;
  index: number;
  total: number;
  isSelected: boolean;
  onOpen: (id: string) => void;
}): JSX.Element {
  const { desk, row, index, total, isSelected, onOpen } = props;
  const team = row.team === '' ? '' : desk.nameOf('team', row.team);
  return (
    <div
      id={`row-${row.id}`}
      class={`desk-row${isSelected ? ' on' : ''}`}
      role="option"
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={index + 1}
      style={{ insetBlockStart: `${index * rowPx}px`, blockSize: `${rowPx}px` }}
      onClick={() => onOpen(row.id)}
    >
      <RecordSymbol symbol={row.symbol} hollow={row.standing === 'unsent' || row.standing === 'refused'} />
      <span class="desk-row-line">
        <span>
          <b>{row.title}</b>
          {team === '' ? null : <small> · {team}</small>}
        </span>
        <StandingMark view={row.view} />
      </span>
      <small class="desk-row-line">
        <span>{row.code}</span>
        <span>
          {row.holds > 0 ? <b class="desk-flag">{row.holds} wait </b> : null}
          {row.flags > 0 ? (
            <b class="desk-flag">
              <span aria-hidden="true">⚑</span>
              <span class="sr-only">Flags:</span> {row.flags}{' '}
            </b>
          ) : null}
          {row.date || 'no date'}
        </span>
      </small>
    </div>
  );
}
