import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { withoutKnots } from '#domain/geo/knots.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import type { Walk } from '#domain/geo/walk.ts';
import { useApp } from '../../shell/app-context.ts';
import { Icon } from '../../shell/icon.tsx';
import { useClock } from '../../shell/use-clock.ts';
import { stayAwake, type StayingAwake } from '../../shell/wake-lock.ts';
import type { Capture } from './capture.ts';
import { addCorner, followWalk, replaceCorners } from './corner-edits.ts';
import { withWalk } from './corners.ts';
import { recordWalk } from './record-walk.ts';
import { StandingCorner } from './standing-corner.tsx';
import { StepButtons } from './step-buttons.tsx';
import { walkLines } from './walk-text.ts';

interface WalkControlsProps {
  readonly capture: Capture;
  /** Positions that the walk did not use, to be drawn all the same. */
  readonly onUnused: (at: readonly LonLat[]) => void;
  readonly onWalking: (walking: boolean) => void;
}

/** Walking the perimeter: a trace that grows with the walker, or a corner at a time by standing at it. */
export function WalkControls({ capture, onUnused, onWalking }: WalkControlsProps): JSX.Element {
  const { locator, now } = useApp();
  const [isWalking, setWalking] = useState(false);
  const [isStanding, setStanding] = useState(false);
  const [walk, setWalk] = useState<Walk | null>(null);
  const [awake, setAwake] = useState<StayingAwake | null>(null);
  const tellRef = useRef({ onUnused, onWalking });
  useEffect(() => {
    tellRef.current = { onUnused, onWalking };
  });
  useClock(1_000);
  useEffect(() => locator.start(), [locator]);
  useEffect(() => {
    if (!isWalking) return undefined;
    const before = capture.edits.value.corners;
    tellRef.current.onWalking(true);
    const stopRecording = recordWalk({
      locator,
      document,
      now,
      report: (next) => {
        setWalk(next);
        tellRef.current.onUnused(next.unused);
        capture.take(followWalk(capture.edits.value, withWalk(before, next)));
      },
    });
    const staying = stayAwake(navigator.wakeLock, document);
    setAwake(staying);
    return () => {
      stopRecording();
      staying.stop();
      setAwake(null);
      tellRef.current.onWalking(false);
      const { corners } = capture.edits.value;
      const untied = withoutKnots(corners);
      if (untied !== corners) capture.take(replaceCorners(capture.edits.value, untied));
    };
  }, [isWalking, capture, locator, now]);
  const { corners } = capture.edits.value;
  const lines = walkLines({
    walk,
    isWalking,
    gps: locator.state.value,
    fix: locator.fix.value,
    now: now(),
    wake: awake?.state.value ?? null,
    gaps: corners.filter(({ gap }) => gap).length,
  });
  return (
    <>
      <div class="walk-lines number">
        {lines.map(({ text, isBad }) => (
          <p key={text} class={isBad ? 'error-text' : ''}>
            {text}
          </p>
        ))}
      </div>
      <div class="capture-controls">
        {isStanding ? (
          <StandingCorner
            onTake={(corner) => {
              setStanding(false);
              capture.take(addCorner(capture.edits.value, corner));
            }}
            onCancel={() => setStanding(false)}
          />
        ) : (
          <>
            <button
              type="button"
              class={`button ${isWalking ? 'dark' : 'primary'}`}
              onClick={() => setWalking(!isWalking)}
            >
              {isWalking ? <Icon name="pause" /> : null}
              {isWalking ? 'Pause' : corners.length > 0 ? 'Walk on' : 'Start walking'}
            </button>
            {isWalking ? null : (
              <button type="button" class="button" onClick={() => setStanding(true)}>
                Add a corner here
              </button>
            )}
          </>
        )}
        <StepButtons capture={capture} disabled={isWalking || isStanding} />
      </div>
    </>
  );
}
