import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '#domain/fields/place.ts';
import type { LonLat, Point } from '#domain/geo/shape.ts';
import { useApp, usePhone } from '../../shell/app-context.ts';
import { Sheet } from '../../shell/sheet.tsx';
import { LiveMap } from '../../screens/live-map.tsx';
import { measure } from '../measure.ts';
import { positionText } from '../value-text.ts';
import type { WidgetProps } from './widget.ts';

/** About 150 m around a position, in degrees. */
const aroundDeg = 0.0015;

/** A position that measures itself from the moment the form opens; or a tap on the map. */
export function PositionWidget(props: WidgetProps<'position'>): JSX.Element {
  const { field, value, problemId, onFill, onChange } = props;
  const { locator, now } = useApp();
  const place = (value ?? null) as Place<Point> | null;
  const [measuring, setMeasuring] = useState(place === null);
  const [picking, setPicking] = useState(false);
  const [dropped, setDropped] = useState(0);
  const fillRef = useRef(onFill);
  useEffect(() => {
    fillRef.current = onFill;
  });
  useEffect(() => {
    locator.start();
    if (!measuring) return undefined;
    return measure(locator, now, (so) => {
      setDropped(so.dropped);
      if (so.place) fillRef.current(so.place);
      if (so.done) setMeasuring(false);
    });
  }, [measuring, locator, now]);
  const again = () => {
    setMeasuring(true);
    onChange(null);
  };
  const fix = locator.fix.value;
  const state = locator.state.value;
  const waiting =
    state === 'denied'
      ? 'GPS is not allowed for this app: tap on the map.'
      : state === 'unavailable'
        ? 'No GPS here: tap on the map.'
        : dropped > 0
          ? `±${Math.round(fix?.accuracyM ?? 0)} m, waiting…`
          : 'Waiting for GPS…';
  return (
    <>
      <div
        class={`position ${problemId === undefined ? '' : 'invalid'}`}
        role="group"
        aria-label={field.label}
        {...(problemId === undefined ? {} : { 'aria-describedby': problemId })}
      >
        <div class="number">
          {place ? (
            <>
              {shortText(place)}
              <small>{positionText(place.shape.coordinates)}</small>
            </>
          ) : (
            <>
              {field.label}
              <small>{waiting}</small>
            </>
          )}
        </div>
        <button type="button" class="button" onClick={() => setPicking(true)}>
          Tap on map
        </button>
      </div>
      {picking ? (
        <PointSheet
          at={place?.shape.coordinates ?? (fix ? [fix.lon, fix.lat] : null)}
          onClose={() => setPicking(false)}
          onMeasure={() => {
            again();
            setPicking(false);
          }}
          onPick={(at) => {
            setMeasuring(false);
            // A finger on a map measures nothing: the accuracy is not known, and not 0.
            onChange({ shape: { type: 'Point', coordinates: at }, source: 'drawn', accuracyM: null });
            setPicking(false);
          }}
        />
      ) : null}
    </>
  );
}

/** `±4 m · 9 fixes`; the row is narrow. */
function shortText({ accuracyM, fixes, source }: Place<Point>): string {
  if (accuracyM === null) return source === 'drawn' ? 'Tapped on the map' : 'Accuracy not known';
  return `±${Math.round(accuracyM * 10) / 10} m${fixes === undefined ? '' : fixes === 1 ? ' · 1 fix' : ` · ${fixes} fixes`}`;
}

interface PointSheetProps {
  readonly at: LonLat | null;
  readonly onPick: (at: LonLat) => void;
  readonly onMeasure: () => void;
  readonly onClose: () => void;
}

function PointSheet({ at, onPick, onMeasure, onClose }: PointSheetProps): JSX.Element {
  const { phone } = usePhone();
  const [picked, setPicked] = useState<LonLat | null>(null);
  const [lon, lat] = at ?? [0, 0];
  const bounds = at
    ? ([lon - aroundDeg, lat - aroundDeg, lon + aroundDeg, lat + aroundDeg] as const)
    : phone.session.value.programme.area;
  return (
    <Sheet title="Tap the position" onClose={onClose}>
      <div class="pick-map">
        <LiveMap
          label="Map: tap the position"
          bounds={bounds}
          onReady={(map) => {
            const ask = () => {
              map.pickPoint((point) => {
                setPicked(point);
                map.setPin(point);
                ask();
              });
            };
            ask();
          }}
        />
      </div>
      <p class="number" role="status">
        {picked ? positionText(picked) : 'Tap where the item is.'}
      </p>
      <div class="buttons">
        <button type="button" class="button" onClick={onMeasure}>
          Use GPS
        </button>
        <button
          type="button"
          class="button primary"
          disabled={!picked}
          onClick={() => {
            if (picked) onPick(picked);
          }}
        >
          Use this position
        </button>
      </div>
    </Sheet>
  );
}
