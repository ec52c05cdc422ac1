import type { JSX } from 'preact';
import { useApp, usePhone } from '../shell/app-context.ts';
import { signalOf } from '../shell/watched-signal.ts';
import { distances } from './danger-memory.ts';
import { ageText, itemText, noPosition, notHeard, whatToDo, whereText } from './danger-text.ts';
import type { DangerState, DangerWatch } from './danger-watch.ts';

/** So many others are told where they are; of the rest only how many there are. */
const othersShown = 2;

/** What is near and was not seen yet, with what to do; read out at once. */
export function DangerBanner({ watch }: { watch: DangerWatch }): JSX.Element {
  const { alerts, position } = watch.state.value;
  const age = useAge();
  const [nearest, ...others] = alerts;
  return (
    <div role="alert">
      {nearest ? (
        <div class="danger-banner">
          <p>
            {position === 'known' ? null : <b>{positionText(position)}. Last known: </b>}
            <b>{itemText(nearest)}</b> {whatToDo}
          </p>
          <div class="danger-more">
            <span>
              {others.length === 0 ? null : `Also ${othersText(others)}. `}
              {age}.
            </span>
            <button type="button" class="button" onClick={() => watch.see()}>
              I have seen it
            </button>
          </div>
        </div>
      ) : null}
    </div>
  );
}

function othersText(others: DangerState['alerts']): string {
  const rest = others.length - othersShown;
  const where = others.slice(0, othersShown).map(whereText).join(', ');
  return rest > 0 ? `${where} and ${rest} more` : where;
}

const positionText = (position: Exclude<DangerState['position'], 'known'>) =>
  position === 'none' ? noPosition : 'Position too poor: no warnings';

/** Said on the map: why there can be no warnings, or that some were seen. */
export function PositionNote({ watch }: { watch: DangerWatch }): JSX.Element {
  const { position, seen } = watch.state.value;
  const { phone } = usePhone();
  const isHeard = signalOf(phone.sync).value.lastPulledAt !== null;
  const text =
    position !== 'known'
      ? positionText(position)
      : !isHeard
        ? notHeard
        : seen > 0
          ? `Near ${seen === 1 ? 'a recorded item' : `${seen} recorded items`}, seen today`
          : null;
  return <div role="status">{text === null ? null : <span class="pill warn danger-note">{text}</span>}</div>;
}

/** From how far the phone warns, and how old its news is. */
export function WarningDistance({ watch }: { watch: DangerWatch }): JSX.Element {
  const { position } = watch.state.value;
  const age = useAge();
  return (
    <fieldset class="field">
      <legend class="label">Warn of recorded items within</legend>
      <div class="buttons danger-distances">
        {distances.map((metres) => (
          <button
            key={metres}
            type="button"
            class="button"
            aria-pressed={watch.withinM.value === metres}
            onClick={() => watch.setWithinM(metres)}
          >
            {metres} m
          </button>
        ))}
      </div>
      <p class="help">
        {position === 'known' ? '' : `${positionText(position)}. `}
        {age}. No warning does not mean safe.
      </p>
    </fieldset>
  );
}

function useAge(): string {
  const { now } = useApp();
  const { phone } = usePhone();
  const { timeZone } = signalOf(phone.session).value.programme;
  return ageText(signalOf(phone.sync).value.lastPulledAt, timeZone, now());
}
