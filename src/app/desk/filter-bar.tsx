import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Period } from '#domain/dates.ts';
import { useApp } from '../shell/app-context.ts';
import { standingWords } from '../shell/record-symbol.tsx';
import { Link } from '../shell/screen.tsx';
import { isNarrowed, nothingNarrowed } from './desk-filter.ts';
import { monthOf, periodText, shiftPeriod, weekOf } from './desk-period.ts';
import type { Choice } from './desk-rows.ts';
import { figureText } from './figures.ts';
import { countText } from './tally-sheet.ts';
import type { Desk } from './use-desk.ts';

/** One filter for map, list and tally. */
export function FilterBar({ desk }: { desk: Desk }): JSX.Element {
  const { registry } = useApp();
  const { filter, page } = desk;
  // Where the screen is narrow, most of the filter is folded away.
  const [isOpen, setOpen] = useState(false);
  const kinds = registry.kinds.map(({ kind, plural }) => ({ id: kind, name: plural }));
  const standings = Object.entries(standingWords).map(([id, name]) => ({ id, name }));
  return (
    <search class={`desk-filter${isOpen ? ' is-open' : ''}`} aria-label="Filter">
      <PeriodPicker desk={desk} />
      <button
        type="button"
        class="desk-fold"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {isOpen ? 'Done' : 'Filter'}
        {isNarrowed(filter) && !isOpen ? ' •' : ''}
      </button>
      <Select
        label="Task"
        any="All tasks"
        value={filter.task}
        choices={desk.tasks}
        onChange={(task) => desk.change({ task })}
      />
      <Select
        label="Team"
        any="All teams"
        value={filter.team}
        choices={desk.teams}
        onChange={(team) => desk.change({ team })}
      />
      {page === 'records' ? (
        <>
          <Select
            label="Kind"
            any="All kinds"
            value={filter.kind}
            choices={kinds}
            onChange={(kind) => desk.change({ kind })}
          />
          <Select
            label="Status"
            any="Any status"
            value={filter.status}
            choices={standings}
            onChange={(status) => desk.change({ status })}
          />
        </>
      ) : (
        <Select
          label="Counts"
          wide
          value={filter.series}
          choices={[
            { id: 'approved+submitted', name: 'Approved and submitted' },
            { id: 'approved', name: 'Approved only' },
          ]}
          onChange={(series) =>
            desk.change({ series: series === 'approved' ? 'approved' : 'approved+submitted' })
          }
        />
      )}
      <WaitingFilter desk={desk} />
      {filter.figure === undefined || page === 'tally' ? null : (
        <button type="button" class="desk-chip" onClick={() => desk.change({ figure: undefined })}>
          Tally: {figureText(filter.figure)}
          <span aria-hidden="true"> ×</span>
          <span class="sr-only"> (take away)</span>
        </button>
      )}
      {isNarrowed(filter) ? (
        <button type="button" class="desk-plain" onClick={() => desk.change(nothingNarrowed)}>
          Clear filter
        </button>
      ) : null}
    </search>
  );
}

/** How many records wait for somebody to choose, of all days; pressed, only those are shown. */
function WaitingFilter({ desk }: { desk: Desk }): JSX.Element | null {
  const { snapshot, filter, page } = desk;
  const count = useMemo(
    () => snapshot.views.filter(({ state }) => state.holds.length > 0).length,
    [snapshot],
  );
  const isOn = page === 'records' && filter.held !== undefined;
  if (count === 0 && !isOn) return null;
  const text = count === 1 ? '1 waits for a choice' : `${countText(count)} wait for a choice`;
  const all = { ...nothingNarrowed, record: undefined, held: 'yes', period: {} };
  if (page !== 'records') {
    return (
      <Link to={desk.addressOf('records', all)} class="desk-waiting">
        {text}
      </Link>
    );
  }
  return (
    <button
      type="button"
      class="desk-waiting"
      aria-pressed={isOn}
      onClick={() => desk.change(isOn ? { held: undefined, period: undefined } : all)}
    >
      {text}
      {isOn ? <span aria-hidden="true">×</span> : null}
    </button>
  );
}

function PeriodPicker({ desk }: { desk: Desk }): JSX.Element {
  const { period = {}, lastDay } = desk;
  const { from = '', to = '' } = period;
  const show = (next: Period | undefined) => desk.change({ period: next });
  const anchor = to || lastDay?.to;
  const spans: readonly (readonly [string, Period | undefined])[] = [
    ['Latest', undefined],
    ...(anchor === undefined
      ? []
      : ([
          ['Week', weekOf(anchor)],
          ['Month', monthOf(anchor)],
        ] as const)),
    ['All', {}],
  ];
  const chosen = (span: Period | undefined) =>
    span === undefined
      ? desk.filter.period === undefined
      : desk.filter.period !== undefined && span.from === period.from && span.to === period.to;
  const canStep = from !== '' && to !== '';
  return (
    <div class="desk-period" role="group" aria-label="Days">
      <button
        type="button"
        class="desk-step"
        aria-label="Earlier"
        disabled={!canStep}
        onClick={() => show(shiftPeriod(period, -1))}
      >
        ‹
      </button>
      <b class="desk-days">{periodText(period)}</b>
      <label>
        <span>From</span>
        <input
          type="date"
          value={from}
          onChange={({ currentTarget: { value } }) => {
            if (value === '') show({ to: to || undefined });
            else show({ from: value, to: to === '' || to < value ? value : to });
          }}
        />
      </label>
      <label>
        <span>To</span>
        <input
          type="date"
          value={to}
          onChange={({ currentTarget: { value } }) => {
            if (value === '') show({ from: from || undefined });
            else show({ from: from === '' || from > value ? value : from, to: value });
          }}
        />
      </label>
      <button
        type="button"
        class="desk-step"
        aria-label="Later"
        disabled={!canStep}
        onClick={() => show(shiftPeriod(period, 1))}
      >
        ›
      </button>
      <div class="desk-spans">
        {spans.map(([name, span]) => (
          <button
            type="button"
            key={name}
            aria-pressed={chosen(span)}
            title={span && periodText(span)}
            onClick={() => show(span)}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}

function Select(props: {
  label: string;
  wide?: true;
  /** The choice of none; left out where one has to be chosen. */
  any?: string;
  value: string | undefined;
  choices: readonly Choice[];
  onChange: (value: string | undefined) => void;
}): JSX.Element {
  const { label, any, value = '', choices, onChange } = props;
  const isKnown = value === '' || choices.some((choice) => choice.id === value);
  return (
    <label class={`${value !== '' && any !== undefined ? 'is-set' : ''} ${props.wide ? 'is-wide' : ''}`}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
        {any === undefined ? null : <option value="">{any}</option>}
        {isKnown ? null : <option value={value}>{value}</option>}
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </select>
    </label>
  );
}
