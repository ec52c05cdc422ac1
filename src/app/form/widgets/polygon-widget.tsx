import type { JSX } from 'preact';
import type { Place } from '#domain/fields/place.ts';
import { boundsOf } from '#domain/geo/bounds.ts';
import type { Polygonal } from '#domain/geo/shape.ts';
import { LiveMap } from '../../screens/live-map.tsx';
import { AreaFigures } from '../capture/area-figures.tsx';
import { CaptureScreen } from '../capture/capture-screen.tsx';
import { isInParts } from '../capture/corners.ts';
import type { WidgetProps } from './widget.ts';

/** An area: captured on the map, or shown where it has parts, which cannot be changed corner by corner. */
export function PolygonWidget(props: WidgetProps<'polygon'>): JSX.Element {
  const place = (props.value ?? null) as Place<Polygonal> | null;
  if (!place || !isInParts(place)) return <CaptureScreen {...props} />;
  return (
    <>
      <div class="area-map" role="group" aria-label={props.field.label}>
        <LiveMap label="Map of the area" bounds={boundsOf(place.shape)} onReady={() => undefined} />
      </div>
      <AreaFigures shape={place.shape} corners={null} problemId={props.problemId} />
    </>
  );
}
