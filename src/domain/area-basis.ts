import * as v from 'valibot';
import type { AnyValues } from './fields/field.ts';
import { type Place, polygonSchema } from './fields/place.ts';
import { areaM2 } from './geo/area.ts';
import { crossingOf } from './geo/crossing.ts';
import { type Polygonal, polygonsOf } from './geo/shape.ts';
import { limits, uncertaintyM2 } from './geo/validity.ts';
import type { KindDeclaration, LandClaim } from './kinds/declaration.ts';
import { problemsOf, relevantValues } from './validate.ts';

/** By which of its areas a record counts, and what the others are; in m². */
export interface AreaBasis {
  readonly basis: LandClaim['basis'];
  readonly countsM2: number;
  /** The polygon's own area, where there is one that encloses anything. */
  readonly polygonM2?: number;
  /** How far that may be off; 0 where nobody measured it. */
  readonly uncertainM2?: number;
  /** What was measured by tape, counted or not. */
  readonly tapedM2?: number;
  /** Whether the polygon counts though it was measured too coarsely for its size. */
  readonly isTooCoarse: boolean;
}

/** @returns null where the values claim no land, or cannot be read */
export function areaBasisOf(kind: KindDeclaration, values: AnyValues): AreaBasis | null {
  const relevant = relevantValues(kind.fields, values);
  if (!kind.land || problemsOf(kind, relevant).some(({ code }) => code === 'unreadable')) return null;
  const claim = kind.land(relevant);
  if (!claim) return null;
  const place = Object.values(relevant).find((value) => v.is(polygonSchema, value));
  const polygonM2 = place && isWhole(place) ? areaM2(place.shape) : undefined;
  const uncertainM2 = place && polygonM2 !== undefined ? uncertaintyM2(place) : undefined;
  const countsM2 = claim.areaM2 ?? polygonM2;
  if (countsM2 === undefined) return null;
  const taped = kind.taped && kind.land({ ...relevant, ...kind.taped.counts });
  return {
    basis: claim.basis,
    countsM2,
    ...(polygonM2 !== undefined && { polygonM2 }),
    ...(uncertainM2 !== undefined && { uncertainM2 }),
    ...(taped?.basis === 'measured' && taped.areaM2 !== undefined && { tapedM2: taped.areaM2 }),
    isTooCoarse: claim.basis === 'computed' && (uncertainM2 ?? 0) > limits.uncertainty * countsM2,
  };
}

const isWhole = ({ shape }: Place<Polygonal>) =>
  polygonsOf(shape)
    .flat()
    .every((ring) => ring.length >= 4 && crossingOf(ring) === null);
