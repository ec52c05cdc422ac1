import type { Place } from '#domain/fields/place.ts';
import type { LocatorState } from '../../shell/locator.ts';
import type { PositionValue } from './use-position.ts';
import { isPlace } from './use-position.ts';

/** `±4 m · 9 fixes`; the row is narrow. */
export function shortText({ accuracyM, fixes, source }: Place): string {
  if (source === 'drawn') return 'Tapped on map';
  if (source === 'typed') return 'Typed';
  if (accuracyM === null) return 'Accuracy not known';
  const metres = `±${Math.round(accuracyM * 10) / 10} m`;
  return fixes === undefined ? metres : `${metres} · ${fixes === 1 ? '1 fix' : `${fixes} fixes`}`;
}

/** Why there is no position from the receiver, and what to do. */
export function gpsProblem(state: LocatorState): string | null {
  if (state === 'denied') return 'GPS is not allowed for this app: tap or type.';
  return state === 'unavailable' ? 'No GPS here: tap or type.' : null;
}

/** What is missing, while there is no position. */
export function missingText(base: PositionValue, isOffset: boolean): string | null {
  if (typeof base === 'string') return 'What was typed cannot be read';
  return isPlace(base) && isOffset ? 'Bearing and distance?' : null;
}
