import type { Place } from '../fields/place.ts';
import type { Problem } from '../problem.ts';
import { areaM2, perimeterM } from './area.ts';
import { boundsContain } from './bounds.ts';
import { coveredLandOf, coveredM2, isBeyondMeasure } from './covered-land.ts';
import { crossingOf } from './crossing.ts';
import { inverse } from './distance.ts';
import { liesPlainlyWithin } from './lies-within.ts';
import { contains, isSameShape } from './same-shape.ts';
import { type Bounds, type LonLat, type Point, type Polygonal, polygonsOf, type Ring } from './shape.ts';

/** What a shape is held against. What is not given is not asked. */
export interface ShapeContext {
  /** The programme's operating area. */
  readonly area: Bounds;
  readonly task?: { readonly name: string; readonly shape?: Polygonal };
  /** Polygons of the same kind that are recorded already. */
  readonly others?: readonly { readonly name: string; readonly shape: Polygonal }[];
  /** Areas stated or measured by tape for the same land, in m². */
  readonly givenM2?: readonly number[];
  /** Whether the area of the record is the polygon's own. */
  readonly computed?: boolean;
}

/** Where a deminer is warned. Sources: the programme's field practice as `docs/reference/kinds.md` gives it. */
export const limits = {
  /** A fix worse than this is not used for a standing position or a walked perimeter. */
  accuracyM: 8,
  sideM: 5_000,
  /** Share of a polygon that may lie outside its task: the width of a line drawn by hand. */
  outsideTask: 0.01,
  /** Difference of a stated or taped area from the polygon's own. */
  mismatch: 0.05,
  /** Perimeter × accuracy as a share of the area: beyond it the computed area means little. */
  uncertainty: 0.25,
} as const;

/** What is wrong with a tapped, walked or imported polygon. Errors first: an area is judged only where there is one. */
export function checkPolygon(place: Place<Polygonal>, context: ShapeContext): Problem[] {
  const rings = polygonsOf(place.shape).flat();
  const errors = rings.length === 0 ? [tooFewCorners(0)] : rings.flatMap(errorsOf);
  const warnings = [
    ...rings.flatMap(repeatedCorners),
    ...rings.flatMap(longSides),
    ...outsideArea(rings.flat(), context.area),
    ...poorPosition(place),
  ];
  if (errors.length > 0 || isBeyondMeasure(place.shape)) return [...errors, ...warnings];
  return [...warnings, ...againstOthers(place.shape, context), ...ofArea(place, context)];
}

/** What is doubtful about a single position. */
export function checkPoint(place: Place<Point>, context: ShapeContext): Problem[] {
  const problems = [...outsideArea([place.shape.coordinates], context.area), ...poorPosition(place)];
  const { task } = context;
  if (task?.shape && !contains(task.shape, place.shape.coordinates)) {
    problems.push(warning('outside-task', `The position lies outside the boundary of ${task.name}.`));
  }
  return problems;
}

const warning = (code: string, message: string, more: Partial<Problem> = {}): Problem => ({
  code,
  severity: 'warning',
  message,
  ...more,
});

function tooFewCorners(distinct: number): Problem {
  const message = `An area needs at least 3 different corners; this one has ${distinct}.`;
  return { code: 'too-few-corners', severity: 'error', message, amount: distinct };
}

function errorsOf(ring: Ring): Problem[] {
  const distinct = new Set(ring.map(String)).size;
  if (distinct < 3) return [tooFewCorners(distinct)];
  const crossing = crossingOf(ring);
  if (crossing === null) return [];
  const [a, b] = crossing.sides;
  return [
    {
      code: 'crosses-itself',
      severity: 'error',
      message: `The line crosses or touches itself: side ${a + 1} meets side ${b + 1}. Move or remove a corner.`,
      at: { side: a },
    },
  ];
}

const isSamePosition = (a: LonLat | undefined, b: LonLat | undefined) =>
  a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];

function repeatedCorners(ring: Ring): Problem[] {
  const corner = ring.findIndex((position, i) => i > 0 && isSamePosition(position, ring[i - 1]));
  if (corner < 0) return [];
  return [
    warning('repeated-corner', `Corner ${corner + 1} lies on the corner before it.`, { at: { corner } }),
  ];
}

function longSides(ring: Ring): Problem[] {
  return ring.flatMap((from, side) => {
    const to = ring[side + 1];
    const lengthM = to ? inverse(from, to).distanceM : 0;
    if (lengthM <= limits.sideM) return [];
    const message = `Side ${side + 1} is ${(lengthM / 1000).toFixed(1)} km long. Check the corners at its ends.`;
    return [warning('side-too-long', message, { at: { side }, amount: lengthM })];
  });
}

function outsideArea(positions: readonly LonLat[], area: Bounds): Problem[] {
  const corner = positions.findIndex((position) => !boundsContain(area, position));
  const outside = positions[corner];
  if (outside === undefined) return [];
  const what = positions.length === 1 ? 'The position' : `Corner ${corner + 1}`;
  return [
    warning(
      'outside-operating-area',
      `${what} lies outside the programme's operating area.${guessFor(outside, area)}`,
      { at: { corner } },
    ),
  ];
}

/** The usual slips of whoever types a position. */
function guessFor([lon, lat]: LonLat, area: Bounds): string {
  if (boundsContain(area, [-lon, lat])) return ' Has the longitude lost or gained a minus sign?';
  if (boundsContain(area, [lon, -lat])) return ' Has the latitude lost or gained a minus sign?';
  if (boundsContain(area, [lat, lon])) return ' Were longitude and latitude exchanged?';
  return '';
}

function poorPosition({ accuracyM }: Place): Problem[] {
  if (accuracyM === null || accuracyM <= limits.accuracyM) return [];
  const message = `The position is good to ±${Math.round(accuracyM)} m only; ${limits.accuracyM} m or better is wanted.`;
  return [warning('position-poor', message, { amount: accuracyM })];
}

function againstOthers(shape: Polygonal, { task, others = [] }: ShapeContext): Problem[] {
  const problems: Problem[] = [];
  const same = others.find((other) => isSameShape(other.shape, shape));
  if (same) {
    problems.push(warning('repeats-record', `The very same area is recorded already, as ${same.name}.`));
  }
  if (!task?.shape || isBeyondMeasure(task.shape)) return problems;
  const own = coveredLandOf(shape);
  const whole = coveredLandOf(task.shape);
  const outsideM2 = liesPlainlyWithin(shape, task.shape) ? 0 : own.grossM2 - coveredM2(own, [whole]);
  if (outsideM2 > limits.outsideTask * own.grossM2) {
    const message = `${metres(outsideM2)} of the area lie outside the boundary of ${task.name}.`;
    problems.push(warning('outside-task', message, { amount: outsideM2 }));
  }
  if (own.grossM2 > whole.grossM2 && whole.grossM2 > 0) {
    const message = `The area of ${metres(own.grossM2)} is larger than ${task.name} with its ${metres(whole.grossM2)}.`;
    problems.push(warning('larger-than-task', message, { amount: own.grossM2 }));
  }
  return problems;
}

function ofArea(place: Place<Polygonal>, { givenM2 = [], computed = true }: ShapeContext): Problem[] {
  const problems: Problem[] = [];
  const ownM2 = areaM2(place.shape);
  const unlike = givenM2.find((given) => Math.abs(given - ownM2) > limits.mismatch * ownM2);
  if (unlike !== undefined) {
    const message = `The polygon covers ${metres(ownM2)}, but ${metres(unlike)} is stated or measured.`;
    problems.push(warning('area-mismatch', message, { amount: unlike - ownM2 }));
  }
  const uncertainM2 = uncertaintyM2(place);
  if (computed && uncertainM2 > limits.uncertainty * ownM2) {
    const message = `At ±${Math.round(place.accuracyM ?? 0)} m the ${metres(ownM2)} are uncertain by about ${metres(uncertainM2)}. Measure the lanes by tape, or state the area.`;
    problems.push(warning('area-uncertain', message, { amount: uncertainM2 }));
  }
  return problems;
}

/** How far the area of a measured perimeter may be off: about its length times its accuracy. 0 where nothing was measured. */
export function uncertaintyM2({ shape, accuracyM }: Place<Polygonal>): number {
  return perimeterM(shape) * (accuracyM ?? 0);
}

const metres = (m2: number) => `${Math.round(m2).toLocaleString('en-US')} m²`;
