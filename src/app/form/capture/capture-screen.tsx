import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Place } from '#domain/fields/place.ts';
import { boundsOf } from '#domain/geo/bounds.ts';
import type { LonLat, Polygonal, Shape } from '#domain/geo/shape.ts';
import { snapTo } from '#domain/geo/snap.ts';
import { checkPolygon } from '#domain/geo/validity.ts';
import type { FieldMap } from '../../map/field-map-types.ts';
import { createRingDrawing, type RingDrawing } from '../../map/ring-drawing.ts';
import { LiveMap } from '../../screens/live-map.tsx';
import { useApp, usePhone } from '../../shell/app-context.ts';
import type { WidgetProps } from '../widgets/widget.ts';
import { AreaFigures } from './area-figures.tsx';
import { createCapture } from './capture.ts';
import { placeOf } from './corners.ts';
import { LandLines } from './land-lines.tsx';
import { useLand } from './use-land.ts';
import { KeyboardPanel } from './keyboard-panel.tsx';
import { type CaptureMode, ModeSwitch } from './mode-switch.tsx';
import { ringEvents } from './ring-events.ts';
import { TapControls } from './tap-controls.tsx';
import type { UnfinishedArea } from './unfinished.ts';
import { WalkControls } from './walk-controls.tsx';

const aroundDeg = 0.0012;
/** Some 100 m across on a phone. */
const walkingZoom = 18;
const typingZoom = 17;
const mapLabels: Readonly<Record<CaptureMode, string>> = {
  walk: 'Map: the way that is walked',
  tap: 'Map: tap the corners of the area',
  type: 'Map: the corners as they are typed',
  bearing: 'Map: the points of the legs',
};
const invitations: Readonly<Record<CaptureMode, readonly [what: string, how: string]>> = {
  walk: ['Walk around the area', 'or stand at each corner'],
  tap: ['Tap the corners', 'at least three, in order'],
  type: ['Type the corners', 'in any notation'],
  bearing: ['Type the legs', 'from a known position'],
};

/** An area on the map, its corners given in whichever way suits: one list of them, with undo over all. */
export function CaptureScreen(props: WidgetProps<'polygon'>): JSX.Element {
  const { field, values, problemId, onChange } = props;
  const place = (props.value ?? null) as Place<Polygonal> | null;
  const unfinished = (props.unfinished ?? {}) as UnfinishedArea;
  const { locator } = useApp();
  const { phone } = usePhone();
  const reportRef = useRef(onChange);
  useEffect(() => {
    reportRef.current = onChange;
  });
  // What the form holds when the screen opens; from then on it follows the corners.
  // oxlint-disable-next-line react/exhaustive-deps
  const capture = useMemo(() => createCapture(place, (next) => reportRef.current(next)), []);
  const [mode, setMode] = useState<CaptureMode>(() => firstMode(place, unfinished));
  const modeRef = useRef(mode);
  modeRef.current = mode;
  const [isWalking, setWalking] = useState(false);
  const [unused, setUnused] = useState<readonly LonLat[]>([]);
  const mapRef = useRef<FieldMap | null>(null);
  const [drawing, setDrawing] = useState<RingDrawing | null>(null);

  const edits = capture.edits.value;
  const corners = capture.live.value ?? edits.corners;
  const shape = useMemo(() => placeOf(corners, {})?.shape ?? null, [corners]);
  const land = useLand(props.name, field, values, shape && corners.length > 2 ? shape : null);
  const edgesRef = useRef(land.around.edges);
  edgesRef.current = land.around.edges;
  const found = useMemo(() => {
    const drawn = corners.length > 2 ? placeOf(corners, {}) : null;
    return drawn
      ? checkPolygon(drawn, { area: phone.session.value.programme.area }).filter(({ at }) => at)
      : [];
  }, [corners, phone]);

  const isTyping = mode === 'type' || mode === 'bearing';
  const preview = capture.preview.value;
  useEffect(() => {
    drawing?.show({
      corners: corners.map(({ at }) => at),
      selected: edits.selected,
      gaps: corners.flatMap(({ gap }, n) => (gap ? [n] : [])),
      faults: found.flatMap(({ at }) => at ?? []),
      overlap: land.overlap?.rings ?? [],
      left: land.left?.rings ?? [],
      // In the strip beside the keyboard there is no room to drag.
      hasHandles: !isWalking && !isTyping,
      preview,
      faint: unused,
    });
  }, [
    drawing,
    corners,
    edits.selected,
    isWalking,
    isTyping,
    preview,
    unused,
    found,
    land.overlap,
    land.left,
  ]);

  const fix = locator.fix.value;
  const task = typeof values['task'] === 'string' ? phone.model.get(values['task']) : undefined;
  const taskPlace = task?.values['place'] as { shape: Shape } | null | undefined;
  const fitted = place ? boundsOf(place.shape) : taskPlace ? boundsOf(taskPlace.shape) : null;
  const isLost = fitted === null;
  const seenRef = useRef(false);
  useEffect(() => {
    // Without a boundary to look at, the map goes to where the phone is, once.
    if (seenRef.current || !isLost || !fix) return;
    seenRef.current = true;
    const { lon, lat } = fix;
    mapRef.current?.fitTo([lon - aroundDeg, lat - aroundDeg, lon + aroundDeg, lat + aroundDeg]);
  }, [fix, isLost]);
  const followRef = useRef(0);
  useEffect(() => {
    if (!isWalking || !fix) {
      followRef.current = walkingZoom;
      return;
    }
    // Close at the start of a walk; from then on as close as the walker wants it.
    mapRef.current?.keepInSight([fix.lon, fix.lat], followRef.current);
    followRef.current = 0;
  }, [isWalking, fix]);

  useEffect(() => {
    // Of the map only a strip is left beside the keyboard: it shows where the last corner lies.
    const last = preview.at(-1) ?? edits.corners.at(-1)?.at;
    if (isTyping && last) mapRef.current?.keepInSight(last, typingZoom);
  }, [isTyping, edits.corners, preview]);

  return (
    <>
      <div class="area-map" role="group" aria-label={field.label}>
        <LiveMap
          label={mapLabels[mode]}
          bounds={fitted ?? phone.session.value.programme.area}
          onReady={(created) => {
            mapRef.current = created;
            const events = ringEvents(
              capture,
              () => modeRef.current === 'tap',
              (at, reachM) => snapTo(at, edgesRef.current, reachM),
            );
            const started = created.startDrawing((ground) => createRingDrawing(ground, events));
            setDrawing(started);
            return () => {
              mapRef.current = null;
              setDrawing(null);
            };
          }}
        />
      </div>
      <div class="capture">
        <ModeSwitch mode={mode} onMode={setMode} />
        <AreaFigures
          shape={found.some(({ severity }) => severity === 'error') ? null : shape}
          corners={corners.length}
          problemId={problemId}
          invitation={invitations[mode]}
        />
        {isTyping ? null : <LandLines land={land} problem={found[0]} />}
        {mode === 'walk' ? (
          <WalkControls capture={capture} onUnused={setUnused} onWalking={setWalking} />
        ) : mode === 'tap' ? (
          <TapControls capture={capture} />
        ) : (
          <KeyboardPanel
            key={mode}
            mode={mode}
            capture={capture}
            date={typeof values['date'] === 'string' ? values['date'] : ''}
            unfinished={unfinished}
            onUnfinished={(next) => props.onUnfinished?.(next)}
            onPick={(take) => mapRef.current?.pickPoint(take)}
          />
        )}
      </div>
    </>
  );
}

/** The way in which the corners were given last, or were being given. */
function firstMode(place: Place<Polygonal> | null, unfinished: UnfinishedArea): CaptureMode {
  if (place?.source === 'walked') return 'walk';
  if (place?.source === 'traverse' || (!place && unfinished.bearing)) return 'bearing';
  return place?.source === 'typed' || (!place && unfinished.type) ? 'type' : 'tap';
}
