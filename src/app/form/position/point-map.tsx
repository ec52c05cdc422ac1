import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Bounds, LonLat } from '#domain/geo/shape.ts';
import type { FieldMap } from '../../map/field-map-types.ts';
import { LiveMap } from '../../screens/live-map.tsx';
import { usePhone } from '../../shell/app-context.ts';

/** About 150 m around a position, in degrees. */
const aroundDeg = 0.0015;

interface PointMapProps {
  readonly label: string;
  /** Where the map looks first. */
  readonly around: LonLat | null;
  /** The item. */
  readonly pin: LonLat | null;
  /** Where the map is to be tapped. */
  readonly onPick?: (at: LonLat) => void;
}

/** A map with the position in work on it. */
export function PointMap({ label, around, pin, onPick }: PointMapProps): JSX.Element {
  const { phone } = usePhone();
  const [map, setMap] = useState<FieldMap | null>(null);
  const pickRef = useRef(onPick);
  useEffect(() => {
    pickRef.current = onPick;
  });
  const [lon, lat] = pin ?? [null, null];
  useEffect(() => {
    const at = lon === null || lat === null ? null : ([lon, lat] as const);
    map?.setPin(at);
    // What cannot be tapped is looked at: the item comes into sight.
    if (at && !pickRef.current) map?.fitTo(boundsAround(at));
  }, [map, lon, lat]);
  return (
    <div class={onPick ? 'pick-map' : 'pick-map preview'}>
      <LiveMap
        label={label}
        bounds={around ? boundsAround(around) : phone.session.value.programme.area}
        onReady={(created) => {
          setMap(created);
          const ask = () => {
            if (!pickRef.current) return;
            created.pickPoint((at) => {
              pickRef.current?.(at);
              ask();
            });
          };
          ask();
        }}
      />
    </div>
  );
}

function boundsAround([lon, lat]: LonLat): Bounds {
  return [lon - aroundDeg, lat - aroundDeg, lon + aroundDeg, lat + aroundDeg];
}
