import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fields } from '#domain/fields/field.ts';
import { groupsOf, valuesOf } from '#domain/merge-groups.ts';
import type { RecordView } from '#store/phone.ts';
import { valueText } from '../form/value-text.ts';
import { sentenceOf } from '../shell/session.ts';
import type { Desk } from './use-desk.ts';

/** Values that wait beside the standing ones, until a person chooses. */
export function HeldValues({ desk, view }: { desk: Desk; view: RecordView }): JSX.Element | null {
  const [problem, setProblem] = useState<string | null>(null);
  const { holds, id, body } = view.state;
  const fields = view.kind?.fields ?? {};
  if (holds.length === 0) return null;
  const choose = (hold: string, choice: 'keep' | 'take') => {
    desk.phone.resolve(id, hold, choice).then(
      () => setProblem(null),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  };
  return (
    <>
      {holds.map((hold) => (
        <section key={hold.id} class="notice warn desk-hold">
          <h3>Two people changed {groupLabel(fields, hold.group)}</h3>
          <dl>
            <div>
              <dt>Stands now</dt>
              <dd>{groupText(fields, hold.group, body[hold.group], desk.nameOf)}</dd>
            </div>
            <div>
              <dt>{desk.personName(hold.author)} wrote</dt>
              <dd>{groupText(fields, hold.group, hold.value, desk.nameOf)}</dd>
            </div>
          </dl>
          <div class="buttons">
            <button type="button" class="button" onClick={() => choose(hold.id, 'keep')}>
              Keep what stands
            </button>
            <button type="button" class="button" onClick={() => choose(hold.id, 'take')}>
              Take the other
            </button>
          </div>
        </section>
      ))}
      {problem === null ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** The fields of a group by their labels. */
function groupLabel(fields: Fields, group: string): string {
  const names = groupsOf(fields).get(group) ?? [];
  const labels = names.map((name) => `"${fields[name]?.label ?? name}"`);
  return labels.length > 0 ? labels.join(', ') : `"${group}"`;
}

function groupText(fields: Fields, group: string, value: unknown, nameOf: Desk['nameOf']): string {
  if (value === null || value === undefined) return 'nothing';
  const values = valuesOf(fields, { [group]: value });
  const parts = (groupsOf(fields).get(group) ?? []).flatMap((name) => {
    const field = fields[name];
    if (!field || values[name] == null) return [];
    return [`${field.label}: ${valueText(field, values[name], nameOf)}`];
  });
  return parts.length > 0 ? parts.join(' · ') : JSON.stringify(value);
}
