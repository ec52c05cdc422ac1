import type { JSX } from 'preact';
import type { Draft } from '#store/phone.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { Icon } from '../shell/icon.tsx';
import { Link } from '../shell/screen.tsx';
import { sentenceOf } from '../shell/session.ts';
import { signalOf } from '../shell/watched-signal.ts';

/** Forms in work, to go on with or to discard; a discarded one comes back by "Undo". */
export function DraftList(): JSX.Element | null {
  const { registry, say } = useApp();
  const { phone } = usePhone();
  const drafts = signalOf(phone.drafts.list).value;
  if (drafts.length === 0) return null;
  const complain = (error: unknown) => say({ text: sentenceOf(error) });
  const discard = (draft: Draft) => {
    phone.drafts.discard(draft.id).then(() => {
      say({
        text: 'Draft discarded',
        action: {
          label: 'Undo',
          run: () => {
            phone.drafts.put(draft).catch(complain);
          },
        },
      });
    }, complain);
  };
  return (
    <section class="stack" aria-labelledby="drafts-title">
      <h2 id="drafts-title">Drafts</h2>
      <ul class="rows">
        {drafts.map((draft) => {
          const kind = registry.get(draft.kind);
          const time = new Date(draft.touchedAt).toLocaleString('en-GB', {
            day: 'numeric',
            month: 'short',
            hour: '2-digit',
            minute: '2-digit',
          });
          return (
            <li key={draft.id} class="row-with-action">
              <Link to={`/new/${draft.kind}/${draft.id}`} class="row">
                <span aria-hidden="true">✎</span>
                <span>
                  <b>{kind?.label ?? draft.kind}</b>
                  <small class="number">
                    {kind?.title(draft.values)} · {time}
                  </small>
                </span>
              </Link>
              <button
                type="button"
                class="button icon plain"
                aria-label={`Discard the draft of ${time}`}
                onClick={() => discard(draft)}
              >
                <Icon name="trash" />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
