import type { JSX } from 'preact';
import { readChange } from '#protocol/change.ts';
import type { Attention } from '#store/phone.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { Link, Screen } from '../shell/screen.tsx';
import { saveFile } from '../shell/save-file.ts';
import { sentenceOf } from '../shell/session.ts';
import { signalOf, versionOf } from '../shell/watched-signal.ts';
import { attentionEntries } from '../shell/attention-entries.ts';
import { HoldChoices } from './hold-choice.tsx';

/** What a person has to look at: nothing here is lost, and nothing here goes on by itself. */
export function AttentionScreen(): JSX.Element {
  const { phone } = usePhone();
  void versionOf(phone.model).value;
  const all = attentionEntries(signalOf(phone.attention).value);
  return (
    <Screen title="Needs attention">
      {all.length === 0 ? (
        <p class="empty" role="status">
          Nothing needs attention.
        </p>
      ) : (
        all.map((each) => <Item key={keyOf(each)} item={each} />)
      )}
    </Screen>
  );
}

function keyOf(item: Attention): string {
  switch (item.type) {
    case 'refused':
      return item.change;
    case 'held':
      return `held ${item.record}`;
    case 'returned':
      return `returned ${item.record}`;
    case 'unreadable':
      return `${item.where} ${item.message}`;
  }
}

function Item({ item }: { item: Attention }): JSX.Element | null {
  const { say } = useApp();
  const { phone } = usePhone();
  const view = 'record' in item ? phone.model.get(item.record) : undefined;
  const name = view ? `${view.kind?.title(view.values) ?? ''} ${view.code}`.trim() : 'A record';
  const tell = (done: Promise<void>) => {
    done.catch((error: unknown) => {
      say({ text: sentenceOf(error) });
    });
  };
  switch (item.type) {
    case 'refused':
      return (
        <section class="notice bad stack">
          <b>{name}: the server did not accept a change</b>
          <p>{item.message}</p>
          <p>It is kept on this phone.</p>
          <div class="buttons">
            {isChoice(item.text) ? null : (
              <button type="button" class="button" onClick={() => tell(phone.retry(item.change))}>
                Try again
              </button>
            )}
            <button
              type="button"
              class="button"
              onClick={() => saveFile(`safelane-${item.change}.json`, item.text)}
            >
              Save as a file
            </button>
            <button type="button" class="button" onClick={() => tell(phone.dismiss(item.change))}>
              Put aside
            </button>
          </div>
          {view ? (
            <Link to={`/records/${item.record}`} class="button">
              Open the record
            </Link>
          ) : null}
        </section>
      );
    case 'held':
      return view ? (
        <section class="stack">
          <Link to={`/records/${item.record}`} class="button">
            {name}
          </Link>
          <HoldChoices view={view} />
        </section>
      ) : null;
    case 'returned':
      return (
        <section class="notice warn stack">
          <b>{name}: returned</b>
          <p>{item.comment || 'Without a comment.'}</p>
          <div class="buttons">
            <Link to={`/records/${item.record}`} class="button">
              Open
            </Link>
          </div>
        </section>
      );
    case 'unreadable': {
      const { text } = item;
      return (
        <section class="notice bad stack">
          <b>{item.where}</b>
          <p>{item.message}</p>
          {text === undefined ? null : (
            <div class="buttons">
              <button
                type="button"
                class="button"
                onClick={() => saveFile(`safelane-${item.where.replaceAll(/\W+/g, '-')}.json`, text)}
              >
                Save as a file
              </button>
            </div>
          )}
        </section>
      );
    }
  }
}

/** A choice between values is not made again unseen: what there is to choose is on the record. */
function isChoice(text: string): boolean {
  const read = readChange(text);
  return read.ok && (read.change.resolves ?? []).length > 0;
}
