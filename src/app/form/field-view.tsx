import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { FieldType } from '#domain/fields/field.ts';
import { ChoiceWidget } from './widgets/choice-widget.tsx';
import { CountWidget } from './widgets/count-widget.tsx';
import { DateWidget } from './widgets/date-widget.tsx';
import { ListWidget } from './widgets/list-widget.tsx';
import { NumberWidget } from './widgets/number-widget.tsx';
import { PolygonWidget } from './widgets/polygon-widget.tsx';
import { PositionWidget } from './widgets/position-widget.tsx';
import { ReferenceWidget } from './widgets/reference-widget.tsx';
import { TextWidget } from './widgets/text-widget.tsx';
import type { FieldViewProps, Widget } from './widgets/widget.ts';

const widgets: { readonly [Type in FieldType]: Widget<Type> } = {
  text: TextWidget,
  number: NumberWidget,
  count: CountWidget,
  choice: ChoiceWidget,
  date: DateWidget,
  reference: ReferenceWidget,
  position: PositionWidget,
  polygon: PolygonWidget,
  list: ListWidget,
};

/** One field of a form: its widget, a sentence of help, and what is wrong with it. */
export function FieldView(props: FieldViewProps): JSX.Element {
  const { name, field, values, problems, onChange, onFill } = props;
  const id = useId();
  const own = problems.filter((problem) => problem.field === name);
  const errors = own.some(({ severity }) => severity === 'error');
  // The widget of the field's own type: the mapped type above pairs them.
  const Chosen = widgets[field.type] as Widget<FieldType>;
  return (
    <div class="field" id={`field-${name}`}>
      <Chosen
        name={name}
        field={field}
        value={values[name]}
        values={values}
        problemId={errors ? id : undefined}
        unfinished={props.unfinished}
        onUnfinished={props.onUnfinished}
        onChange={onChange}
        onFill={onFill}
        inner={FieldView}
      />
      {field.help ? <p class="help">{field.help}</p> : null}
      {own.length > 0 ? (
        <div id={id} class="field-problems">
          {own.map((problem) => (
            <p key={problem.code + problem.message} class={problem.severity === 'error' ? 'error-text' : ''}>
              {problem.message}
            </p>
          ))}
        </div>
      ) : null}
    </div>
  );
}
