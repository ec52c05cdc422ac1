import { formPlanOf, type FormEntry } from '#domain/form-plan.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';

export interface Arranged {
  /** The task, small, in the head: it is filled in already. */
  readonly head: FormEntry | undefined;
  /** The area, where the map is the form. */
  readonly area: FormEntry | undefined;
  readonly required: readonly FormEntry[];
  readonly places: readonly FormEntry[];
  /** Optional, but of the first rank. */
  readonly first: readonly FormEntry[];
  readonly more: readonly FormEntry[];
}

/** Where each field stands. What is required comes first, so that it fits a small screen without scrolling. */
export function arrange(kind: KindDeclaration): Arranged {
  const { first, more } = formPlanOf(kind);
  const head = first.find(({ field }) => field.type === 'reference' && field.to === 'task');
  const area = first[0]?.type === 'polygon' ? first[0] : undefined;
  const others = first.filter((entry) => entry !== head && entry !== area);
  if (area) return { head, area, required: [], places: [], first: others, more };
  const isPlace = ({ type }: FormEntry) => type === 'position' || type === 'polygon';
  return {
    head,
    area,
    required: others.filter((entry) => entry.field.required && !isPlace(entry)),
    places: others.filter(isPlace),
    first: others.filter((entry) => !entry.field.required && !isPlace(entry)),
    more,
  };
}
