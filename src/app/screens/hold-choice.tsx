import type { JSX } from 'preact';
import { groupsOf, sameValue } from '#domain/merge-groups.ts';
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
  const all = kind ? (groupsOf(kind.fields).get(hold.group) ?? []) : [];
  // Of fields that are kept as one only those that differ are named; where none does, all of them.
  const differing = all.filter(
    (name) => !sameValue(partOf(state.body[hold.group], name), partOf(hold.value, name)),
  );
  const names = all.length > 1 && differing.length > 0 ? differing : all;
  const labels = names.map((name) => `“${kind?.fields[name]?.label ?? name}”`);
  const read = (value: unknown) => {
    if (!kind || names.length === 0) return JSON.stringify(value);
    return (
      names
        .map((name) => {
          const field = kind.fields[name];
          const own = partOf(value, name);
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
          : `Two people changed ${labels.join(', ') || hold.group}`}
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

/** The value of one field in a merge group's value: the value itself, or its part in an object of values. */
function partOf(value: unknown, name: string): unknown {
  const isObject =
    typeof value === 'object' && value !== null && !Array.isArray(value) && !('shape' in value);
  return isObject ? (value as Readonly<Record<string, unknown>>)[name] : value;
}
