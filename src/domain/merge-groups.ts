import type { AnyValues, Fields } from './fields/field.ts';

/** A record's content by merge group: the value itself for a field alone, an object of values for fields together. */
export type Body = Readonly<Record<string, unknown>>;

/** Worked out once per declaration, for it is asked at every reading of a record. */
const groupings = new WeakMap<Fields, ReadonlyMap<string, readonly string[]>>();

/** Which fields each merge group of a kind holds. */
export function groupsOf(fields: Fields): ReadonlyMap<string, readonly string[]> {
  const groups = groupings.get(fields) ?? workOutGroups(fields);
  groupings.set(fields, groups);
  return groups;
}

function workOutGroups(fields: Fields): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, field] of Object.entries(fields)) {
    const group = field.group ?? name;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return groups;
}

const isTogether = (fields: Fields, group: string, names: readonly string[]) =>
  names.length > 1 || names[0] !== group || fields[names[0]]?.group !== undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values by field name from a body. Groups that the declaration does not know are left out, not lost: the body keeps them. */
export function valuesOf(fields: Fields, body: Body): AnyValues {
  const values: Record<string, unknown> = {};
  for (const [group, names] of groupsOf(fields)) {
    const value = body[group];
    if (value === undefined) continue;
    if (!isTogether(fields, group, names)) values[group] = value;
    else if (isObject(value))
      for (const name of names) if (value[name] !== undefined) values[name] = value[name];
  }
  return values;
}

/**
 * The groups that differ between two sets of values, as a change's `set`.
 * @param known the body the values came from: what a newer program put into a group travels on with it
 */
export function differenceOf(fields: Fields, before: AnyValues, after: AnyValues, known: Body = {}): Body {
  const set: Record<string, unknown> = {};
  for (const [group, names] of groupsOf(fields)) {
    if (names.every((name) => sameValue(before[name] ?? null, after[name] ?? null))) continue;
    if (!isTogether(fields, group, names)) {
      set[group] = after[group] ?? null;
      continue;
    }
    const kept = isObject(known[group]) ? known[group] : {};
    const given = names.flatMap((name) => (after[name] == null ? [] : [[name, after[name]] as const]));
    const unknown = Object.entries(kept).filter(([name]) => !names.includes(name));
    set[group] = Object.fromEntries([...unknown, ...given]);
  }
  return set;
}

/** Whether two JSON values say the same, whatever the order of their keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}
