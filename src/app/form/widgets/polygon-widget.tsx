import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '#domain/fields/place.ts';
import { areaM2, perimeterM } from '#domain/geo/area.ts';
import { boundsOf } from '#domain/geo/bounds.ts';
import { type LonLat, polygonsOf, type Polygonal, type Shape } from '#domain/geo/shape.ts';
import { useApp, usePhone } from '../../shell/app-context.ts';
import { Icon } from '../../shell/icon.tsx';
import type { Drawing, FieldMap } from '../../map/field-map-types.ts';
import { LiveMap } from '../../screens/live-map.tsx';
import { areaText } from '../value-text.ts';
import type { WidgetProps } from './widget.ts';

const aroundDeg = 0.0012;

/** The corners without the closing repeat. */
function cornersOf(place: Place<Polygonal> | null): readonly LonLat[] {
  const ring = place ? (polygonsOf(place.shape)[0]?.[0] ?? []) : [];
  return ring.length > 1 ? ring.slice(0, -1) : ring;
}

/** Corners tapped on a map as a place: no accuracy, since nothing measured it. */
function drawnPlace(corners: readonly LonLat[]): Place<Polygonal> | null {
  const [first] = corners;
  if (!first) return null;
  return {
    shape: { type: 'Polygon', coordinates: [[...corners, first]] },
    source: 'drawn',
    accuracyM: null,
  };
}

/** An area by tapping its corners on the map. Corners are moved by dragging, chosen by a tap, undone one by one. */
export function PolygonWidget(props: WidgetProps<'polygon'>): JSX.Element {
  const { field, values, problemId, onChange } = props;
  const place = (props.value ?? null) as Place<Polygonal> | null;
  const { locator } = useApp();
  const { phone } = usePhone();
  const mapRef = useRef<FieldMap | null>(null);
  const drawingRef = useRef<Drawing | null>(null);
  const [selected, setSelected] = useState<number | null>(null);
  const [live, setLive] = useState<readonly LonLat[] | null>(null);
  const reportRef = useRef(onChange);
  useEffect(() => {
    reportRef.current = onChange;
  });
  const several = place !== null && polygonsOf(place.shape).flat().length > 1;
  const corners = live ?? cornersOf(place);
  const fix = locator.fix.value;
  const seenRef = useRef(false);
  const task = typeof values['task'] === 'string' ? phone.model.get(values['task']) : undefined;
  const taskPlace = task?.values['place'] as { shape: Shape } | null | undefined;
  const fitted = place ? boundsOf(place.shape) : taskPlace ? boundsOf(taskPlace.shape) : null;
  const lost = fitted === null;
  useEffect(() => {
    // Without a boundary to look at, the map goes to where the phone is, once.
    if (seenRef.current || !lost || !fix) return;
    seenRef.current = true;
    const { lon, lat } = fix;
    mapRef.current?.fitTo([lon - aroundDeg, lat - aroundDeg, lon + aroundDeg, lat + aroundDeg]);
  }, [fix, lost]);
  const shape = drawnPlace(corners)?.shape ?? null;
  const shown: Polygonal | null = several ? place.shape : shape;
  return (
    <>
      <div class="area-map" role="group" aria-label={field.label}>
        <LiveMap
          label="Map: tap the corners of the area"
          bounds={fitted ?? phone.session.value.programme.area}
          onReady={(created) => {
            mapRef.current = created;
            if (several) return undefined;
            drawingRef.current = created.startDrawing({
              ring: cornersOf(place),
              onChange: (ring, state) => {
                setSelected(state.selected);
                setLive(state.live ? ring : null);
                if (!state.live) reportRef.current(drawnPlace(ring));
              },
            });
            return () => {
              mapRef.current = null;
              drawingRef.current = null;
            };
          }}
        />
      </div>
      <div class="area-figure">
        <div
          class="number"
          aria-live="polite"
          {...(problemId === undefined ? {} : { 'aria-describedby': problemId })}
        >
          {shown !== null && (several || corners.length >= 3) ? (
            <>
              <b>{areaText(areaM2(shown))}</b>
              <br />
              {several ? 'several parts' : `${corners.length} corners`} · around{' '}
              {Math.round(perimeterM(shown))} m
            </>
          ) : (
            <>
              <b>Tap the corners</b>
              <br />
              {corners.length === 0 ? 'at least three, in order' : `${corners.length} of at least 3`}
            </>
          )}
        </div>
        <button
          type="button"
          class="button icon"
          aria-label={selected === null ? 'Remove the last corner' : 'Remove the chosen corner'}
          disabled={corners.length === 0 || several}
          onClick={() => drawingRef.current?.removeCorner()}
        >
          <Icon name="trash" />
        </button>
        <button
          type="button"
          class="button icon"
          aria-label="Undo"
          disabled={several}
          onClick={() => drawingRef.current?.undo()}
        >
          <Icon name="undo" />
        </button>
      </div>
    </>
  );
}
