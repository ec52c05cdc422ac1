import type { JSX } from 'preact';
import type { Attention } from '#store/phone.ts';
import { useDecision } from '../held/use-decision.ts';
import { signalOf } from '../shell/watched-signal.ts';
import type { Desk } from './use-desk.ts';

type Refused = Extract<Attention, { type: 'refused' }>;

/** What was decided here and the server did not take: somebody else was first, or the record has changed. */
export function RefusedDecisions({ desk, record }: { desk: Desk; record: string }): JSX.Element {
  const { phone } = desk;
  const decision = useDecision();
  const refused = signalOf(phone.attention).value.filter(
    (each): each is Refused => each.type === 'refused' && each.record === record,
  );
  return (
    <div role="status" class="held-said">
      {refused.map(({ change, message }) => (
        <section key={change} class="notice bad desk-hold" aria-label="Not taken">
          <p>
            <b>Your last change of this record was not taken.</b> {message}
          </p>
          <div class="buttons">
            <button
              type="button"
              class="button"
              disabled={decision.isBusy}
              onClick={() => void decision.decide(async () => phone.dismiss(change), 'Put aside.')}
            >
              Put aside
            </button>
          </div>
        </section>
      ))}
    </div>
  );
}
