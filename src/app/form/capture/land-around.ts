import * as v from 'valibot';
import { polygonSchema } from '#domain/fields/place.ts';
import type { AnyValues, Field } from '#domain/fields/field.ts';
import { boundsOf } from '#domain/geo/bounds.ts';
import { type Bounds, type Polygonal, polygonsOf, type Ring } from '#domain/geo/shape.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Registry } from '#domain/kinds/registry.ts';
import { relevantValues } from '#domain/validate.ts';
import type { ReadModel } from '#store/phone.ts';
import { statusOf, worldDegrees } from '#store/record-view.ts';

/** The land in the midst of which an area is drawn. */
export interface LandAround {
  readonly task: { readonly name: string; readonly shape: Polygonal } | null;
  /** What is recorded already of the same task, product and search class. */
  readonly earlier: readonly Polygonal[];
  /** What a corner may be drawn to: the edges of all that is recorded in the task, and of the task. */
  readonly edges: readonly Ring[];
}

export const nothingAround: LandAround = { task: null, earlier: [], edges: [] };

/** The kind whose field it is. */
export const kindWith = (registry: Registry, name: string, field: Field): KindDeclaration | undefined =>
  registry.kinds.find((kind) => kind.fields[name] === field);

/** As far as this phone knows. @param values of the form: a record does not lie in its own way */
export function landAround(
  model: ReadModel,
  kind: KindDeclaration,
  name: string,
  values: AnyValues,
): LandAround {
  const task = typeof values['task'] === 'string' ? model.get(values['task']) : undefined;
  const taskPlace = task?.values['place'];
  const shape = v.is(polygonSchema, taskPlace) ? taskPlace.shape : null;
  const box = boxAround(shape, values[name]);
  if (!box) return nothingAround;
  // Before there is an area: it would lie in the task, and count with the same.
  const drawn = { ...relevantValues(kind.fields, values), [name]: values[name] ?? taskPlace };
  const key = kind.land?.(drawn)?.key;
  const earlier: Polygonal[] = [];
  const edges: Ring[] = shape ? polygonsOf(shape).flat().slice() : [];
  for (const view of model.within(worldDegrees(box))) {
    if (view.kind !== kind || statusOf(view) === 'withdrawn') continue;
    if (view.values['task'] !== values['task'] || view.code === values['code']) continue;
    const place = view.values[name];
    if (!v.is(polygonSchema, place)) continue;
    edges.push(...polygonsOf(place.shape).flat());
    if (kind.land?.(view.values)?.key === key) earlier.push(place.shape);
  }
  return { task: shape && task ? { name: task.code, shape } : null, earlier, edges };
}

function boxAround(task: Polygonal | null, place: unknown): Bounds | null {
  if (task) return boundsOf(task);
  return v.is(polygonSchema, place) ? boundsOf(place.shape) : null;
}
