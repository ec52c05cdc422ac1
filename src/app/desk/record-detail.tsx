import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isRelevant } from '#domain/fields/field.ts';
import type { RecordView } from '#store/phone.ts';
import { HowObtained } from '../form/how-obtained.tsx';
import { numberText, valueText } from '../form/value-text.ts';
import { TaskOverlays } from '../overlay/overlay-list.tsx';
import { useApp } from '../shell/app-context.ts';
import { RecordSymbol, StandingMark } from '../shell/record-symbol.tsx';
import { Link } from '../shell/screen.tsx';
import { signalOf } from '../shell/watched-signal.ts';
import { clockText } from '../shell/clock-text.ts';
import { rowOf } from './desk-rows.ts';
import { HeldValues } from './held-values.tsx';
import { RefusedDecisions } from './refused-decisions.tsx';
import { hectaresText } from './tally-sheet.ts';
import type { Desk } from './use-desk.ts';

interface RecordDetailProps {
  readonly desk: Desk;
  readonly view: RecordView;
  readonly onClose: () => void;
  readonly onOpen: (id: string) => void;
}

/** Everything about one record: what was reported, how it was measured, and what there is to say about it. */
export function RecordDetail({ desk, view, onClose, onOpen }: RecordDetailProps): JSX.Element {
  const { state, values, kind } = view;
  const row = rowOf(view);
  const { programme } = signalOf(desk.phone.session).value;
  const notation = useApp().notation.notation.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.parentElement?.parentElement?.scrollTo(0, 0);
  }, [state.id]);
  const fields = Object.entries(kind?.fields ?? {}).filter(
    ([name, field]) => values[name] != null && values[name] !== '' && isRelevant(field, values),
  );
  return (
    <aside class="desk-detail" aria-label={`Record ${view.code}`}>
      <div class="desk-detail-head">
        <RecordSymbol symbol={row.symbol} hollow={view.delivery !== 'sent'} />
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {row.title}
          </h2>
          <p class="quiet">{view.code}</p>
        </div>
        <button type="button" class="desk-step" aria-label="Close the record" onClick={onClose}>
          ×
        </button>
      </div>
      <div class="desk-detail-body">
        <p class="desk-pills">
          <StandingMark view={view} />
          <span class="quiet">{row.kindLabel}</span>
          {programme.synthetic ? <span class="demo-mark">Demo data</span> : null}
        </p>
        <RefusedDecisions desk={desk} record={state.id} />
        <HeldValues desk={desk} view={view} onChosen={() => heading.current?.focus()} />
        {state.comment ? <p class="notice warn">Reviewer: {state.comment}</p> : null}
        {state.flags.map((flag) => (
          <p class="notice warn" key={`${flag.code}${flag.field ?? ''}`}>
            ⚑ {flag.message}
          </p>
        ))}
        <Land desk={desk} view={view} onOpen={onOpen} />
        <dl class="desk-facts">
          {fields.map(([name, field]) => (
            <Fact key={name} term={field.label}>
              {valueText(field, values[name], desk.nameOf, notation)}
              <HowObtained field={field} value={values[name]} notation={notation} />
            </Fact>
          ))}
          <Fact term="Author">{desk.personName(state.author)}</Fact>
          <Fact term="Recorded">{`${clockText(state.recordedAt, programme.timeZone, 'with year')} by the phone's clock`}</Fact>
        </dl>
        {state.kind === 'task' ? <TaskOverlays task={view} /> : null}
        {kind ? null : (
          <p class="notice">
            This version does not know the kind "{state.kind}". The record is kept as it came.
          </p>
        )}
        <p>
          <Link to={`/records/${state.id}`} class="button">
            Open in the field app
          </Link>
        </p>
      </div>
    </aside>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What the record adds to the land of its task, and with which earlier records it shares some. */
function Land({
  desk,
  view,
  onOpen,
}: Pick<RecordDetailProps, 'desk' | 'view' | 'onOpen'>): JSX.Element | null {
  const { ledger } = desk.phone.model;
  const { id } = view.state;
  const grossM2 = ledger.grossM2(id);
  if (grossM2 === undefined) return null;
  const netM2 = ledger.netM2(id, desk.filter.series);
  const overlaps = ledger.overlaps(id);
  return (
    <section class="desk-land">
      <dl>
        <Area term="Gross" m2={grossM2} />
        {netM2 === undefined ? null : <Area term="Net, counted once" m2={netM2} />}
      </dl>
      {netM2 === undefined ? <p class="quiet">Does not count in this series now.</p> : null}
      {overlaps.length === 0 ? null : (
        <>
          <h3>Recorded before</h3>
          <ul>
            {overlaps.map((overlap) => (
              <li key={overlap.id}>
                <button type="button" class="desk-link" onClick={() => onOpen(overlap.id)}>
                  {desk.phone.model.get(overlap.id)?.code ?? overlap.id}
                </button>{' '}
                <span class="number">{numberText(overlap.areaM2)} m²</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Area({ term, m2 }: { term: string; m2: number }): JSX.Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <b class="number">{numberText(m2)} m²</b>
        <span class="quiet number"> {hectaresText(m2)} ha</span>
      </dd>
    </div>
  );
}
