import type { AnyValues } from '#domain/fields/field.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';

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
