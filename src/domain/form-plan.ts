import type { Field, FieldType } from './fields/field.ts';
import type { KindDeclaration } from './kinds/declaration.ts';

/** One line of a form, in the order of the declaration. */
export interface FormEntry {
  readonly name: string;
  readonly type: FieldType;
  readonly field: Field;
}

export interface FormPlan {
  /** Shown at once. */
  readonly first: readonly FormEntry[];
  /** Below "More". */
  readonly more: readonly FormEntry[];
}

/** Which widget asks for what, and where. */
export function formPlanOf(kind: KindDeclaration): FormPlan {
  const entries = Object.entries(kind.fields)
    .filter(([, field]) => !field.hidden)
    .map(([name, field]) => ({ name, type: field.type, field }));
  return {
    first: entries.filter(({ field }) => !field.more),
    more: entries.filter(({ field }) => field.more),
  };
}

/** The values that a new record of the kind starts with. @param today the programme's calendar day */
export function initialValues(
  kind: KindDeclaration,
  given: { readonly today: string; readonly last?: Readonly<Record<string, unknown>> },
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    if (field.remembered && given.last?.[name] != null) values[name] = given.last[name];
    else if (field.type === 'date' && field.initial === 'today') values[name] = given.today;
    else if ('initial' in field && field.type !== 'date') values[name] = field.initial;
  }
  return values;
}
