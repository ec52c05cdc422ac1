import { Clipper64, ClipType, FillRule, type Path64, type Paths64, PolyTree64 } from 'clipper2-ts';
import { type LonLat, type Polygonal, polygonsOf, type Ring } from './shape.ts';

/**
 * Land on the grid on which polygons are clipped: rings of integers, 1e-9° each (at most 0.11 mm), that neither cross
 * nor overlap one another; outer rings run counter-clockwise and holes clockwise.
 *
 * The grid is the same everywhere, so two records that share a corner share it on the grid too, and whatever is
 * clipped with whatever, the same corner is rounded the same way. Only while clipping are the numbers taken relative
 * to a local origin, which keeps their products exact up to about 10 km.
 */
export type GridLand = readonly (readonly GridPoint[])[];
type GridPoint = Readonly<{ x: number; y: number }>;

const unitsPerDegree = 1e9;
const fullTurn = 360 * unitsPerDegree;

/**
 * The land a shape covers, each spot once: rings may run either way, touch or cross themselves, repeat points; parts
 * may overlap. A ring encloses what it winds around at least once (non-zero fill), and a hole takes away only what
 * lies inside its own outer ring.
 */
export function landOf(shape: Polygonal): GridLand {
  const parts = polygonsOf(shape).map(([outer = [], ...holes]) =>
    clip(ClipType.Difference, [toPath(outer)], holes.map(toPath)),
  );
  return parts.length === 1 ? (parts[0] ?? []) : clip(ClipType.Union, parts.flat(), []);
}

export function intersectLand(a: GridLand, b: GridLand): GridLand {
  return clip(ClipType.Intersection, a, b);
}

export function subtractLand(a: GridLand, b: GridLand): GridLand {
  return clip(ClipType.Difference, a, b);
}

export function uniteLand(a: GridLand): GridLand {
  return clip(ClipType.Union, a, []);
}

/** The rings of land in degrees, closed, outer rings counter-clockwise and holes clockwise. */
export function ringsOfLand(land: GridLand): Ring[] {
  return land.map(toRing);
}

/** Land as a shape: a Polygon where it is of one piece, a MultiPolygon where it is not, null where there is none. */
export function shapeOfLand(land: GridLand): Polygonal | null {
  const origin = originOf(land);
  const tree = new PolyTree64();
  const clipper = new Clipper64();
  clipper.addSubject(toLocal(land, origin));
  run(clipper.execute(ClipType.Union, FillRule.NonZero, tree));
  const polygons: Ring[][] = [];
  collectPolygons(tree, (path) => toRing(fromLocal(path, origin)), polygons);
  const [only] = polygons;
  if (only === undefined) return null;
  if (polygons.length === 1) return { type: 'Polygon', coordinates: only };
  return { type: 'MultiPolygon', coordinates: polygons };
}

/** Every outer ring of the tree with its holes; what lies inside a hole is a polygon again. */
function collectPolygons(parent: PolyTree64, ringOf: (path: Path64) => Ring, into: Ring[][]): void {
  for (let i = 0; i < parent.count; i++) {
    const outer = parent.child(i);
    if (outer.poly === null) continue;
    const rings = [ringOf(outer.poly)];
    for (let j = 0; j < outer.count; j++) {
      const hole = outer.child(j);
      if (hole.poly !== null) rings.push(ringOf(hole.poly));
      collectPolygons(hole, ringOf, into);
    }
    into.push(rings);
  }
}

function clip(type: ClipType, allOfSubject: GridLand, allOfOther: GridLand): GridLand {
  // Clipper does not survive a path without points, and one of two encloses nothing.
  const subject = allOfSubject.filter((path) => path.length > 2);
  const other = allOfOther.filter((path) => path.length > 2);
  if (subject.length === 0) return [];
  const origin = originOf(subject);
  const clipper = new Clipper64();
  clipper.addSubject(toLocal(subject, origin));
  if (other.length > 0) clipper.addClip(toLocal(other, origin));
  const solution: Paths64 = [];
  run(clipper.execute(type, FillRule.NonZero, solution));
  return solution.map((path) => fromLocal(path, origin));
}

function run(succeeded: boolean): void {
  if (!succeeded) throw new Error('Polygons could not be clipped');
}

function originOf(land: GridLand): GridPoint {
  return land.find((path) => path.length > 0)?.[0] ?? { x: 0, y: 0 };
}

function toLocal(land: GridLand, origin: GridPoint): Paths64 {
  return land.map((path) => path.map(({ x, y }) => ({ x: shortWay(x - origin.x), y: y - origin.y })));
}

function fromLocal(path: Path64, origin: GridPoint): GridPoint[] {
  return path.map(({ x, y }) => ({ x: shortWay(x + origin.x), y: y + origin.y }));
}

/** A difference of longitudes taken the short way, so that land on both sides of the antimeridian is one piece. */
function shortWay(x: number): number {
  if (x > fullTurn / 2) return x - fullTurn;
  if (x < -fullTurn / 2) return x + fullTurn;
  return x;
}

/** A ring on the grid, open, without repeated points and without spikes: Clipper turns some rings with spikes round. */
function toPath(ring: Ring): GridPoint[] {
  const path: GridPoint[] = [];
  for (const [lon, lat] of ring) {
    path.push({ x: Math.round(lon * unitsPerDegree), y: Math.round(lat * unitsPerDegree) });
    while (isSpike(path.at(-3), path.at(-2), path.at(-1))) path.splice(-2, 1);
    if (isSame(path.at(-2), path.at(-1))) path.pop();
  }
  // The same where the ring closes.
  for (let before = path.length + 1; path.length < before && path.length > 2; ) {
    before = path.length;
    if (isSame(path[0], path.at(-1)) || isSpike(path.at(-2), path.at(-1), path[0])) path.pop();
    else if (isSpike(path.at(-1), path[0], path[1])) path.shift();
  }
  return path;
}

const isSame = (a: GridPoint | undefined, b: GridPoint | undefined) =>
  a !== undefined && b !== undefined && a.x === b.x && a.y === b.y;

/** Whether the way from `a` by `b` to `c` turns back on itself. */
function isSpike(a: GridPoint | undefined, b: GridPoint | undefined, c: GridPoint | undefined): boolean {
  if (a === undefined || b === undefined || c === undefined) return false;
  const [x1, y1, x2, y2] = [shortWay(b.x - a.x), b.y - a.y, shortWay(c.x - b.x), c.y - b.y];
  return x1 * y2 === y1 * x2 && x1 * x2 + y1 * y2 < 0;
}

function toRing(path: readonly GridPoint[]): Ring {
  const ring: LonLat[] = path.map(({ x, y }) => [x / unitsPerDegree, y / unitsPerDegree]);
  const [first] = ring;
  if (first !== undefined) ring.push(first);
  return ring;
}
