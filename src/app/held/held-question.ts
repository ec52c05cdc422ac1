import * as v from 'valibot';
import type { Field, Fields } from '#domain/fields/field.ts';
import { polygonSchema, positionSchema } from '#domain/fields/place.ts';
import { type Polygonal, polygonsOf, type Shape } from '#domain/geo/shape.ts';
import { groupsOf, sameValue, valuesOf } from '#domain/merge-groups.ts';
import { type Hold, isLocked, writtenBy } from '#protocol/record.ts';
import type { RecordView } from '#store/phone.ts';
import { type NameOf, valueText } from '../form/value-text.ts';

/** One of the values that there are for the same thing: the standing one, or one that waits beside it. */
export interface HeldValue {
  /** Undefined for the standing value. */
  readonly hold: Hold | undefined;
  /** Undefined where an older version wrote it and the record does not say. */
  readonly by: { readonly author: string; readonly at: string } | undefined;
  /** As people read it; of fields that are kept together only those that differ, each with its label. */
  readonly text: string;
  /** Where the value is a place that can be drawn. */
  readonly shape: Shape | undefined;
}

/** The standing value of a merge group, and then those that wait for it. */
interface HeldPart {
  readonly group: string;
  readonly label: string;
  readonly values: readonly [HeldValue, ...HeldValue[]];
}

/** What a person is asked, in their words. */
export interface HeldQuestion {
  readonly key: string;
  /** `late`: somebody's changes that reached the record after it was approved or withdrawn. */
  readonly type: 'choice' | 'late';
  readonly title: string;
  readonly holds: readonly Hold[];
  readonly parts: readonly HeldPart[];
}

export interface Names {
  readonly nameOf: NameOf;
  readonly personOf: (id: string) => string;
}

/**
 * What waits on a record, as questions: on a record that can be changed one for each thing that has several values; on
 * a locked one, one for each person whose changes came too late.
 */
export function heldQuestions(view: RecordView, names: Names): readonly HeldQuestion[] {
  const { state } = view;
  if (!isLocked(state)) {
    return Object.entries(groupedBy(state.holds, ({ group }) => group)).map(([group, holds]) => {
      const part = partOf(view, group, holds, names);
      return { key: group, type: 'choice', title: choiceTitle(view, part), holds, parts: [part] };
    });
  }
  return Object.entries(groupedBy(state.holds, ({ author }) => author)).map(([author, holds]) => {
    const parts = Object.entries(groupedBy(holds, ({ group }) => group)).map(([group, its]) =>
      partOf(view, group, its, names),
    );
    const what = parts.map((part) => whatIsChanged(view, part));
    const drawn = parts.every(({ values }) => values.some(({ shape }) => isArea(shape)));
    const title = `${names.personOf(author)} ${drawn ? 'drew' : 'changed'} ${listed(what)} after this was ${state.status}`;
    return { key: author, type: 'late', title, holds, parts };
  });
}

function groupedBy(holds: readonly Hold[], keyOf: (hold: Hold) => string): Record<string, Hold[]> {
  const groups = new Map<string, Hold[]>();
  for (const hold of holds) groups.set(keyOf(hold), [...(groups.get(keyOf(hold)) ?? []), hold]);
  return Object.fromEntries(groups);
}

function partOf(view: RecordView, group: string, holds: readonly Hold[], { nameOf }: Names): HeldPart {
  const { state } = view;
  const fields = view.kind?.fields ?? {};
  const names = differingFields(view, group, holds);
  const heldValue = (hold: Hold | undefined): HeldValue => {
    const value = hold ? hold.value : state.body[group];
    const values = valuesOf(fields, { [group]: value });
    return {
      hold,
      by: hold ?? writtenBy(state, group),
      text: textOf(fields, names, values, value, nameOf),
      shape: shapeIn(fields, names, values),
    };
  };
  const labels = names.map((name) => fields[name]?.label ?? name);
  return {
    group,
    label: labels.join(', ') || group,
    values: [heldValue(undefined), ...holds.map(heldValue)],
  };
}

/** Of fields that are kept as one those that differ; where none does, all of them. */
function differingFields(view: RecordView, group: string, holds: readonly Hold[]): readonly string[] {
  const fields = view.kind?.fields ?? {};
  const all = groupsOf(fields).get(group) ?? [];
  const read = (value: unknown) => valuesOf(fields, { [group]: value });
  const standing = read(view.state.body[group]);
  const differing = all.filter((name) =>
    holds.some((hold) => !sameValue(standing[name] ?? null, read(hold.value)[name] ?? null)),
  );
  return differing.length > 0 ? differing : all;
}

function textOf(
  fields: Fields,
  names: readonly string[],
  values: Readonly<Record<string, unknown>>,
  whole: unknown,
  nameOf: NameOf,
): string {
  if (names.length === 0) return typeof whole === 'string' ? whole : JSON.stringify(whole ?? null);
  const texts = names.map((name) => {
    const field = fields[name];
    const text = (field && valueText(field, values[name], nameOf)) || 'nothing';
    return names.length > 1 ? `${field?.label ?? name}: ${text}` : text;
  });
  return texts.join(' · ');
}

function shapeIn(
  fields: Fields,
  names: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Shape | undefined {
  for (const name of names) {
    const type = fields[name]?.type;
    const value = values[name];
    if (type === 'position' && v.is(positionSchema, value)) return value.shape;
    if (type === 'polygon' && v.is(polygonSchema, value) && hasCorner(value.shape)) return value.shape;
  }
  return undefined;
}

const hasCorner = (shape: Polygonal) => polygonsOf(shape).flat(2).length > 0;
const isArea = (shape: Shape | undefined) => shape !== undefined && shape.type !== 'Point';

function choiceTitle(view: RecordView, part: HeldPart): string {
  const { values } = part;
  const what = whatIsChanged(view, part);
  const drawn = values.some(({ shape }) => isArea(shape));
  // Whoever wrote what an older version wrote was somebody else: or it would not wait.
  const people = new Set(values.map(({ by }) => by?.author ?? '')).size;
  if (people === 1) {
    const times = values.length === 2 ? 'twice' : `${values.length} times`;
    return `${capital(what)} was ${drawn ? 'drawn' : 'changed'} ${times}`;
  }
  return `${numberWords[people] ?? people} people ${drawn ? 'drew' : 'changed'} ${what}`;
}

const numberWords: Readonly<Record<number, string>> = { 2: 'Two', 3: 'Three', 4: 'Four' };

function whatIsChanged(view: RecordView, { group, values }: HeldPart): string {
  const fields = view.kind?.fields ?? {};
  const holds = values.flatMap(({ hold }) => hold ?? []);
  const names = differingFields(view, group, holds);
  if (names.length === 0) return group === 'code' ? 'the code' : `“${group}”`;
  return listed(names.map((name) => `the ${nounOf(fields[name], name)}`));
}

function nounOf(field: Field | undefined, name: string): string {
  if (!field) return name;
  return field.noun ?? field.label.charAt(0).toLowerCase() + field.label.slice(1);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `a`, `a and b`, `a, b and c` */
function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** The places that are asked about, the standing one first: what the map draws beside one another. Empty for none. */
export function comparedPlaces(questions: readonly HeldQuestion[]): readonly HeldValue[] {
  const parts = questions.flatMap((question) => question.parts);
  const drawn = parts.find(({ values }) => values.slice(1).some(({ shape }) => shape !== undefined));
  if (!drawn) return [];
  const waiting = parts.filter(({ group }) => group === drawn.group).flatMap(({ values }) => values.slice(1));
  return [drawn.values[0], ...waiting];
}
