import type { ReducedDate } from '../dates.ts';
import type { Place } from './place.ts';
import type { Point, Polygonal } from '../geo/shape.ts';

/** What every field may say of itself, whatever its type. */
interface FieldBase {
  readonly label: string;
  /** What a sentence calls it ("the category"), where the label in small letters is no such word. */
  readonly noun?: string;
  /** One plain sentence under the field. */
  readonly help?: string;
  /** A record without it cannot be submitted from the form. The server flags its absence. */
  readonly required?: boolean;
  /** Fields that only make sense together share a group: they are merged, held and overwritten as one. */
  readonly group?: string;
  /** Relevant only while each named field of the same kind has one of these values. */
  readonly when?: Readonly<Record<string, readonly unknown[]>>;
  /** Personal or restricted: left out of packs and public exports. */
  readonly sensitive?: boolean;
  /** Below the fold of the form, where optional things are. */
  readonly more?: boolean;
  /** Never typed into this form: filled by the app or another screen. */
  readonly hidden?: boolean;
  /** A new record starts with the value of the author's last record of the kind. */
  readonly remembered?: boolean;
}

interface TextField extends FieldBase {
  readonly type: 'text';
  readonly maxLength?: number;
  readonly multiline?: boolean;
  /** A list to pick from or to ignore: names the catalogue and the field whose value narrows it. */
  readonly suggest?: { readonly from: 'ordnance-catalogue'; readonly by: string };
}
interface NumberField extends FieldBase {
  readonly type: 'number';
  readonly unit: 'm' | 'cm' | 'm²';
  readonly min?: number;
  readonly max?: number;
}
interface CountField extends FieldBase {
  readonly type: 'count';
  readonly min?: number;
  readonly max?: number;
  readonly initial?: number;
}
interface ChoiceField<Option extends string = string> extends FieldBase {
  readonly type: 'choice';
  readonly options: Readonly<Record<Option, string>>;
  readonly initial?: NoInfer<Option>;
  /** Options that only imports may hold; the form does not offer them. */
  readonly importOnly?: readonly NoInfer<Option>[];
  readonly look?: 'tiles';
}
interface DateField extends FieldBase {
  readonly type: 'date';
  /** The form starts with the programme's calendar day. */
  readonly initial?: 'today';
  /** May lie in the future. What is reported as done may not. */
  readonly planned?: true;
}
/** The id of a task record, or of a team of the programme. */
interface ReferenceField extends FieldBase {
  readonly type: 'reference';
  readonly to: 'task' | 'team';
}
interface PositionField extends FieldBase {
  readonly type: 'position';
}
interface PolygonField extends FieldBase {
  readonly type: 'polygon';
}
interface ListField<Item = Fields> extends FieldBase {
  readonly type: 'list';
  readonly item: Item;
  readonly itemLabel: string;
}

/** The closed set of field types. Registries over it are mapped types, so that a missing entry does not compile. */
export interface FieldTypes {
  text: TextField;
  number: NumberField;
  count: CountField;
  choice: ChoiceField;
  date: DateField;
  reference: ReferenceField;
  position: PositionField;
  polygon: PolygonField;
  list: ListField;
}
export type FieldType = keyof FieldTypes;
export type Field = FieldTypes[FieldType];
export interface Fields {
  readonly [name: string]: Field;
}

interface PlainValues {
  text: string;
  number: number;
  count: number;
  date: ReducedDate;
  reference: string;
  position: Place<Point>;
  polygon: Place<Polygonal>;
}

/** The TypeScript type of a field's value. */
export type ValueOf<F> = F extends { readonly type: 'choice'; readonly options: infer Options }
  ? Extract<keyof Options, string>
  : F extends { readonly type: 'list'; readonly item: infer Item }
    ? readonly ValuesOf<Item>[]
    : F extends { readonly type: infer Type extends keyof PlainValues }
      ? PlainValues[Type]
      : never;

/** Values by field name. A value that was never given is absent, one that was taken back is null. */
export type ValuesOf<Fs> = { readonly [Name in keyof Fs]?: ValueOf<Fs[Name]> | null };

/** Values of a kind that the reader does not know at compile time. */
export type AnyValues = Readonly<Record<string, unknown>>;

/** Whether the field matters, given the other values. */
export function isRelevant(field: Field, values: AnyValues): boolean {
  return Object.entries(field.when ?? {}).every(([name, allowed]) => allowed.includes(values[name]));
}
