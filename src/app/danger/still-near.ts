import type { NearItem } from './near-items.ts';
import { compassPoint } from './danger-text.ts';

/** An item that is warned of, since it came near. */
export interface StillNear {
  readonly item: NearItem;
  /** When it was first found too far away to be warned of, in ms; null while it is near. */
  readonly farSince: number | null;
}

/** How much further away than it came near an item goes. */
export const leaveM = 5;
/** And for how long: a receiver jumps a few metres from one second to the next. */
const leaveMs = 5_000;
/** How far beyond the set distance items have to be looked for. */
export const lookM = 60;

/**
 * What is near after another fix. An item comes at once and goes only when it has been clearly further away for a while;
 * one that is no longer found at all (destroyed, far away) goes at once. The nearest first.
 * @param found items up to `withinM + lookM` away
 */
export function nextNear(
  before: readonly StillNear[],
  found: readonly NearItem[],
  withinM: number,
  at: number,
): readonly StillNear[] {
  const known = new Map(before.map((each) => [each.item.key, each]));
  return found.flatMap((item): StillNear[] => {
    const was = known.get(item.key);
    if (item.distanceM <= withinM) return [{ item: steady(was?.item, item), farSince: null }];
    if (!was) return [];
    const { farSince } = was;
    const shown = steady(was.item, item);
    if (item.distanceM <= withinM + leaveM) return [{ item: shown, farSince: null }];
    if (farSince === null) return [{ item: shown, farSince: at }];
    return at - farSince < leaveMs ? [{ item: shown, farSince }] : [];
  });
}

/** Nearer is said at once; a little further is noise, and text that changes each second is not read. */
function steady(shown: NearItem | undefined, item: NearItem): NearItem {
  if (!shown) return item;
  const further = item.distanceM - shown.distanceM;
  const isSame =
    further > -1 &&
    further < 3 &&
    Math.abs(item.accuracyM - shown.accuracyM) < 3 &&
    item.isInside === shown.isInside &&
    pointOf(item) === pointOf(shown);
  return isSame ? shown : item;
}

const pointOf = ({ bearingDeg }: NearItem) => (bearingDeg === null ? '' : compassPoint(bearingDeg));
