import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ArchiveEntry, MapArchives } from '#store/map-archives.ts';
import { sizeText } from './sizes.ts';

interface ArchiveRowProps {
  readonly entry: ArchiveEntry;
  readonly maps: MapArchives;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  /** From a person's touch, before anything is stored. */
  readonly onDownload: () => void;
  readonly onRemoved: () => void;
}

/** An archive of the phone or the server: what it is, how far it has come, and what can be done about it. */
export function ArchiveRow(props: ArchiveRowProps): JSX.Element {
  const { entry, maps, isChosen, onChoose, onDownload, onRemoved } = props;
  const { archive, state, have, note, newer } = entry;
  const [isAsked, setAsked] = useState(false);
  const isPart = state !== 'absent' && state !== 'whole';
  const get = (which = archive) => {
    onDownload();
    void maps.download(which);
  };
  const remove = () => {
    setAsked(false);
    void maps.remove(archive).then(onRemoved);
  };
  return (
    <li class="ground">
      <label>
        <input type="radio" name="ground" checked={isChosen} onChange={onChoose} />
        <span>
          <b>{archive.id}</b>
          <small>
            {archive.type === 'vector' ? 'Drawn map' : 'Pictures'} · {sizeText(archive.bytes)}
          </small>
          <small class="number">{stateText(entry)}</small>
        </span>
      </label>
      {isPart ? <progress value={have} max={archive.bytes} aria-label={`Download of ${archive.id}`} /> : null}
      {note === undefined ? null : <p class="notice warn">{note}</p>}
      {newer ? <p>The server has another one of this name ({sizeText(newer.bytes)}).</p> : null}
      {isAsked ? (
        <div class="buttons" role="group" aria-label={`Delete ${archive.id}?`}>
          <button type="button" class="button danger" onClick={remove}>
            Delete now
          </button>
          <button type="button" class="button" onClick={() => setAsked(false)}>
            Keep
          </button>
        </div>
      ) : maps.canKeep ? (
        <div class="buttons" role="group" aria-label={archive.id}>
          {state === 'absent' ? (
            <button type="button" class="button" onClick={() => get()}>
              Download
            </button>
          ) : null}
          {state === 'loading' || state === 'waiting' ? (
            <button type="button" class="button" onClick={() => void maps.pause(archive)}>
              Pause
            </button>
          ) : null}
          {state === 'paused' || state === 'elsewhere' ? (
            <button type="button" class="button" onClick={() => get()}>
              Resume
            </button>
          ) : null}
          {newer ? (
            <button type="button" class="button" onClick={() => get(newer)}>
              Update
            </button>
          ) : null}
          {state === 'absent' ? null : (
            <button type="button" class="button" onClick={() => setAsked(true)}>
              Delete
            </button>
          )}
        </div>
      ) : null}
    </li>
  );
}

function stateText({ archive, state, have }: ArchiveEntry): string {
  const far = `${Math.floor((100 * have) / archive.bytes)} % · ${sizeText(have)}`;
  switch (state) {
    case 'absent':
      return 'Needs a network';
    case 'whole':
      return 'On this phone';
    case 'loading':
      return `Coming: ${far}`;
    case 'waiting':
      return `Waits for the network: ${far}`;
    case 'elsewhere':
      return `Comes in another window: ${far}`;
    case 'paused':
      return `Paused: ${far}`;
    default:
      return far;
  }
}
