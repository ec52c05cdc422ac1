import type { ReducedDate } from '../dates.ts';
import type { AnyValues, Fields, ValueOf, ValuesOf } from '../fields/field.ts';
import type { Polygonal } from '../geo/shape.ts';
import type { Problem } from '../problem.ts';
import { commonFields } from './common-fields.ts';

/** Something counted on a day: ordnance found, or found earlier and destroyed that day. */
export interface ItemEvent {
  readonly measure: 'found' | 'destroyed';
  readonly category: string;
  readonly on: ReducedDate;
  readonly count: number;
}

/** Land that a record says was worked on. Claims of one key are counted once. */
export interface LandClaim {
  readonly product: string;
  /** Records of the same task, product and search class share a key. */
  readonly key: string;
  readonly basis: 'computed' | 'measured' | 'stated';
  /** The area by the record's basis where that is not the polygon's own. */
  readonly areaM2?: number;
  readonly shape?: Polygonal;
  /** Whatever was stated or measured, used or not: compared with the polygon's own area. */
  readonly givenM2?: readonly number[];
}

export type SymbolShape = 'triangle' | 'square' | 'circle' | 'diamond' | 'cross' | 'area' | 'outline';

/** How the record stands on the map and in lists; never by colour alone. */
export interface MapSymbol {
  readonly shape: SymbolShape;
  /** Name of a colour token of the style sheet. */
  readonly colour: 'danger' | 'ink' | 'cleared' | 'reduced' | 'cancelled' | 'task';
}

/** A one-touch answer that fills several fields, as "Destroyed here" does. */
interface Preset {
  readonly label: string;
  apply(values: AnyValues): AnyValues;
}

/**
 * A kind of record, declared once. The TypeScript type, form, validation, list row, map symbol, tally, export columns,
 * API schema, merge groups, buckets, redaction, translation keys, reference page and generators derive from it.
 */
export interface KindDeclaration {
  readonly kind: string;
  readonly label: string;
  readonly plural: string;
  /** The button that starts one on the phone; kinds without it are not made there. */
  readonly action?: string;
  /** One or two capitals in the record's code. */
  readonly letter: string;
  /** Plain words for the reference page. */
  readonly about: string;
  readonly fields: Fields;
  /** The question that the presets answer, and which field must be set afterwards. */
  readonly presets?: {
    readonly label: string;
    readonly sets: string;
    readonly options: Readonly<Record<string, Preset>>;
  };
  title(values: AnyValues): string;
  symbol(values: AnyValues): MapSymbol;
  /** Rules over several fields. */
  rules?(values: AnyValues): readonly Problem[];
  items?(values: AnyValues): readonly ItemEvent[];
  land?(values: AnyValues): LandClaim | null;
  /** Where the land may be measured by tape: the list that holds it, and the values with which it counts. */
  readonly taped?: { readonly list: string; readonly counts: AnyValues };
  /** What every team is warned of, whosever record it is. */
  readonly danger?: {
    /** The fields that other teams see of it: nothing of who, and no more than where and what. */
    readonly shows: readonly string[];
    /** Whether it is there to be warned of now. */
    is(values: AnyValues): boolean;
  };
}

type Own = Fields;
type AllFields<F extends Own> = F & Omit<typeof commonFields, keyof F>;
type Values<F extends Own> = ValuesOf<AllFields<F>>;
type When<F> = { readonly [Name in keyof F]?: readonly ValueOf<F[Name]>[] };
type CheckedFields<F extends Own> = {
  readonly [Name in keyof F]: F[Name] extends { readonly item: infer Item extends Own }
    ? {
        readonly when?: When<F>;
        readonly item: { readonly [Sub in keyof Item]: { readonly when?: When<Item> } };
      }
    : { readonly when?: When<F> };
};
interface TypedPreset<F extends Own> {
  readonly label: string;
  apply(values: Values<F>): Partial<Values<F>>;
}
interface TypedDeclaration<F extends Own> {
  readonly fields: F & CheckedFields<F>;
  readonly presets?: {
    readonly label: string;
    readonly sets: Extract<keyof F, string>;
    readonly options: Readonly<Record<string, TypedPreset<F>>>;
  };
  title(values: Values<F>): string;
  symbol(values: Values<F>): MapSymbol;
  rules?(values: Values<F>): readonly Problem[];
  items?(values: Values<F>): readonly ItemEvent[];
  land?(values: Values<F>): LandClaim | null;
  readonly taped?: { readonly list: Extract<keyof F, string>; readonly counts: Partial<Values<F>> };
  readonly danger?: {
    readonly shows: readonly Extract<keyof AllFields<F>, string>[];
    is(values: Values<F>): boolean;
  };
}
type Plain = Omit<KindDeclaration, keyof TypedDeclaration<Own>>;

/**
 * Declares a kind: relevance and presets are checked against the kind's own fields, and the common fields are added
 * (a kind may restate one, as a task does with its date).
 */
export function defineKind<const F extends Own>(
  declaration: Plain & TypedDeclaration<F>,
): KindDeclaration & { readonly fields: AllFields<F> } {
  const fields = { ...commonFields, ...declaration.fields };
  // Inside, a kind's functions take the values of its own fields; outside, whoever calls has checked the values first.
  return { ...declaration, fields };
}
