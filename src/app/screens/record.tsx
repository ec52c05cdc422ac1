import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isRelevant } from '#domain/fields/field.ts';
import { boundsOf } from '#domain/geo/bounds.ts';
import type { Shape } from '#domain/geo/shape.ts';
import type { RecordView } from '#store/phone.ts';
import { HowObtained } from '../form/how-obtained.tsx';
import { valueText } from '../form/value-text.ts';
import { TaskOverlays } from '../overlay/overlay-list.tsx';
import { useApp, usePhone } from '../shell/app-context.ts';
import { RecordSymbol, StandingMark, standingOf } from '../shell/record-symbol.tsx';
import type { Route } from '../shell/router.ts';
import { Link, Screen } from '../shell/screen.tsx';
import { comparedPlaces, heldQuestions } from '../held/held-question.ts';
import { signalOf, versionOf } from '../shell/watched-signal.ts';
import { HoldChoices } from './hold-choice.tsx';
import { LiveMap } from './live-map.tsx';
import { namesOf } from './names.ts';
import { WithdrawSheet } from './withdraw-sheet.tsx';

/** About 120 m around a single position, in degrees. */
const aroundDeg = 0.001;

/** One record: all that it says, where it lies, what became of it, and what can be done about it. */
export function RecordScreen({ route }: { route: Extract<Route, { screen: 'record' }> }): JSX.Element {
  const { phone } = usePhone();
  void versionOf(phone.model).value;
  const view = phone.model.get(route.id);
  if (!view) {
    return (
      <Screen title="Record">
        <p class="empty" role="status">
          This record is not on this phone: it belongs to another team’s task, or has not come yet.
        </p>
      </Screen>
    );
  }
  return <Details view={view} />;
}

function Details({ view }: { view: RecordView }): JSX.Element {
  const { phone } = usePhone();
  const notation = useApp().notation.notation.value;
  const [withdrawing, setWithdrawing] = useState(false);
  const { state, kind, values, code } = view;
  const { programme, user } = signalOf(phone.session).value;
  const { nameOf, personOf } = namesOf(phone);
  const place = values['place'] as { readonly shape: Shape } | null | undefined;
  const placesWait = comparedPlaces(heldQuestions(view, { nameOf, personOf })).length > 0;
  const locked = state.status === 'approved' || state.status === 'withdrawn';
  const mayChange = kind?.action !== undefined && (user.team !== null || user.role === 'supervisor');
  const facts = kind
    ? Object.entries(kind.fields).filter(([name, field]) => values[name] != null && isRelevant(field, values))
    : [];
  const at = (instant: string) =>
    new Date(instant).toLocaleString('en-GB', {
      timeZone: programme.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    });
  const ledger = phone.model.ledgerOf([state.id]);
  const net = ledger.netM2(state.id, 'approved+submitted');
  const gross = ledger.grossM2(state.id);
  return (
    <Screen title={kind?.title(values) ?? code} head={<StandingMark view={view} />}>
      <p class="row-mark number">
        {kind ? <RecordSymbol symbol={kind.symbol(values)} hollow={standingOf(view) === 'unsent'} /> : null}
        {code}
      </p>
      {state.comment === undefined ? null : (
        <p class={`notice ${state.status === 'returned' ? 'bad' : ''}`}>
          {state.status === 'returned' ? 'Returned' : 'Remark'}: {state.comment}
        </p>
      )}
      <HoldChoices view={view} />
      {place && !placesWait ? (
        <div class="record-map">
          <LiveMap
            key={state.id}
            label="Map around this record"
            bounds={around(place.shape)}
            onReady={(map) => {
              map.fitTo(around(place.shape));
              map.setHighlight(state.id);
            }}
          />
        </div>
      ) : null}
      <dl class="facts">
        {facts.map(([name, field]) => (
          <div key={name}>
            <dt>{field.label}</dt>
            <dd>
              {valueText(field, values[name], nameOf, notation) || '–'}
              <HowObtained field={field} value={values[name]} notation={notation} />
            </dd>
          </div>
        ))}
        {net !== undefined && gross !== undefined && Math.round(net) !== Math.round(gross) ? (
          <div>
            <dt>Counted</dt>
            <dd class="number">
              {Math.round(net)} m² of {Math.round(gross)} m²: the rest lies under earlier records.
            </dd>
          </div>
        ) : null}
        <div>
          <dt>Logged</dt>
          <dd>
            {at(state.recordedAt)} by {personOf(state.author)}
          </dd>
        </div>
        {kind ? null : (
          <div>
            <dt>Kind</dt>
            <dd>
              “{state.kind}” is not known to this version of the app. The record is kept; use the newer
              version to read it.
            </dd>
          </div>
        )}
      </dl>
      {state.kind === 'task' ? <TaskOverlays task={view} /> : null}
      {state.flags.length > 0 ? (
        <div class="notice warn">
          <b>Remarks that go with it</b>
          {state.flags.map((flag) => (
            <p key={flag.code + flag.message}>{flag.message}</p>
          ))}
        </div>
      ) : null}
      {locked ? (
        <p class="quiet">
          {state.status === 'approved'
            ? 'Approved: it is locked. A supervisor can reopen it.'
            : 'Withdrawn: it does not count any more and stays in the history.'}
        </p>
      ) : mayChange ? (
        <div class="buttons">
          <Link to={`/new/${state.kind}?record=${state.id}`} class="button primary">
            Edit
          </Link>
          <button type="button" class="button danger" onClick={() => setWithdrawing(true)}>
            Withdraw
          </button>
        </div>
      ) : null}
      {withdrawing ? <WithdrawSheet view={view} onClose={() => setWithdrawing(false)} /> : null}
    </Screen>
  );
}

function around(shape: Shape): readonly [number, number, number, number] {
  const [west, south, east, north] = boundsOf(shape);
  return [west - aroundDeg, south - aroundDeg, east + aroundDeg, north + aroundDeg];
}
