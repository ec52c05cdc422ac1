import type { JSX } from 'preact';
import { useEffect, useId, useMemo, useState } from 'preact/hooks';
import type { RecordView } from '#store/phone.ts';
import { plainValuesOf } from '#store/record-view.ts';
import { usePhone } from '../../shell/app-context.ts';
import { versionOf } from '../../shell/watched-signal.ts';
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

/** Records whose models are suggested before those of the catalogue. */
const mostRecent = 200;

/** Models to pick from or to ignore: identification is never forced. */
function Suggestions(props: WidgetProps<'text'> & { by: string; text: string }): JSX.Element | null {
  const { by, text, values, onChange } = props;
  const { phone } = usePhone();
  const [catalogue, setCatalogue] = useState<readonly Suggestion[]>([]);
  const category = values[by];
  useEffect(() => {
    void loadCatalogue().then(setCatalogue);
  }, []);
  const version = versionOf(phone.model).value;
  const recent = useMemo(() => {
    const isLike = (view: RecordView) => {
      const known = plainValuesOf(view);
      return typeof known['model'] === 'string' && known[by] === category;
    };
    return category == null ? [] : phone.model.newest(mostRecent, isLike).views;
    // oxlint-disable-next-line react/exhaustive-deps
  }, [phone, version, by, category]);
  if (category == null) return null;
  const models = suggestModels(catalogue, recent, { category, typed: text });
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
