import type { JSX } from 'preact';
import { areaM2, perimeterM } from '#domain/geo/area.ts';
import type { Polygonal } from '#domain/geo/shape.ts';
import { areaText } from '../value-text.ts';

interface AreaFiguresProps {
  /** null where the corners enclose nothing that can be measured. */
  readonly shape: Polygonal | null;
  /** How many corners it has; null for an area in parts. */
  readonly corners: number | null;
  readonly problemId: string | undefined;
  /** What to do where there is no area yet. */
  readonly invitation?: readonly [what: string, how: string];
}

/** How large the area in work is, as it changes. */
export function AreaFigures({
  shape,
  corners,
  problemId,
  invitation = ['', ''],
}: AreaFiguresProps): JSX.Element {
  const isEnough = corners === null || corners >= 3;
  const isArea = shape !== null && isEnough;
  const described = problemId === undefined ? {} : { 'aria-describedby': problemId };
  return (
    <div class="area-figure number" aria-live="polite" {...described}>
      <b>{isArea ? areaText(areaM2(shape)) : isEnough ? 'No area yet' : invitation[0]}</b>
      <span>
        {isArea
          ? `${corners === null ? 'several parts' : `${corners} corners`} · around ${Math.round(perimeterM(shape))} m`
          : isEnough
            ? `${corners} corners`
            : corners === 0
              ? invitation[1]
              : `${corners} of at least 3`}
      </span>
    </div>
  );
}
