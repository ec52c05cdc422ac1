import { nearestTurn } from './bounds.ts';
import { type LonLat, type Polygonal, polygonsOf, type Ring } from './shape.ts';

/** Whether two shapes have the same corners in the same order, wherever their rings begin and whichever way they run. */
export function isSameShape(a: Polygonal, b: Polygonal): boolean {
  const [ringsOfA, ringsOfB] = [polygonsOf(a).flat(), polygonsOf(b).flat()];
  if (ringsOfA.length !== ringsOfB.length) return false;
  const spelled = ringsOfB.map(spell).sort();
  return ringsOfA
    .map(spell)
    .sort()
    .every((ring, i) => ring === spelled[i]);
}

/** One spelling for all the ways of writing a ring. */
function spell(ring: Ring): string {
  const corners = ring.map(String).filter((corner, i, all) => corner !== all[i - 1]);
  if (corners.length > 1 && corners[0] === corners.at(-1)) corners.pop();
  const [one, other] = [corners, [...corners].reverse()].map((way) => {
    const start = way.reduce((least, corner, i) => (corner < (way[least] ?? '') ? i : least), 0);
    return [...way.slice(start), ...way.slice(0, start)].join(' ');
  });
  return one !== undefined && other !== undefined && one < other ? one : (other ?? '');
}

/** Whether a position lies in the shape, sides taken as straight in longitude and latitude. */
export function contains(shape: Polygonal, position: LonLat): boolean {
  return polygonsOf(shape).some((rings) => rings.filter((ring) => encloses(ring, position)).length % 2 === 1);
}

/** Whether a line to the east meets the ring an odd number of times. */
function encloses(ring: Ring, [lon, lat]: LonLat): boolean {
  let inside = false;
  ring.forEach(([rawLon, toLat], i) => {
    const before = ring[i - 1];
    if (before === undefined) return;
    const fromLon = nearestTurn(before[0], lon);
    const toLon = nearestTurn(rawLon, fromLon);
    if (before[1] > lat === toLat > lat) return;
    const meetsAt = fromLon + ((lat - before[1]) / (toLat - before[1])) * (toLon - fromLon);
    if (meetsAt > lon) inside = !inside;
  });
  return inside;
}
