import type { ComponentType, JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Place } from '#domain/fields/place.ts';
import type { LonLat, Polygonal } from '#domain/geo/shape.ts';
import { useApp, usePhone } from '../../shell/app-context.ts';
import { sentenceOf } from '../../shell/session.ts';
import type { BearingPanelProps } from './bearing-panel.tsx';
import type { Capture } from './capture.ts';
import { type CornerEdits, replaceCorners } from './corner-edits.ts';
import { givenOf, placeOf, takenOver } from './corners.ts';
import type { PanelProps } from './panel.ts';
import { StepButtons } from './step-buttons.tsx';
import type { TypedCorners } from './typed-corners.ts';
import type { UnfinishedArea } from './unfinished.ts';

interface KeyboardPanelProps {
  readonly mode: 'type' | 'bearing';
  readonly capture: Capture;
  /** Of the work. */
  readonly date: string;
  readonly unfinished: UnfinishedArea;
  readonly onUnfinished: (next: UnfinishedArea | undefined) => void;
  readonly onPick: (take: (at: LonLat) => void) => void;
}

interface Panels {
  readonly type: ComponentType<PanelProps<TypedCorners>>;
  readonly bearing: ComponentType<BearingPanelProps>;
}

/** Loaded when first needed: the notations and the magnetic models are no part of tapping. */
async function loadPanels(): Promise<Panels> {
  const [{ TypePanel }, { BearingPanel }] = await Promise.all([
    import('./type-panel.tsx'),
    import('./bearing-panel.tsx'),
  ]);
  return { type: TypePanel, bearing: BearingPanel };
}

/** The ways to give an area by the keyboard, on the corners that all ways share. */
export function KeyboardPanel(props: KeyboardPanelProps): JSX.Element {
  const { mode, capture, date, unfinished, onUnfinished, onPick } = props;
  const { notation } = useApp();
  const { phone } = usePhone();
  const [panels, setPanels] = useState<Panels | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    loadPanels().then(setPanels, (error: unknown) => setProblem(sentenceOf(error)));
  }, []);
  useEffect(() => () => capture.lookAhead([]), [capture, mode]);
  const edits = capture.edits.value;
  const place = useMemo(() => placeOf(edits.corners, edits.given), [edits.corners, edits.given]);
  if (problem !== null)
    return <p class="notice bad">This part of the app is not on the phone yet: {problem}</p>;
  if (!panels) return <div class="capture-panel" aria-busy="true" />;
  const keep = (way: keyof UnfinishedArea, typed: UnfinishedArea[typeof way]) => {
    const { [way]: _, ...others } = unfinished;
    const next = typed === undefined ? others : { ...others, [way]: typed };
    onUnfinished(Object.keys(next).length === 0 ? undefined : next);
  };
  const shared = {
    place,
    onChange: (next: Place<Polygonal> | null) => capture.take(takePlace(capture.edits.value, next)),
    onPreview: (corners: readonly LonLat[]) => capture.lookAhead(corners),
    area: phone.session.value.programme.area,
    date,
    notation: notation.notation.value,
  };
  if (mode === 'bearing') {
    return (
      <panels.bearing
        {...shared}
        typed={unfinished.bearing}
        onTyped={(typed) => keep('bearing', typed)}
        onPick={onPick}
      />
    );
  }
  return (
    <panels.type {...shared} typed={unfinished.type} onTyped={(typed) => keep('type', typed)}>
      <StepButtons capture={capture} />
    </panels.type>
  );
}

/** Corners from a panel. Legs have an undo of their own: what is typed into them is one step of the corners. */
function takePlace(edits: CornerEdits, next: Place<Polygonal> | null): CornerEdits {
  const corners = takenOver(next, edits.corners);
  const given = givenOf(next);
  const areLegs = edits.corners.length > 0 && edits.corners.every(({ from }) => from === 'traverse');
  if (areLegs && given.traverse && given.traverse !== edits.given.traverse)
    return { ...edits, corners, given, selected: null, future: [] };
  return replaceCorners(edits, corners, given);
}
