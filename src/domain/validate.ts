import * as v from 'valibot';
import { type AnyValues, type Field, type Fields, isRelevant } from './fields/field.ts';
import { schemaOf } from './fields/schema.ts';
import type { KindDeclaration } from './kinds/declaration.ts';
import type { Problem } from './problem.ts';

const isBlank = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * What is wrong with the values of one record by its declaration: missing, unreadable, or against the kind's own rules.
 * Truth table for a field: irrelevant → nothing; blank and required → error `missing`; blank → nothing;
 * not of its type → error `unreadable`.
 */
export function problemsOf(kind: KindDeclaration, values: AnyValues): readonly Problem[] {
  const own = fieldProblems(kind.fields, values);
  // A rule reads several fields; it may only be asked when each of them can be read.
  if (own.some((problem) => problem.code === 'unreadable')) return own;
  return [...own, ...(kind.rules?.(values) ?? [])];
}

function fieldProblems(fields: Fields, values: AnyValues): Problem[] {
  const problems: Problem[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    if (!isRelevant(field, values)) continue;
    if (isBlank(value)) {
      if (field.required) {
        problems.push({
          code: 'missing',
          severity: 'error',
          field: name,
          message: `"${field.label}" is missing.`,
        });
      }
      continue;
    }
    const parsed = v.safeParse(schemaOf(field), value);
    if (!parsed.success) {
      const message = reasonOf(field, parsed.issues[0]);
      problems.push({ code: 'unreadable', severity: 'error', field: name, message });
    } else if (field.type === 'list') {
      for (const item of value as readonly AnyValues[]) {
        const inner = fieldProblems(field.item, item);
        problems.push(...inner.map((problem) => ({ ...problem, field: name })));
      }
    }
  }
  return problems;
}

/** A sentence that begins with the label of what is wrong: of an entry of a list, the entry's own field. */
function reasonOf(field: Field, issue: v.BaseIssue<unknown>): string {
  if (field.type === 'position' || field.type === 'polygon') {
    return `"${field.label}" holds no position that can be put on a map.`;
  }
  const [entry, name] = (issue.path ?? []).map((step) => step.key);
  const inner = field.type === 'list' && typeof name === 'string' ? field.item[name] : undefined;
  if (field.type !== 'list' || inner === undefined) return `"${field.label}" ${issue.message}.`;
  return `${field.itemLabel} ${Number(entry) + 1}: "${inner.label}" ${issue.message}.`;
}

/** Values without those that are not relevant any more: cancelled land has no method or depth. */
export function relevantValues(fields: Fields, values: AnyValues): AnyValues {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !fields[name] || isRelevant(fields[name], values)),
  );
}
