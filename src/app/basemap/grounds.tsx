import './maps.css';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MapArchives } from '#store/map-archives.ts';
import type { GroundName } from '../map/ground-choice.ts';
import { useGroundName } from '../map/use-ground.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { signalOf } from '../shell/watched-signal.ts';
import { ArchiveRow } from './archive-row.tsx';
import { sizeText } from './sizes.ts';

/** What lies under the records, and which maps are on this phone. */
export function Grounds(): JSX.Element {
  const { maps: open, storage } = useApp();
  const [maps, setMaps] = useState<MapArchives | null>(null);
  useEffect(() => {
    void storage.look();
    void open().then(async (opened) => {
      setMaps(opened);
      await opened.refresh();
    });
  }, [open, storage]);
  return maps ? <GroundChoices maps={maps} /> : <p aria-busy="true">Opening…</p>;
}

function GroundChoices({ maps }: { maps: MapArchives }): JSX.Element {
  const { ground, storage, online } = useApp();
  const { phone } = usePhone();
  const { tileLayer } = signalOf(phone.session).value.programme;
  const entries = signalOf(maps.list).value;
  const problem = signalOf(maps.problem).value;
  const chosen = useGroundName();
  const free = storage.freeBytes.value;
  const isOnline = online.value;
  useEffect(() => {
    if (isOnline) void maps.refresh();
  }, [maps, isOnline]);
  const choice = (name: GroundName, title: string, about: string) => (
    <li class="ground">
      <label>
        <input type="radio" name="ground" checked={chosen === name} onChange={() => ground.choose(name)} />
        <span>
          <b>{title}</b>
          <small>{about}</small>
        </span>
      </label>
    </li>
  );
  return (
    <fieldset class="stack">
      <legend class="label">Shown under the records</legend>
      {maps.canKeep ? null : (
        <p class="notice warn">
          This browser cannot keep maps for use without a network. They can be shown while there is one.
        </p>
      )}
      <ul class="ground-list">
        {choice('outlines', 'Outlines', 'Borders and places, on this phone')}
        {tileLayer ? choice('tiles', 'Pictures of the programme', 'Needs a network') : null}
        {entries.map((entry) => {
          const name: GroundName = `archive:${entry.archive.id}`;
          return (
            <ArchiveRow
              key={entry.archive.id}
              entry={entry}
              maps={maps}
              isChosen={chosen === name}
              onChoose={() => ground.choose(name)}
              onDownload={() => void storage.askToKeep()}
              onRemoved={() => {
                void storage.look();
                if (chosen === name) ground.choose('outlines');
              }}
            />
          );
        })}
      </ul>
      {problem === null ? null : <p class="notice">{problem}</p>}
      {problem === null && entries.length === 0 ? (
        <p class="quiet">There are no maps to download. An administrator can add some to the server.</p>
      ) : null}
      {free === null ? null : <p class="quiet number">Free for the app: {sizeText(free)}</p>}
    </fieldset>
  );
}
