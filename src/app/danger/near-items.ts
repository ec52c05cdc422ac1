import * as v from 'valibot';
import { type Place, polygonSchema, positionSchema } from '#domain/fields/place.ts';
import { boundsOf } from '#domain/geo/bounds.ts';
import { courseTo } from '#domain/geo/nearest-edge.ts';
import { isDanger } from '#protocol/danger.ts';
import type { Phone, ReadModel, RecordView, WorldDegrees } from '#store/phone.ts';
import { idOf } from '#store/record-view.ts';
import type { Fix } from '../shell/locator.ts';

/** A recorded danger near the phone. */
export interface NearItem {
  readonly id: string;
  /** The item and its place: one that is recorded elsewhere later is another danger. */
  readonly key: string;
  readonly isArea: boolean;
  /** Within the area as it is recorded. */
  readonly isInside: boolean;
  /** To the item, or to the nearest edge of an area, less both accuracies. */
  readonly distanceM: number;
  /** From true north; null where it may lie in any direction. */
  readonly bearingDeg: number | null;
  /** Of the phone's position and the item's together, as far as they were measured. */
  readonly accuracyM: number;
  /** Whether a device measured the item's position. */
  readonly isMeasured: boolean;
}

/** A fix or an item that is worse than this warns of everything and so of nothing. */
export const coarseM = 100;

/** What a position tapped on a map or typed may be off: it was not measured, and is not exact. */
const unmeasuredM = 8;

type Records = Pick<Phone, 'model' | 'warnings'>;

/**
 * Recorded dangers of any team within a distance of the phone, the nearest first: found by where they are, and read only
 * then.
 * @param isQuiet which of this phone's own records nobody wants to be warned of
 */
export function nearItems(
  fix: Fix,
  withinM: number,
  { model, warnings }: Records,
  isQuiet: (view: RecordView) => boolean,
): readonly NearItem[] {
  const found = new Map<string, NearItem>();
  const look = (view: RecordView, isItem: () => boolean) => {
    const id = idOf(view);
    if (found.has(id)) return;
    const item = nearItem(id, placeOf(view), fix);
    if (item && item.distanceM <= withinM && isItem()) found.set(id, item);
  };
  for (const box of boxesAround(fix, withinM + fix.accuracyM + coarseM)) {
    for (const view of model.within(box)) {
      if (view.kind?.danger) look(view, () => isDanger(view.state, model.registry) && !isQuiet(view));
    }
    // What the phone has all of is judged by that: it may be destroyed here, and not yet there.
    for (const view of warnings.within(box)) if (!isOf(model, view)) look(view, () => true);
  }
  return [...found.values()].sort((a, b) => a.distanceM - b.distanceM || (a.id < b.id ? -1 : 1));
}

const isOf = (model: ReadModel, view: RecordView) =>
  view.packed ? model.hasRow(view.packed.pack, view.packed.row) : model.get(view.state.id) !== undefined;

/** Of a kind that this version does not know, too: whatever it is, the server says that it is a danger. */
function placeOf({ packed, state }: RecordView): Place | undefined {
  const place = packed ? packed.pack.groupAt(packed.row, 'place') : state.body['place'];
  if (v.is(positionSchema, place)) return place;
  return v.is(polygonSchema, place) ? place : undefined;
}

function nearItem(id: string, place: Place | undefined, { lon, lat, accuracyM }: Fix): NearItem | undefined {
  const course = place && courseTo(place.shape, [lon, lat]);
  if (!place || !course) return undefined;
  const blurM = accuracyM + Math.min(coarseM, place.accuracyM ?? unmeasuredM);
  const isMeasured = place.accuracyM !== null;
  const isArea = place.shape.type !== 'Point';
  return {
    id,
    key: `${id} ${boundsOf(place.shape).join(' ')}`,
    isArea,
    isInside: isArea && course.distanceM === 0,
    distanceM: Math.max(0, course.distanceM - blurM),
    bearingDeg: course.distanceM > blurM ? course.bearingDeg : null,
    accuracyM: isMeasured ? blurM : accuracyM,
    isMeasured,
  };
}

const metresADegree = 110_500;

/** Beside the antimeridian a neighbour's box may lie a turn of the globe further. */
function boxesAround({ lon, lat }: Fix, radiusM: number): readonly WorldDegrees[] {
  const up = radiusM / metresADegree;
  const aside = up / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const turns = Math.abs(lon) + aside < 180 ? [0] : [-360, 0, 360];
  return turns.map((turn) => [lon - aside + turn, lat - up, lon + aside + turn, lat + up] as const);
}
