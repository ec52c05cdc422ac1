import * as v from 'valibot';
import { intervalOf, isReducedDate } from './dates.ts';
import type { AnyValues, Fields } from './fields/field.ts';
import { polygonSchema, positionSchema } from './fields/place.ts';
import type { Bounds, Polygonal } from './geo/shape.ts';
import { checkPoint, checkPolygon, type ShapeContext } from './geo/validity.ts';
import type { KindDeclaration } from './kinds/declaration.ts';
import type { Problem } from './problem.ts';
import { problemsOf, relevantValues } from './validate.ts';

/** A record and what it is held against. What is not at hand is not asked. */
export interface RecordToCheck {
  readonly kind: KindDeclaration;
  readonly values: AnyValues;
  /** The programme's calendar day. */
  readonly today: string;
  /** The programme's operating area. */
  readonly area: Bounds;
  /** The values of the task that the record names. */
  readonly task?: AnyValues;
  /** Polygons of the same kind that are recorded already, each by the name people know it by. */
  readonly others?: readonly { readonly name: string; readonly shape: Polygonal }[];
}

/**
 * Everything that is wrong or doubtful about a record: asked by the phone before it saves, where errors block "Save"
 * and warnings go with the record, and by the server, which refuses nothing and flags all of it. Never throws, whatever
 * the values are.
 */
export function checkRecord({ kind, values, today, area, task, others }: RecordToCheck): readonly Problem[] {
  const relevant = relevantValues(kind.fields, values);
  const own = problemsOf(kind, relevant);
  const readable = own.every((problem) => problem.code !== 'unreadable');
  const claim = readable ? kind.land?.(relevant) : undefined;
  const context: ShapeContext = {
    area,
    ...(task && { task: taskOf(task) }),
    ...(others && { others }),
    ...(claim?.givenM2 && { givenM2: claim.givenM2 }),
    ...(claim && { computed: claim.basis === 'computed' }),
  };
  return [
    ...own,
    ...ofShapes(kind.fields, relevant, context),
    ...aheadOfToday(kind.fields, relevant, today),
    ...beforeTask(relevant, task),
  ];
}

function taskOf({ name, place }: AnyValues): NonNullable<ShapeContext['task']> {
  return {
    name: typeof name === 'string' && name !== '' ? name : 'the task',
    ...(v.is(polygonSchema, place) && { shape: place.shape }),
  };
}

function ofShapes(fields: Fields, values: AnyValues, context: ShapeContext): Problem[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = values[name];
    if (field.type === 'polygon' && v.is(polygonSchema, value)) {
      return checkPolygon(value, context).map((problem) => ({ ...problem, field: name }));
    }
    if (field.type === 'position' && v.is(positionSchema, value)) {
      return checkPoint(value, context).map((problem) => ({ ...problem, field: name }));
    }
    return [];
  });
}

function aheadOfToday(fields: Fields, values: AnyValues, today: string): Problem[] {
  return Object.entries(fields).flatMap(([name, field]): Problem[] => {
    const value = values[name];
    if (field.type === 'list' && Array.isArray(value)) {
      const entries = value.filter(
        (entry): entry is AnyValues => typeof entry === 'object' && entry !== null,
      );
      return entries
        .flatMap((entry) => aheadOfToday(field.item, entry, today))
        .map((problem) => ({ ...problem, field: name }));
    }
    if (field.type !== 'date' || field.planned || !isReducedDate(value)) return [];
    if (intervalOf(value)[0] <= today) return [];
    const message = `"${field.label}" is ${value}, which is still to come.`;
    return [{ code: 'date-in-future', severity: 'warning', field: name, message }];
  });
}

function beforeTask({ date }: AnyValues, task: AnyValues | undefined): Problem[] {
  const opened = task?.['date'];
  if (!isReducedDate(date) || !isReducedDate(opened) || intervalOf(date)[1] >= intervalOf(opened)[0])
    return [];
  const message = `The work is dated ${date}, before its task was opened on ${opened}.`;
  return [{ code: 'before-task-opened', severity: 'warning', field: 'date', message }];
}
