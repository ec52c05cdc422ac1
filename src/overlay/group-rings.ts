type Position = readonly [x: number, y: number];
type Ring = readonly Position[];

/**
 * Rings of a shapefile's polygon as polygons with holes. Outer rings go clockwise, holes the other way; a hole without an
 * outer ring around it becomes an area of its own, so that nothing of a file is hidden.
 */
export function groupRings(rings: readonly Ring[]): readonly (readonly Ring[])[] {
  const outers = rings.filter((ring) => signedArea(ring) <= 0);
  const holes = rings.filter((ring) => signedArea(ring) > 0);
  const groups = outers.map((outer) => ({
    outer,
    area: -signedArea(outer),
    box: boxOf(outer),
    holes: [] as Ring[],
  }));
  const alone: Ring[] = [];
  for (const hole of holes) {
    const box = boxOf(hole);
    const around = groups
      .filter((group) => boxContains(group.box, box) && hole.every((corner) => isInside(corner, group.outer)))
      .sort((a, b) => a.area - b.area);
    if (around[0]) around[0].holes.push(hole);
    else alone.push(hole);
  }
  return [...groups.map(({ outer, holes: inner }) => [outer, ...inner]), ...alone.map((ring) => [ring])];
}

/** Positive where it goes anticlockwise. About its first corner, so that large coordinates lose nothing. */
function signedArea(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  let sum = 0;
  for (let i = 1; i + 1 < ring.length; i += 1) {
    const [ax, ay] = ring[i] ?? [0, 0];
    const [bx, by] = ring[i + 1] ?? [0, 0];
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum / 2;
}

type Box = readonly [west: number, south: number, east: number, north: number];

function boxOf(ring: Ring): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

const boxContains = (a: Box, b: Box) => a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];

/** Even-odd rule; a corner on a side counts as inside. */
function isInside([x, y]: Position, ring: Ring): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax, ay] = ring[i] ?? [0, 0];
    const [bx, by] = ring[j] ?? [0, 0];
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    const isBetween =
      Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by);
    if (cross === 0 && isBetween) return true;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
