import { useEffect, useState } from 'preact/hooks';
import type { MapArchives } from '#store/map-archives.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { signalOf } from '../shell/watched-signal.ts';
import type { FieldMap } from './field-map-types.ts';
import type { GroundName } from './ground-choice.ts';

/** What is chosen now, and what the programme has where nobody has chosen. */
export function useGroundName(): GroundName {
  const { ground } = useApp();
  const { phone } = usePhone();
  const { tileLayer } = signalOf(phone.session).value.programme;
  return ground.chosen.value ?? (tileLayer ? 'tiles' : 'outlines');
}

/** Keeps the chosen ground under the map. What draws it is loaded when it is first wanted. */
export function useGround(map: FieldMap | null): void {
  const { maps, theme, online } = useApp();
  const { phone } = usePhone();
  const name = useGroundName();
  const look = theme.look.value;
  const [isMissing, setMissing] = useState(false);
  // Another file of the same archive has come to this phone, or gone from it.
  const [turn, setTurn] = useState(0);
  // What could not be had is looked for again with the network; what is there is left alone.
  const again = isMissing && online.value;
  useEffect(() => {
    if (!map || name === 'outlines') return undefined;
    let isOver = false;
    let stop = () => {};
    void (async () => {
      const { groundLayer } = await import('../basemap/ground-layer.ts');
      const archives = await maps();
      const layer = await groundLayer(name, archives, phone.session.value.programme.tileLayer, look);
      if (isOver) return;
      setMissing(layer === null);
      map.setGround(layer);
      const kept = () => keptNow(archives, name);
      const drawnFrom = kept();
      stop = archives.list.subscribe(() => {
        if (kept() !== drawnFrom) setTurn((turns) => turns + 1);
      });
    })().catch(() => setMissing(true));
    return () => {
      isOver = true;
      stop();
      map.setGround(null);
    };
  }, [map, name, look, again, turn, maps, phone]);
}

function keptNow({ list }: MapArchives, name: GroundName): string | undefined {
  return list.value.find(({ archive, state }) => state === 'whole' && name === `archive:${archive.id}`)
    ?.archive.etag;
}
