import { intersectLand, landOf, shapeOfLand, subtractLand, uniteLand } from './grid.ts';
import type { Polygonal } from './shape.ts';

// What all three have in common. Sides are straight lines in longitude and latitude between the corners given: a
// geodesic side of 100 m on a parallel at 40° bulges 0.16 mm beyond that, one of 1 km 16 mm, one of 5 km 0.4 m.
// Corners are rounded to 1e-9° (0.06 mm) and crossings cut to it (0.16 mm), so the area of a result is right to about
// 0.1 mm × its perimeter. Either orientation, repeated points, and rings that touch or cross themselves are taken:
// see landOf. The answer has rings that do not cross, outer ones counter-clockwise, and is null where nothing is
// left. A shape must span less than 180° of longitude; it may cross the antimeridian.

/** The land that lies both in `a` and in any of `b`. */
export function intersection(a: Polygonal, b: Polygonal | readonly Polygonal[]): Polygonal | null {
  // Clipper misses pieces of an intersection with paths that overlap one another.
  return shapeOfLand(intersectLand(landOf(a), uniteLand(landOfAny(b))));
}

/** The land of `a` that lies in none of `b`. */
export function difference(a: Polygonal, b: Polygonal | readonly Polygonal[]): Polygonal | null {
  return shapeOfLand(subtractLand(landOf(a), landOfAny(b)));
}

/** The land that lies in any of `shapes`. */
export function union(shapes: readonly Polygonal[]): Polygonal | null {
  return shapeOfLand(uniteLand(landOfAny(shapes)));
}

function landOfAny(shapes: Polygonal | readonly Polygonal[]) {
  return 'type' in shapes ? landOf(shapes) : shapes.flatMap(landOf);
}
