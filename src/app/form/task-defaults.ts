import { effect, type ReadonlySignal, untracked } from '@preact/signals';
import type { AnyValues } from '#domain/fields/field.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import { isCreate } from '#store/make-change.ts';
import type { RecordView } from '#store/phone.ts';
import type { DraftKeeper } from './draft-keeper.ts';

/** What the task order says for the work under it, by the field of the record that it fills. */
const fromTask: Readonly<Record<string, string>> = {
  method: 'defaultMethod',
  depthCm: 'requiredDepthCm',
  searchClass: 'requiredSearchClass',
};

/** Values of a new record for a task: what is still open is taken from the task order. */
export function withTask(
  kind: KindDeclaration,
  values: AnyValues,
  task: { readonly id: string; readonly values: AnyValues },
): AnyValues {
  const filled: Record<string, unknown> = { ...values };
  if (kind.fields['task']) filled['task'] = task.id;
  for (const [name, source] of Object.entries(fromTask)) {
    // Only what goes on from one record to the next is the task's: the depth of an item is its own.
    if (kind.fields[name]?.remembered && filled[name] == null && task.values[source] != null)
      filled[name] = task.values[source];
  }
  return filled;
}

/**
 * Fills in the task in hand where a new record has none: its form was opened before the first pull brought a task.
 * @returns how to stop
 */
export function followTask(
  kind: KindDeclaration,
  keeper: Pick<DraftKeeper, 'draft' | 'fill'>,
  task: ReadonlySignal<(Pick<RecordView, 'values'> & { readonly state: { readonly id: string } }) | null>,
): () => void {
  return effect(() => {
    const inHand = task.value;
    // What is typed is no reason to look again.
    untracked(() => {
      const draft = keeper.draft.value;
      if (!inHand || !isCreate(draft) || draft.values['task'] != null) return;
      const filled = withTask(kind, draft.values, { id: inHand.state.id, values: inHand.values });
      for (const [name, value] of Object.entries(filled)) keeper.fill(name, value);
    });
  });
}
