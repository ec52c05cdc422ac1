import { checkRecord } from '#domain/check-record.ts';
import { dayIn } from '#domain/dates.ts';
import type { Place } from '#domain/fields/place.ts';
import type { Polygonal } from '#domain/geo/shape.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Problem } from '#domain/problem.ts';
import { relevantValues } from '#domain/validate.ts';
import type { Draft, Phone } from '#store/phone.ts';

/** What is wrong or doubtful about a draft, held against what this phone knows. @param now ms since 1970 */
export function checkDraft(
  kind: KindDeclaration,
  draft: Draft,
  phone: Phone,
  now: number,
): readonly Problem[] {
  const { programme } = phone.session.value;
  const values = relevantValues(kind.fields, draft.values);
  const task = typeof values['task'] === 'string' ? phone.model.get(values['task']) : undefined;
  const found = checkRecord({
    kind,
    values,
    today: dayIn(programme.timeZone, now),
    area: programme.area,
    ...(task && { task: task.values }),
    others: othersOf(kind, draft, phone),
  });
  return found.map((problem) => inWordsOfForm(kind, problem));
}

/** What presets answer is asked by their question, and not by the field that they fill in. */
function inWordsOfForm({ presets }: KindDeclaration, problem: Problem): Problem {
  if (!presets || problem.field !== presets.sets || problem.code !== 'missing') return problem;
  return { ...problem, message: `"${presets.label}" is missing.` };
}

/** Polygons of the kind and the task that are recorded already. */
function othersOf(kind: KindDeclaration, draft: Draft, phone: Phone) {
  const name = Object.entries(kind.fields).find(([, field]) => field.type === 'polygon')?.[0];
  if (name === undefined || draft.values[name] == null) return [];
  const others: { name: string; shape: Polygonal }[] = [];
  for (const { state, values, code } of phone.model.where({ kind: kind.kind })) {
    if (state.id === draft.record || state.status === 'withdrawn') continue;
    if (values['task'] !== draft.values['task']) continue;
    const place = values[name] as Place<Polygonal> | null | undefined;
    if (place) others.push({ name: code, shape: place.shape });
  }
  return others;
}
