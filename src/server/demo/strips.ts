import { areaM2 } from '#domain/geo/area.ts';
import { roundPosition } from '#domain/fields/place.ts';
import type { LonLat, Polygon } from '#domain/geo/shape.ts';
import type { Random } from './random.ts';

/** Metres across and forward in a task, before it is turned and put on the ground. */
type Local = readonly [across: number, forward: number];
export type Edge = readonly Local[];

/** Where a task's own metres lie on the ground. */
export interface Ground {
  at(local: Local): LonLat;
}

/** @param origin the middle of the task's first edge @param turnDeg clockwise from north, the way that work goes */
export function groundAt(origin: LonLat, turnDeg: number): Ground {
  const lat = (origin[1] * Math.PI) / 180;
  // Metres per degree by the usual series of the WGS 84 ellipsoid; what is off by 1e-4 here only moves a corner.
  const northM = 111_132.954 - 559.822 * Math.cos(2 * lat) + 1.175 * Math.cos(4 * lat);
  const eastM = 111_412.84 * Math.cos(lat) - 93.5 * Math.cos(3 * lat);
  const turn = (turnDeg * Math.PI) / 180;
  return {
    at([across, forward]) {
      const east = across * Math.cos(turn) + forward * Math.sin(turn);
      const north = forward * Math.cos(turn) - across * Math.sin(turn);
      return roundPosition([origin[0] + east / eastM, origin[1] + north / northM]);
    },
  };
}

/** A strip of land worked on, between the edge that was reached before and the one reached now. */
export interface Strip {
  readonly from: Edge;
  readonly to: Edge;
  readonly polygon: Polygon;
  readonly areaM2: number;
}

/** An edge as a team leaves it: not quite straight. */
export function edgeAt(random: Random, widthM: number, forwardM: number, roughM: number): Edge {
  const parts = random.int(3, 5);
  return Array.from({ length: parts + 1 }, (_, i): Local => {
    const across = (i / parts - 0.5) * widthM + random.between(-5, 5);
    return [across, forwardM + random.between(-roughM, roughM)];
  });
}

export function polygonBetween(ground: Ground, from: Edge, to: Edge): Polygon {
  const ring = [...from, ...to.toReversed()].map((local) => ground.at(local));
  const [first] = ring;
  return { type: 'Polygon', coordinates: [first ? [...ring, first] : ring] };
}

/** The strip beyond `from` that has the given area, to within `toleranceM2`. */
export function stripOf(
  random: Random,
  ground: Ground,
  from: Edge,
  widthM: number,
  area: number,
  toleranceM2 = 10,
): Strip {
  const depthM = area / widthM;
  const rough = edgeAt(random, widthM, meanForward(from) + depthM, Math.min(3, depthM * 0.25));
  // On the plane first, which is right to a few m² and costs nothing; then by what the tally will measure.
  let to = moved(rough, (area - planarM2(from, rough)) / widthM);
  let polygon = polygonBetween(ground, from, to);
  let measured = areaM2(polygon);
  for (let round = 0; round < 6 && Math.abs(measured - area) > toleranceM2; round++) {
    to = moved(to, (area - measured) / widthM);
    polygon = polygonBetween(ground, from, to);
    measured = areaM2(polygon);
  }
  return { from, to, polygon, areaM2: measured };
}

/** By the shoelace formula in a task's own metres. */
function planarM2(from: Edge, to: Edge): number {
  const ring = [...from, ...to.toReversed()];
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

export function moved(edge: Edge, forwardM: number): Edge {
  return edge.map(([across, forward]) => [across, forward + forwardM]);
}

export function meanForward(edge: Edge): number {
  return edge.reduce((sum, [, forward]) => sum + forward, 0) / edge.length;
}

/** A position well inside the strip. */
export function positionIn(random: Random, ground: Ground, strip: Strip): LonLat {
  const part = random.between(0.12, 0.88);
  const [fromAcross, fromForward] = along(strip.from, part);
  const [toAcross, toForward] = along(strip.to, part);
  const share = random.between(0.3, 0.7);
  return ground.at([
    fromAcross + (toAcross - fromAcross) * share,
    fromForward + (toForward - fromForward) * share,
  ]);
}

function along(edge: Edge, part: number): Local {
  const at = part * (edge.length - 1);
  const before = edge[Math.floor(at)] ?? [0, 0];
  const after = edge[Math.ceil(at)] ?? before;
  const share = at - Math.floor(at);
  return [before[0] + (after[0] - before[0]) * share, before[1] + (after[1] - before[1]) * share];
}
