import type { JSX } from 'preact';
import { groupsOf } from '#domain/merge-groups.ts';
import type { Hold } from '#protocol/record.ts';
import type { RecordView } from '#store/phone.ts';
import { valueText } from '../form/value-text.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { sentenceOf } from '../shell/session.ts';
import { namesOf } from './names.ts';

/** Two people changed the same thing: the standing value and the one that waits, to choose from. */
export function HoldChoice({ view, hold }: { view: RecordView; hold: Hold }): JSX.Element {
  const { say } = useApp();
  const { phone } = usePhone();
  const { kind, state } = view;
  const { nameOf, personOf } = namesOf(phone);
  const names = kind ? (groupsOf(kind.fields).get(hold.group) ?? []) : [];
  const labels = names.map((name) => kind?.fields[name]?.label.toLowerCase() ?? name);
  const read = (value: unknown) => {
    if (!kind || names.length === 0) return JSON.stringify(value);
    const together = typeof value === 'object' && value !== null && !('shape' in value);
    return (
      names
        .map((name) => {
          const field = kind.fields[name];
          const own = together ? (value as Readonly<Record<string, unknown>>)[name] : value;
          if (!field || own == null) return '';
          const text = valueText(field, own, nameOf);
          return names.length > 1 ? `${field.label}: ${text}` : text;
        })
        .filter((text) => text !== '')
        .join(', ') || 'nothing'
    );
  };
  const choose = (choice: 'keep' | 'take') => {
    phone.resolve(state.id, hold.id, choice).catch((error: unknown) => {
      say({ text: sentenceOf(error) });
    });
  };
  const locked = state.status === 'approved' || state.status === 'withdrawn';
  return (
    <div class="notice warn stack">
      <b>
        {locked
          ? `Changed after it was ${state.status}: ${labels.join(', ')}`
          : `Two people changed the ${labels.join(', ') || hold.group}`}
      </b>
      <p>Now: {read(state.body[hold.group])}</p>
      <p>
        {personOf(hold.author)}: {read(hold.value)}
      </p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => choose('keep')}>
          Keep what is there
        </button>
        <button type="button" class="button" onClick={() => choose('take')}>
          Take the other
        </button>
      </div>
    </div>
  );
}
