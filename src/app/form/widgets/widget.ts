import type { ComponentType, JSX } from 'preact';
import type { Field } from '#domain/fields/field.ts';
import type { Problem } from '#domain/problem.ts';
import type { AnyValues, FieldType, FieldTypes } from '#domain/fields/field.ts';

export interface WidgetProps<Type extends FieldType> {
  readonly name: string;
  readonly field: FieldTypes[Type];
  /** What the form holds: of the field's type, or what could not be read as it, or nothing. */
  readonly value: unknown;
  /** All values of the form, where one widget depends on another field. */
  readonly values: AnyValues;
  /** What was typed into it and is no value yet, as `onUnfinished` was told; kept with the draft. */
  readonly unfinished?: unknown;
  readonly onUnfinished?: ((typed: unknown) => void) | undefined;
  /** What is wrong with it, by an id to describe the control with. */
  readonly problemId: string | undefined;
  readonly onChange: (value: unknown) => void;
  /** A value that the app found by itself. */
  readonly onFill: (value: unknown) => void;
  /** Draws a field, for widgets that hold fields themselves. */
  readonly inner: ComponentType<FieldViewProps>;
}

export interface FieldViewProps {
  readonly name: string;
  readonly field: Field;
  readonly values: AnyValues;
  /** What is wrong in the whole form; the field shows its own. */
  readonly problems: readonly Problem[];
  readonly unfinished?: unknown;
  readonly onUnfinished?: (typed: unknown) => void;
  readonly onChange: (value: unknown) => void;
  readonly onFill: (value: unknown) => void;
}

export type Widget<Type extends FieldType> = (props: WidgetProps<Type>) => JSX.Element;
