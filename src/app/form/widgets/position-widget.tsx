import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '#domain/fields/place.ts';
import type { LonLat, Point } from '#domain/geo/shape.ts';
import { useApp, usePhone } from '../../shell/app-context.ts';
import { Icon } from '../../shell/icon.tsx';
import { Sheet } from '../../shell/sheet.tsx';
import { useClock } from '../../shell/use-clock.ts';
import { LiveMap } from '../../screens/live-map.tsx';
import {
  addFix,
  isDone,
  placeOf,
  type StandingFix,
  startStandingFix,
  worstAccuracyM,
} from '../standing-fix.ts';
import { positionText, provenanceText } from '../value-text.ts';
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
  const standing = useRef<StandingFix>(startStandingFix(now()));
  useClock(1_000);
  useEffect(() => {
    locator.start();
  }, [locator]);
  const fix = locator.fix.value;
  const measured = () => {
    const next = placeOf(standing.current, now());
    if (next && JSON.stringify(next) !== JSON.stringify(place)) onFill(next);
  };
  useEffect(() => {
    if (!measuring || !fix) return;
    standing.current = addFix(standing.current, fix);
    measured();
    if (isDone(standing.current)) setMeasuring(false);
  }, [fix, measuring]);
  // A poor position is offered after a while only; nothing else may happen until then.
  useEffect(() => {
    if (measuring && !place) measured();
  });
  const again = () => {
    standing.current = startStandingFix(now());
    setMeasuring(true);
    onChange(null);
  };
  const state = locator.state.value;
  const { dropped } = standing.current;
  const waiting =
    state === 'denied'
      ? 'GPS is not allowed for this app: tap on the map.'
      : state === 'unavailable'
        ? 'No GPS here: tap on the map.'
        : dropped > 0
          ? `Waiting for better than ±${worstAccuracyM} m`
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
              {provenanceText(place)}
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
          <Icon name="map" />
          <span>
            Tap on
            <br />
            map
          </span>
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
