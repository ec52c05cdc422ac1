import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import { sameValue } from '#domain/merge-groups.ts';
import type { Draft } from '#store/phone.ts';

/**
 * The preset that a record's values came from, so that it is shown as chosen when the record is changed, and its answer
 * follows a corrected count. None where the values differ from what any preset fills in.
 */
export function withPreset({ presets }: KindDeclaration, draft: Draft): Draft {
  const { values } = draft;
  const chosen = Object.entries(presets?.options ?? {}).find(([, preset]) =>
    Object.entries(preset.apply(values)).every(([name, value]) => sameValue(values[name] ?? [], value)),
  );
  return chosen ? { ...draft, preset: chosen[0] } : draft;
}
