import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { RecordView } from '#store/phone.ts';
import type { StoredOverlay } from '#store/overlay-database.ts';
import type { OverlayChange, Overlays } from '#store/overlays.ts';
import { useApp } from '../shell/app-context.ts';
import { Icon } from '../shell/icon.tsx';
import { sentenceOf } from '../shell/session.ts';
import { AddOverlaySheet } from './add-overlay-sheet.tsx';
import { countsText } from './overlay-text.ts';
import { ProblemList } from './problem-list.tsx';
import { useOverlays } from './use-overlays.ts';

/** The layers of one task, on a screen. */
export function TaskOverlays({ task }: { task: RecordView }): JSX.Element {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <OverlaysOf task={task} onAdd={() => setAdding(true)} />
      {adding ? <AddOverlaySheet task={task} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

/** The layers of one task, and the button that adds one. */
export function OverlaysOf({ task, onAdd }: { task: RecordView; onAdd: () => void }): JSX.Element {
  const { overlays, list, problem } = useOverlays();
  const own = list.filter((each) => each.task === task.state.id);
  return (
    <section class="stack" aria-label={`Layers of ${task.code}`}>
      <h2>Layers from files</h2>
      {problem === null ? null : <p class="notice bad">{problem}</p>}
      {overlays ? <OverlayRows overlays={overlays} list={own} /> : null}
      <button type="button" class="button" onClick={onAdd}>
        <Icon name="plus" /> Add a layer from a file
      </button>
    </section>
  );
}

export function OverlayRows(props: {
  overlays: Overlays;
  list: readonly StoredOverlay[];
}): JSX.Element | null {
  if (props.list.length === 0) return null;
  return (
    <ul class="rows">
      {props.list.map((each) => (
        <OverlayRow key={each.id} overlays={props.overlays} overlay={each} />
      ))}
    </ul>
  );
}

function OverlayRow({ overlays, overlay }: { overlays: Overlays; overlay: StoredOverlay }): JSX.Element {
  const { say } = useApp();
  const [state, setState] = useState<'still' | 'renaming' | 'removing'>('still');
  const { id, name, file, isShown, summary, problems } = overlay;
  const settle = (work: Promise<void>) => {
    setState('still');
    work.catch((error: unknown) => say({ text: sentenceOf(error) }));
  };
  const change = (to: OverlayChange) => settle(overlays.change(id, to));
  return (
    <li class="overlay-row">
      <b>{name}</b>
      <small class="quiet number">
        {countsText(summary)} · {file}
      </small>
      <ProblemList problems={problems} />
      {state === 'renaming' ? (
        <Rename name={name} onDone={(to) => (to === name ? setState('still') : change({ name: to }))} />
      ) : state === 'removing' ? (
        <div class="notice warn stack" role="alert">
          <p>The layer is taken off this device. The file it came from is not touched.</p>
          <div class="buttons">
            <button type="button" class="button danger" onClick={() => settle(overlays.remove(id))}>
              Remove it
            </button>
            <button type="button" class="button" onClick={() => setState('still')}>
              Keep it
            </button>
          </div>
        </div>
      ) : (
        <div class="buttons">
          <button
            type="button"
            class="button"
            aria-pressed={isShown}
            onClick={() => change({ isShown: !isShown })}
          >
            <Icon name="eye" /> {isShown ? 'Shown' : 'Hidden'}
            <span class="sr-only"> on the map: {name}</span>
          </button>
          <button type="button" class="button" onClick={() => setState('renaming')}>
            Rename<span class="sr-only"> {name}</span>
          </button>
          <button type="button" class="button danger" onClick={() => setState('removing')}>
            Remove<span class="sr-only"> {name}</span>
          </button>
        </div>
      )}
    </li>
  );
}

function Rename({ name, onDone }: { name: string; onDone: (name: string) => void }): JSX.Element {
  const id = useId();
  const [text, setText] = useState(name);
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(text.trim() || name);
      }}
    >
      <label for={id}>Name of the layer</label>
      <input
        id={id}
        class="input"
        maxLength={100}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <div class="buttons">
        <button type="submit" class="button primary">
          Rename
        </button>
        <button type="button" class="button" onClick={() => onDone(name)}>
          Cancel
        </button>
      </div>
    </form>
  );
}
