import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { isRelevant } from '#domain/fields/field.ts';
import type { FormEntry } from '#domain/form-plan.ts';
import type { KindDeclaration } from '#domain/kinds/declaration.ts';
import type { Problem } from '#domain/problem.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { Screen } from '../shell/screen.tsx';
import { sentenceOf } from '../shell/session.ts';
import { AreaBasisLine } from './area-basis-line.tsx';
import { arrange } from './arrange.ts';
import { checkDraft } from './check-draft.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { FieldView } from './field-view.tsx';
import { ProblemSummary, showField } from './problem-summary.tsx';
import { valueText } from './value-text.ts';

interface RecordFormProps {
  readonly kind: KindDeclaration;
  readonly keeper: DraftKeeper;
}

/** The form of a kind, from its declaration: what is required first, the rest below "More". */
export function RecordForm({ kind, keeper }: RecordFormProps): JSX.Element {
  const { router, storage, say, now } = useApp();
  const { phone } = usePhone();
  const draft = keeper.draft.value;
  const { values } = draft;
  const plan = useMemo(() => arrange(kind), [kind]);
  /** Checked from the first press of "Save" on, and then with every change. */
  const [tried, setTried] = useState(false);
  /** The warnings that were shown: those may be saved along. */
  const [shown, setShown] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [more, setMore] = useState(false);
  const savingRef = useRef(false);
  const isNew = draft.base.seq === 0 && draft.after.length === 0;
  const problems = tried ? checkDraft(kind, draft, phone, now()) : [];
  const warned = problems.length > 0 && problems.every(isWarning) && keyOf(problems) === shown;

  async function save() {
    if (savingRef.current) return;
    const found = checkDraft(kind, draft, phone, now());
    const blocking = found.find((problem) => !isWarning(problem));
    setTried(true);
    setFailure(null);
    setShown(blocking ? null : keyOf(found));
    if (blocking) {
      if (plan.more.some(({ name }) => name === blocking.field && name !== kind.presets?.sets)) setMore(true);
      if (blocking.field !== undefined) showField(blocking.field);
      return;
    }
    if (found.length > 0 && keyOf(found) !== shown) return;
    savingRef.current = true;
    try {
      const flags = found.map(({ code, message, field }) => ({ code, message, ...(field && { field }) }));
      const last = await keeper.release();
      const startedMs = performance.now();
      const saved = await phone.save(last, flags);
      performance.measure('save', { start: startedMs });
      void storage.askToKeep();
      say({ text: `Saved: ${kind.title(saved.values)} · ${saved.code}` });
      router.back();
    } catch (error) {
      // The form stays as it is: nothing typed is lost by a save that did not work.
      setFailure(sentenceOf(error));
      keeper.resume();
    } finally {
      savingRef.current = false;
    }
  }

  function measureByTape() {
    const { taped } = kind;
    if (!taped) return;
    for (const [name, value] of Object.entries(taped.counts)) keeper.set(name, value);
    const list = values[taped.list];
    if (!Array.isArray(list) || list.length === 0) keeper.set(taped.list, [{}]);
    setMore(true);
    showField(taped.list);
  }

  const view = (entry: FormEntry) =>
    isRelevant(entry.field, values) ? (
      <FieldView
        key={entry.name}
        name={entry.name}
        field={entry.field}
        values={values}
        problems={problems}
        unfinished={draft.unfinished?.[entry.name]}
        onUnfinished={(typed) => keeper.keepUnfinished(entry.name, typed)}
        onChange={(value) => keeper.set(entry.name, value)}
        onFill={(value) => keeper.fill(entry.name, value)}
      />
    ) : null;

  const kept = keeper.kept.value;
  const head = plan.head ? view(plan.head) : null;
  const saveBar = (
    <div class="stack save-bar">
      <ProblemSummary problems={problems} failure={failure} warned={warned} />
      <button type="button" class="button primary wide save" onClick={() => void save()}>
        {warned ? 'Save all the same' : 'Save'}
      </button>
    </div>
  );
  const rest = (
    <>
      <button type="button" class="button" aria-expanded={more} onClick={() => setMore(!more)}>
        {more ? 'Less' : 'More'}
      </button>
      {more ? plan.more.map(view) : null}
      <p class="draft-kept" role="status">
        {typeof kept === 'object' ? `The draft could not be stored: ${kept.problem}` : keptText[kept]}
      </p>
    </>
  );
  const title = isNew ? kind.label : `Change: ${kind.label}`;
  if (plan.area) {
    const { area } = plan;
    const answers = plan.first
      .filter(({ field, name }) => isRelevant(field, values) && values[name] != null)
      .map(({ field, name }) => valueText(field, values[name], (_, id) => id));
    return (
      <Screen title={title} head={head} bare>
        <main class="area-form">
          {view(area)}
          <AreaBasisLine kind={kind} values={values} onTape={measureByTape} />
          <details class="area-answers">
            <summary class="button wide">{answers.join(' · ') || 'Details'}</summary>
            <div class="stack">
              {plan.first.map(view)}
              {rest}
            </div>
          </details>
          {saveBar}
        </main>
      </Screen>
    );
  }
  return (
    <Screen title={title} head={head} foot={saveBar} bodyClass="form-body">
      {plan.required.map(view)}
      {kind.presets ? (
        <fieldset class="field" id={`field-${kind.presets.sets}`}>
          <legend class="label">{kind.presets.label}</legend>
          <div class="tiles">
            {Object.entries(kind.presets.options).map(([name, preset]) => (
              <button
                key={name}
                type="button"
                class="tile short"
                aria-pressed={draft.preset === name}
                onClick={() => keeper.choosePreset(name)}
              >
                {preset.label}
              </button>
            ))}
          </div>
          {problems
            .filter(({ field }) => field === kind.presets?.sets && !more)
            .map(({ message }) => (
              <p key={message} class="error-text">
                {message}
              </p>
            ))}
        </fieldset>
      ) : null}
      {plan.places.map(view)}
      {plan.first.map(view)}
      {rest}
    </Screen>
  );
}

/** "Kept" is said of what is on the disk, and not before. */
const keptText = { untouched: '', waiting: 'Keeping the draft …', kept: 'Draft kept' } as const;

const isWarning = ({ severity }: Problem) => severity === 'warning';
/** Which warnings they are, whatever the figures in them: a position that is being averaged changes its own. */
const keyOf = (problems: readonly Problem[]) =>
  problems.map(({ code, field }) => `${code}/${field ?? ''}`).join(' ');
