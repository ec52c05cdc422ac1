import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Bounds } from '#domain/geo/shape.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { signalOf } from '../shell/watched-signal.ts';
import { createFieldMap } from '../map/field-map.ts';
import type { FieldMap, MapOverlay } from '../map/field-map-types.ts';
import { useOverlaysOn } from '../overlay/use-overlays.ts';
import { useGround } from '../map/use-ground.ts';

interface LiveMapProps {
  readonly label: string;
  readonly bounds: Bounds;
  readonly legend?: boolean;
  /** Drawn with the layers of this phone. */
  readonly overlay?: MapOverlay;
  /** Called once the map stands, with records and base. @returns what to undo when it goes */
  readonly onReady: (map: FieldMap) => void | (() => void);
}

/** The map with this phone's base map, records and position on it, kept up to date. */
export function LiveMap({ label, bounds, legend = false, overlay, onReady }: LiveMapProps): JSX.Element {
  const { locator, theme } = useApp();
  const { phone } = usePhone();
  const element = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<FieldMap | null>(null);
  useEffect(() => {
    if (!element.current) return undefined;
    const created = createFieldMap(element.current, { label, bounds, legend });
    const stopRecords = created.follow(phone.model, phone.warnings);
    setMap(created);
    const undo = onReady(created);
    return () => {
      undo?.();
      stopRecords();
      created.destroy();
    };
    // The map lives as long as the element; what it shows is followed, not given anew.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [phone]);
  useEffect(() => element.current?.setAttribute('aria-label', label), [label]);
  useSignalEffect(() => {
    map?.setBaseMap(signalOf(phone.baseMap).value);
  });
  useEffect(() => map?.setBaseMap(phone.baseMap.value), [map, phone]);
  useOverlaysOn(map, overlay);
  useGround(map);
  const fix = locator.fix.value;
  const look = theme.look.value;
  useEffect(() => map?.refresh(), [map, look]);
  // After the refresh, which takes the marker away.
  useEffect(() => map?.setPosition(fix), [map, fix, look]);
  return <div ref={element} class="map" tabIndex={0} />;
}
