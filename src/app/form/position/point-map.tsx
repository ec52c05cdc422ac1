import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Bounds, LonLat } from '#domain/geo/shape.ts';
import type { FieldMap } from '../../map/field-map-types.ts';
import { LiveMap } from '../../screens/live-map.tsx';
import { usePhone } from '../../shell/app-context.ts';

/** About 150 m around a position, in degrees. */
const aroundDeg = 0.0015;
/** About 10 m beside a way that is looked at. */
const besideDeg = 0.0001;

interface PickMapProps {
  /** Where the map looks first. */
  readonly around: LonLat | null;
  readonly pin: LonLat | null;
  readonly onPick: (at: LonLat) => void;
}

/** A map on which the position is tapped, and tapped again. */
export function PickMap({ around, pin, onPick }: PickMapProps): JSX.Element {
  const { phone } = usePhone();
  const pickRef = useRef(onPick);
  useEffect(() => {
    pickRef.current = onPick;
  });
  return (
    <div class="pick-map">
      <PinnedMap
        label="Map: tap the position"
        bounds={around ? boxAround([around], aroundDeg) : phone.session.value.programme.area}
        pin={pin}
        onReady={(map) => {
          const ask = () => {
            map.pickPoint((at) => {
              pickRef.current(at);
              ask();
            });
          };
          ask();
        }}
      />
    </div>
  );
}

/** The item and where its observer stands, to look at. */
export function WayMap({ from, to }: { from: LonLat; to: LonLat }): JSX.Element {
  const [map, setMap] = useState<FieldMap | null>(null);
  const bounds = boxAround([from, to], besideDeg);
  const text = JSON.stringify(bounds);
  useEffect(() => {
    map?.fitTo(JSON.parse(text) as Bounds, { maxZoom: 19 });
  }, [map, text]);
  return (
    <div class="pick-map preview">
      <PinnedMap label="Map: the item and where you stand" bounds={bounds} pin={to} onReady={setMap} />
    </div>
  );
}

interface PinnedMapProps {
  readonly label: string;
  readonly bounds: Bounds;
  readonly pin: LonLat | null;
  readonly onReady: (map: FieldMap) => void;
}

function PinnedMap({ label, bounds, pin, onReady }: PinnedMapProps): JSX.Element {
  const [map, setMap] = useState<FieldMap | null>(null);
  const [lon, lat] = pin ?? [null, null];
  useEffect(() => map?.setPin(lon === null || lat === null ? null : [lon, lat]), [map, lon, lat]);
  return (
    <LiveMap
      label={label}
      bounds={bounds}
      onReady={(created) => {
        setMap(created);
        onReady(created);
      }}
    />
  );
}

function boxAround(positions: readonly LonLat[], asideDeg: number): Bounds {
  const lons = positions.map(([lon]) => lon);
  const lats = positions.map(([, lat]) => lat);
  return [
    Math.min(...lons) - asideDeg,
    Math.min(...lats) - asideDeg,
    Math.max(...lons) + asideDeg,
    Math.max(...lats) + asideDeg,
  ];
}
