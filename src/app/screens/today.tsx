import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { dayIn, precisionOf } from '#domain/dates.ts';
import type { Tally } from '#domain/ledger.ts';
import type { ReadModel, RecordView } from '#store/phone.ts';
import { statusOf, valueOf } from '#store/record-view.ts';
import { areaText } from '../form/value-text.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { Screen } from '../shell/screen.tsx';
import { signalOf, versionOf } from '../shell/watched-signal.ts';
import { dayTally } from './day-tally.ts';
import { RecordRows, rowsAtATime } from './record-rows.tsx';

const columnWords: Readonly<Record<string, string>> = {
  apMines: 'AP mines',
  atMines: 'AT mines',
  uxo: 'UXO',
  saa: 'Small arms ammunition',
};
const productWords: Readonly<Record<string, string>> = {
  cleared: 'Cleared',
  reduced: 'Reduced',
  cancelled: 'Cancelled',
};

/** The team's own day: the tally and its records, from what is on this phone. */
export function TodayScreen(): JSX.Element {
  const { now } = useApp();
  const { phone } = usePhone();
  const version = versionOf(phone.model).value;
  const { programme, user, teams } = signalOf(phone.session).value;
  const today = dayIn(programme.timeZone, now());
  const [day, setDay] = useState(today);
  const [shown, setShown] = useState(rowsAtATime);
  const { model } = phone;
  const list = useMemo(
    () => model.newest(shown, (view) => valueOf(view, 'date') === day && isOwn(view, user.team)),
    // oxlint-disable-next-line react/exhaustive-deps
    [model, version, shown, day, user.team],
  );
  // oxlint-disable-next-line react/exhaustive-deps
  const tally = useMemo(() => dayTally(model, day, user.team), [model, version, day, user.team]);
  const last = list.total === 0 ? lastDay(model, user.team, today) : undefined;
  const team = teams.find(({ id }) => id === user.team)?.name ?? 'All teams';
  return (
    <Screen title="Today">
      <div class="field">
        <label for="today-day">
          {team} · {wordsFor(day)}
        </label>
        <input
          id="today-day"
          class="input number"
          type="date"
          value={day}
          onInput={(event) => setDay(event.currentTarget.value || today)}
        />
      </div>
      {day !== today ? (
        <button type="button" class="button" onClick={() => setDay(today)}>
          Back to today
        </button>
      ) : null}
      {last !== undefined && last !== day ? (
        <button type="button" class="button" onClick={() => setDay(last)}>
          Last day with records: {wordsFor(last)}
        </button>
      ) : null}
      <Figures tally={tally} />
      {tally.inCorrection.records > 0 ? (
        <p class="notice warn">
          {tally.inCorrection.records} {tally.inCorrection.records === 1 ? 'record is' : 'records are'} in
          correction and not counted here.
        </p>
      ) : null}
      {list.total === 0 ? (
        <p class="empty" role="status">
          Nothing is logged for {day === today ? 'today' : 'this day'} yet.
        </p>
      ) : (
        <RecordRows found={list} onMore={() => setShown(shown + rowsAtATime)} />
      )}
      <p class="quiet">
        Counted from what is on this phone, sent or not. Reported cleared is no permission to enter.
      </p>
    </Screen>
  );
}

function Figures({ tally }: { tally: Tally }): JSX.Element {
  return (
    <>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Ordnance</th>
            <th scope="col">Found</th>
            <th scope="col">Destroyed</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(tally.columns).map(([column, { found, destroyed }]) => (
            <tr key={column}>
              <th scope="row">{columnWords[column] ?? column}</th>
              <td>{found}</td>
              <td>{destroyed}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl class="facts">
        {Object.entries(tally.land)
          .filter(([product, { grossM2 }]) => product === 'cleared' || grossM2 > 0)
          .map(([product, { netM2, grossM2 }]) => (
            <div key={product}>
              <dt>{productWords[product] ?? product}</dt>
              <dd class="number">
                <b>{areaText(netM2)}</b>
                {Math.round(netM2) === Math.round(grossM2) ? '' : ` net, ${areaText(grossM2)} gross`}
              </dd>
            </div>
          ))}
      </dl>
    </>
  );
}

const isOwn = (view: RecordView, team: string | null) =>
  view.kind?.kind !== 'task' &&
  (team === null || valueOf(view, 'team') === team) &&
  statusOf(view) !== 'withdrawn';

/** The latest day before or on today that has records; months and years are no days. */
function lastDay(model: ReadModel, team: string | null, today: string): string | undefined {
  const isDay = (date: unknown): date is string =>
    typeof date === 'string' && precisionOf(date) === 'day' && date <= today;
  const [last] = model.newest(1, (view) => isDay(valueOf(view, 'date')) && isOwn(view, team)).views;
  return last && String(valueOf(last, 'date'));
}

function wordsFor(day: string): string {
  const date = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return date.toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}
