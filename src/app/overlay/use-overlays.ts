import { useEffect, useState } from 'preact/hooks';
import type { StoredOverlay } from '#store/overlay-database.ts';
import type { Overlays } from '#store/overlays.ts';
import type { FieldMap, MapOverlay } from '../map/field-map-types.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { sentenceOf } from '../shell/session.ts';
import { signalOf } from '../shell/watched-signal.ts';

const none: readonly StoredOverlay[] = [];

export interface OverlaysInSight {
  readonly overlays: Overlays | null;
  readonly list: readonly StoredOverlay[];
  /** Why there are none. */
  readonly problem: string | null;
}

/** This user's layers, as they change. */
export function useOverlays(): OverlaysInSight {
  const { overlays: late } = usePhone();
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    late.load().then(
      () => setProblem(null),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  }, [late]);
  const overlays = late.opened.value;
  return { overlays, list: overlays ? signalOf(overlays.list).value : none, problem };
}

/** Draws the layers that are shown. @param preview one more, that is not kept yet */
export function useOverlaysOn(map: FieldMap | null, preview?: MapOverlay): void {
  const { say } = useApp();
  const { overlays, list } = useOverlays();
  const shown = list.filter(({ isShown }) => isShown).map(({ id }) => id);
  const key = shown.join(' ');
  useEffect(() => {
    if (!map || !overlays) return undefined;
    let isCurrent = true;
    Promise.all(shown.map(async (id) => ({ id, features: await overlays.features(id) }))).then(
      (read) => {
        if (isCurrent) map.setOverlays(preview ? [...read, preview] : read);
      },
      (error: unknown) => say({ text: `A layer cannot be shown: ${sentenceOf(error)}` }),
    );
    return () => {
      isCurrent = false;
    };
    // The key says which are shown.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [map, overlays, key, preview]);
}
