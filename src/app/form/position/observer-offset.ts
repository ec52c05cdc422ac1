import { type Place, roundPosition } from '#domain/fields/place.ts';
import { destination } from '#domain/geo/distance.ts';
import type { LonLat, Point } from '#domain/geo/shape.ts';

/** What is typed of the way from where one stands to the item, as text. */
export interface OffsetTyped {
  readonly bearing: string;
  readonly distance: string;
  readonly north: 'magnetic' | 'true';
  /** Another declination than the model's; empty for that. */
  readonly declination: string;
}

export type Offset = NonNullable<Place['observerOffset']>;

export type ReadOffset =
  | { readonly type: 'missing' }
  | { readonly type: 'wrong'; readonly message: string }
  | { readonly type: 'given'; readonly offset: Offset };

/** A compass is what people carry. */
export const nothingTyped: OffsetTyped = { bearing: '', distance: '', north: 'magnetic', declination: '' };

/** Further away nobody measures a distance by eye or tape; a slip of a finger does. */
const furthestM = 5_000;

/** @param modelDeg the model's declination; null where it has none */
export function readOffset(typed: OffsetTyped, modelDeg: number | null): ReadOffset {
  const bearingDeg = numberIn(typed.bearing);
  const distanceM = numberIn(typed.distance);
  const ownDeg = numberIn(typed.declination);
  if (bearingDeg !== null && !(bearingDeg >= 0 && bearingDeg <= 360)) {
    return { type: 'wrong', message: 'A bearing is from 0 to 360 degrees.' };
  }
  if (distanceM !== null && !(distanceM > 0 && distanceM <= furthestM)) {
    return { type: 'wrong', message: 'A distance is more than 0 and at most 5,000 metres.' };
  }
  const { north } = typed;
  if (north === 'magnetic' && ownDeg !== null && !(Math.abs(ownDeg) <= 180)) {
    return { type: 'wrong', message: 'A declination is from −180 to 180 degrees, west negative.' };
  }
  if (bearingDeg === null || distanceM === null) return { type: 'missing' };
  if (north === 'true') return { type: 'given', offset: { bearingDeg, distanceM, north } };
  const declinationDeg = ownDeg ?? modelDeg;
  if (declinationDeg === null) {
    return {
      type: 'wrong',
      message: 'No declination is known for this day: type it, or give a true bearing.',
    };
  }
  return { type: 'given', offset: { bearingDeg, distanceM, north, declinationDeg: tenth(declinationDeg) } };
}

/** null where nothing is typed; NaN where it is no number. */
function numberIn(typed: string): number | null {
  const plain = typed.trim().replace(',', '.').replace('−', '-');
  return plain === '' ? null : Number(plain);
}

/** As it is shown, so that whoever computes it again by hand gets the same. */
const tenth = (degrees: number) => Math.round(degrees * 10) / 10;

export const trueBearingDeg = ({ bearingDeg, north, declinationDeg = 0 }: Offset): number =>
  north === 'true' ? bearingDeg : (bearingDeg + declinationDeg + 360) % 360;

/** The item's position from the observer's: the provenance stays that of where the observer stands. */
export function itemPlace(observer: Place<Point>, offset: Offset): Place<Point> {
  const at = destination(observer.shape.coordinates, trueBearingDeg(offset), offset.distanceM);
  return {
    ...observer,
    shape: { type: 'Point', coordinates: roundPosition(at) },
    observerOffset: offset,
  };
}

/** Where the observer of a place stood: at the place itself, unless it says otherwise. */
export function observerPlace(place: Place<Point>): Place<Point> {
  const { observerOffset, ...rest } = place;
  if (!observerOffset) return place;
  const item = place.shape.coordinates;
  const { distanceM } = observerOffset;
  const bearingDeg = trueBearingDeg(observerOffset);
  let at: LonLat = destination(item, bearingDeg + 180, distanceM);
  // The way back leaves at a slightly other bearing: what the way there misses by is taken off.
  for (let round = 0; round < 2; round += 1) {
    const reached = destination(at, bearingDeg, distanceM);
    at = [at[0] + item[0] - reached[0], at[1] + item[1] - reached[1]];
  }
  return { ...rest, shape: { type: 'Point', coordinates: roundPosition(at) } };
}

export function typedOf({ bearingDeg, distanceM, north, declinationDeg }: Offset): OffsetTyped {
  return {
    bearing: String(bearingDeg),
    distance: String(distanceM),
    north,
    declination: declinationDeg === undefined ? '' : String(declinationDeg),
  };
}
