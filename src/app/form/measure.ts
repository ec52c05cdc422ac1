import { effect, untracked } from '@preact/signals';
import type { Place } from '#domain/fields/place.ts';
import type { Point } from '#domain/geo/shape.ts';
import { type Locator, staleAfterMs } from '../shell/locator.ts';
import { addFix, isDone, placeOf, type StandingFix, startStandingFix } from './standing-fix.ts';

export interface Measured {
  readonly place: Place<Point> | null;
  readonly standing: StandingFix;
  readonly done: boolean;
}

/** Averages the device's position until there are fixes enough. @returns how to stop before that */
export function measure(locator: Locator, now: () => number, report: (so: Measured) => void): () => void {
  let standing = startStandingFix(now());
  const tell = () => {
    const place = placeOf(standing, now());
    report({ place, standing, done: isDone(standing) });
  };
  const stopFollowing = effect(() => {
    const fix = locator.fix.value;
    // The first one may be from before the form: where it is old, the phone was elsewhere.
    if (!fix || now() - fix.takenAt > staleAfterMs) return;
    standing = addFix(standing, fix);
    untracked(tell);
  });
  // Poor fixes are offered after a while, though no further one comes.
  const timer = setInterval(tell, 1_000);
  return () => {
    clearInterval(timer);
    stopFollowing();
  };
}
