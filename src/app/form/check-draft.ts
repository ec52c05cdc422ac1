import * as v from 'valibot';
import { checkRecord } from '#domain/check-record.ts';
import { dayIn } from '#domain/dates.ts';
import { type Place, polygonSchema } from '#domain/fields/place.ts';
import { boundsOf } from '#domain/geo/bounds.ts';
import type { Polygonal } from '#domain/geo/shape.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Problem } from '#domain/problem.ts';
import { relevantValues } from '#domain/validate.ts';
import { type UnfinishedArea, unfinishedProblems } from './capture/unfinished.ts';
import type { Draft, Phone } from '#store/phone.ts';
import { statusOf, valueOf, worldDegrees } from '#store/record-view.ts';

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
  return [...found, ...unfinishedOf(kind, draft)].map((problem) => inWordsOfForm(kind, problem));
}

/** What was typed into the fields of an area and is not part of it. */
function unfinishedOf(kind: KindDeclaration, { unfinished, values }: Draft): readonly Problem[] {
  return Object.entries(unfinished ?? {}).flatMap(([name, typed]) => {
    const place = values[name] as Place | null | undefined;
    if (kind.fields[name]?.type !== 'polygon') return [];
    return unfinishedProblems(name, typed as UnfinishedArea, place?.source ?? null);
  });
}

/** What presets answer is asked by their question, and not by the field that they fill in. */
function inWordsOfForm({ presets }: KindDeclaration, problem: Problem): Problem {
  if (!presets || problem.field !== presets.sets || problem.code !== 'missing') return problem;
  return { ...problem, message: `"${presets.label}" is missing.` };
}

/** Polygons of the kind and the task that are recorded already, where this one is. */
function othersOf(kind: KindDeclaration, draft: Draft, phone: Phone) {
  const name = Object.entries(kind.fields).find(([, field]) => field.type === 'polygon')?.[0];
  const place = name === undefined ? undefined : draft.values[name];
  if (name === undefined || !v.is(polygonSchema, place)) return [];
  const others: { name: string; shape: Polygonal }[] = [];
  for (const view of phone.model.within(worldDegrees(boundsOf(place.shape)))) {
    if (view.kind !== kind || statusOf(view) === 'withdrawn') continue;
    if (valueOf(view, 'task') !== draft.values['task'] || view.state.id === draft.record) continue;
    const other = view.values[name] as Place<Polygonal> | null | undefined;
    if (other) others.push({ name: view.code, shape: other.shape });
  }
  return others;
}
