import type { JSX } from 'preact';
import { type AnyValues, isRelevant } from '#domain/fields/field.ts';
import { initialValues } from '#domain/form-plan.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import { Icon } from '../../shell/icon.tsx';
import type { WidgetProps } from './widget.ts';

/** Several of a kind of thing, each with its own small form. */
export function ListWidget(props: WidgetProps<'list'>): JSX.Element {
  const { name, field, value, values, onChange, inner: Inner } = props;
  const items = Array.isArray(value) ? (value as readonly AnyValues[]) : [];
  const replace = (index: number, item: AnyValues) =>
    onChange(items.map((old, position) => (position === index ? item : old)));
  const add = () => {
    const today = typeof values['date'] === 'string' ? values['date'] : '';
    const blank = initialValues({ fields: field.item } as KindDeclaration, { today });
    onChange([...items, blank]);
  };
  return (
    <fieldset class="stack">
      <legend class="label">{field.label}</legend>
      {items.map((item, index) => (
        <div
          key={`${name}-${index}`}
          class="list-item stack"
          role="group"
          aria-label={`${field.itemLabel} ${index + 1}`}
        >
          {Object.entries(field.item)
            .filter(([, inner]) => isRelevant(inner, item))
            .map(([inner, innerField]) => (
              <Inner
                key={inner}
                name={inner}
                field={innerField}
                values={item}
                problems={[]}
                onChange={(next) => replace(index, { ...item, [inner]: next })}
                onFill={(next) => replace(index, { ...item, [inner]: next })}
              />
            ))}
          <button
            type="button"
            class="button"
            onClick={() => onChange(items.filter((_, position) => position !== index))}
          >
            <Icon name="trash" /> Remove {field.itemLabel.toLowerCase()} {index + 1}
          </button>
        </div>
      ))}
      <button type="button" class="button" onClick={add}>
        <Icon name="plus" /> Add {field.itemLabel.toLowerCase()}
      </button>
    </fieldset>
  );
}
