import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { usePhone } from '../../shell/app-context.ts';
import { loadCatalogue, suggestModels, type Suggestion } from '../catalogue.ts';
import type { WidgetProps } from './widget.ts';

export function TextWidget(props: WidgetProps<'text'>): JSX.Element {
  const { field, value, problemId, onChange } = props;
  const id = useId();
  const text = typeof value === 'string' ? value : '';
  const common = {
    id,
    class: 'input',
    value: text,
    maxLength: field.maxLength ?? (field.multiline ? 4_000 : 200),
    'aria-invalid': problemId !== undefined,
    ...(problemId === undefined ? {} : { 'aria-describedby': problemId }),
  };
  const changed = (next: string) => onChange(next === '' ? null : next);
  return (
    <>
      <label for={id}>{field.label}</label>
      {field.multiline ? (
        <textarea {...common} rows={3} onInput={(event) => changed(event.currentTarget.value)} />
      ) : (
        <input {...common} autocomplete="off" onInput={(event) => changed(event.currentTarget.value)} />
      )}
      {field.suggest ? <Suggestions {...props} by={field.suggest.by} text={text} /> : null}
    </>
  );
}

/** Models to pick from or to ignore: identification is never forced. */
function Suggestions(props: WidgetProps<'text'> & { by: string; text: string }): JSX.Element | null {
  const { by, text, values, onChange } = props;
  const { phone } = usePhone();
  const [catalogue, setCatalogue] = useState<readonly Suggestion[]>([]);
  const category = values[by];
  useEffect(() => {
    void loadCatalogue().then(setCatalogue);
  }, []);
  if (category == null) return null;
  const models = suggestModels(catalogue, phone.model.all(), { category, typed: text });
  if (models.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label="Suggested models">
      {models.map((model) => (
        <button key={model} type="button" class="button" onClick={() => onChange(model)}>
          {model}
        </button>
      ))}
    </div>
  );
}
