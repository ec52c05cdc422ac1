import { gapAfterMs, type Walk } from '#domain/geo/walk.ts';
import type { Fix, LocatorState } from '../../shell/locator.ts';
import type { WakeState } from '../../shell/wake-lock.ts';

export interface WalkState {
  /** The latest one, also when it is paused. */
  readonly walk: Walk | null;
  readonly isWalking: boolean;
  readonly gps: LocatorState;
  readonly fix: Fix | null;
  /** In ms since 1970. */
  readonly now: number;
  readonly wake: WakeState | null;
  /** Sides of the area that nobody walked. */
  readonly gaps: number;
}

interface Line {
  readonly text: string;
  readonly isBad?: boolean;
}

const wakeWords: Readonly<Record<WakeState, Line>> = {
  asking: { text: 'Keeping the screen on …' },
  on: { text: 'The screen stays on.' },
  refused: { text: 'The phone does not keep the screen on: do not let it lock.', isBad: true },
  unsupported: { text: 'This browser cannot keep the screen on: do not let it lock.', isBad: true },
};

/** What a walker should know, in few lines: whether it goes on, what was left out, what is missing. */
export function walkLines(state: WalkState): readonly Line[] {
  const { walk, isWalking, gps, wake, gaps } = state;
  const lines: Line[] = [isWalking ? trackLine(state) : idleLine(gps, state.fix, walk)];
  if (isWalking && wake !== null) lines.push(wakeWords[wake]);
  if (!isWalking && gaps > 0)
    lines.push({ text: `${counted(gaps, 'side')} not walked, drawn dashed.`, isBad: true });
  return lines;
}

function idleLine(gps: LocatorState, fix: Fix | null, walk: Walk | null): Line {
  if (gps === 'denied') return { text: 'GPS is not allowed for this app.', isBad: true };
  if (gps === 'unavailable') return { text: 'This device has no GPS.', isBad: true };
  if (!fix) return { text: 'Waiting for GPS …' };
  return { text: joined(`GPS ±${Math.round(fix.accuracyM)} m`, walk ? leftOut(walk) : '') };
}

function trackLine({ walk, gps, fix, now }: WalkState): Line {
  if (gps === 'denied' || gps === 'unavailable') return idleLine(gps, fix, walk);
  const last = walk?.last;
  if (!walk || !last) {
    return {
      text: fix ? `Waiting for a good position: ±${Math.round(fix.accuracyM)} m …` : 'Waiting for GPS …',
    };
  }
  const silentMs = now - last.takenAt;
  if (silentMs > gapAfterMs) {
    return {
      text: `No good position for ${Math.round(silentMs / 1_000)} s: this side will be a gap.`,
      isBad: true,
    };
  }
  return { text: joined(`±${Math.round(last.accuracyM)} m · ${walk.used} used`, leftOut(walk)) };
}

function leftOut({ poor, jumps }: Walk): string {
  const parts = [poor > 0 ? `${poor} poor` : '', jumps > 0 ? counted(jumps, 'jump') : ''].filter(Boolean);
  return parts.length > 0 ? `not used: ${parts.join(', ')}` : '';
}

const joined = (...parts: readonly string[]) => parts.filter(Boolean).join(' · ');
const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
