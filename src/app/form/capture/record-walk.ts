import { effect, untracked } from '@preact/signals';
import { addWalkFix, beginWalk, breakWalk, type Walk } from '#domain/geo/walk.ts';
import type { Locator } from '../../shell/locator.ts';

interface WalkPorts {
  readonly locator: Pick<Locator, 'fix'>;
  readonly document: Document;
  readonly now: () => number;
  readonly report: (walk: Walk) => void;
}

/** Makes a walk of the phone's fixes from now on, and of a hidden page a gap. @returns stops it */
export function recordWalk({ locator, document, now, report }: WalkPorts): () => void {
  const startedAt = now();
  let walk = beginWalk();
  const stopFollowing = effect(() => {
    const fix = locator.fix.value;
    // From before the start: the walker was on the way to it.
    if (!fix || fix.takenAt < startedAt) return;
    walk = addWalkFix(walk, fix);
    untracked(() => report(walk));
  });
  const whenHidden = () => {
    if (document.visibilityState === 'hidden') walk = breakWalk(walk);
  };
  document.addEventListener('visibilitychange', whenHidden);
  return () => {
    stopFollowing();
    document.removeEventListener('visibilitychange', whenHidden);
  };
}
