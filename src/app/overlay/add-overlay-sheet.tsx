import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { boundsIntersect, boundsOf } from '#domain/geo/bounds.ts';
import type { Shape } from '#domain/geo/shape.ts';
import { type Overlay, type OverlaySummary, summaryOf } from '#domain/overlay.ts';
import { overlayEndings } from '#overlay/endings.ts';
import type { RecordView } from '#store/phone.ts';
import { LiveMap } from '../screens/live-map.tsx';
import { useApp, usePhone } from '../shell/app-context.ts';
import { Icon } from '../shell/icon.tsx';
import { sentenceOf } from '../shell/session.ts';
import { Sheet } from '../shell/sheet.tsx';
import { countsText, extentText } from './overlay-text.ts';
import { ProblemList } from './problem-list.tsx';
import { type Reading, readInWorker } from './read-in-worker.ts';

type Step =
  | { readonly type: 'choose'; readonly problem?: string }
  | { readonly type: 'reading'; readonly file: string; readonly seen: number }
  | { readonly type: 'preview'; readonly file: string; readonly overlay: Overlay };

/** A file is chosen, read beside the screen, looked at, named, and kept for the task. */
export function AddOverlaySheet({ task, onClose }: { task: RecordView; onClose: () => void }): JSX.Element {
  const [step, setStep] = useState<Step>({ type: 'choose' });
  const readingRef = useRef<Reading | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const stop = () => {
    readingRef.current?.stop();
    readingRef.current = null;
  };
  useEffect(() => stop, []);
  function read(input: HTMLInputElement) {
    const [file] = input.files ?? [];
    // So that the same file can be chosen again.
    input.value = '';
    if (!file) return;
    stop();
    setStep({ type: 'reading', file: file.name, seen: 0 });
    readingRef.current = readInWorker(file, (seen) => setStep({ type: 'reading', file: file.name, seen }));
    readingRef.current.overlay.then(
      (overlay) => setStep({ type: 'preview', file: file.name, overlay }),
      (error: unknown) => setStep({ type: 'choose', problem: sentenceOf(error) }),
    );
  }
  return (
    <Sheet title="Add a layer from a file" onClose={onClose}>
      <p class="quiet">
        For task {task.code}. It is drawn under the records, on this device only, and is no record itself.
      </p>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={overlayEndings}
        aria-label="File of a layer"
        onChange={({ currentTarget }) => read(currentTarget)}
      />
      <div role="status">
        {step.type === 'reading' ? (
          <p class="notice">
            Reading {step.file}… {step.seen > 0 ? `${step.seen} places so far` : ''}
          </p>
        ) : null}
      </div>
      {step.type === 'choose' && step.problem !== undefined ? (
        <p class="notice bad" role="alert">
          {step.problem}
        </p>
      ) : null}
      {step.type === 'choose' ? (
        <>
          <p>KML, KMZ, GeoJSON, GPX, a zipped shapefile, or CSV with coordinates.</p>
          <button type="button" class="button primary wide" onClick={() => chooser.current?.click()}>
            Choose a file
          </button>
        </>
      ) : null}
      {step.type === 'reading' ? (
        <button
          type="button"
          class="button wide"
          onClick={() => {
            stop();
            setStep({ type: 'choose' });
          }}
        >
          Stop
        </button>
      ) : null}
      {step.type === 'preview' ? (
        <Preview
          key={step.file}
          task={task}
          file={step.file}
          overlay={step.overlay}
          onOther={() => setStep({ type: 'choose' })}
          onAdded={onClose}
        />
      ) : null}
    </Sheet>
  );
}

interface PreviewProps {
  readonly task: RecordView;
  readonly file: string;
  readonly overlay: Overlay;
  readonly onOther: () => void;
  readonly onAdded: () => void;
}

function Preview({ task, file, overlay, onOther, onAdded }: PreviewProps): JSX.Element {
  const { say } = useApp();
  const { overlays: late } = usePhone();
  const id = useId();
  const [name, setName] = useState(overlay.name);
  const [problem, setProblem] = useState<string | null>(null);
  const [summary] = useState(() => summaryOf(overlay.features));
  const [drawn] = useState(() => ({ id: 'preview', features: overlay.features }));
  const { bounds } = summary;
  async function add() {
    const named = { ...overlay, name: name.trim() || overlay.name };
    try {
      await (await late.load()).add(task.state.id, file, named);
      say({ text: `“${named.name}” is on the map` });
      onAdded();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  }
  return (
    <>
      {bounds ? (
        <div class="record-map">
          <LiveMap
            label="Map of the layer"
            bounds={bounds}
            overlay={drawn}
            onReady={(map) => map.fitTo(bounds)}
          />
        </div>
      ) : null}
      <dl class="facts">
        <div>
          <dt>In {file}</dt>
          <dd class="number">{countsText(summary)}</dd>
        </div>
        <div>
          <dt>Extent</dt>
          <dd class="number">{extentText(summary)}</dd>
        </div>
      </dl>
      {isElsewhere(summary, task) ? (
        <p class="notice warn">
          <Icon name="alert" /> It does not touch this task: is it the right file, in the right coordinate
          system?
        </p>
      ) : null}
      <ProblemList problems={overlay.problems} />
      {bounds ? (
        <div class="field">
          <label for={id}>Name of the layer</label>
          <input
            id={id}
            class="input"
            maxLength={100}
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </div>
      ) : (
        <p class="notice bad">Nothing in the file can be shown.</p>
      )}
      <p role="alert" class="error-text">
        {problem}
      </p>
      <div class="buttons">
        {bounds ? (
          <button type="button" class="button primary" onClick={() => void add()}>
            Add the layer
          </button>
        ) : null}
        <button type="button" class="button" onClick={onOther}>
          Another file
        </button>
      </div>
    </>
  );
}

function isElsewhere({ bounds }: OverlaySummary, task: RecordView): boolean {
  const place = task.values['place'] as { readonly shape: Shape } | null | undefined;
  return bounds !== null && !!place && !boundsIntersect(bounds, boundsOf(place.shape));
}
