import Flatbush from 'flatbush';

/** What a map needs before it can draw: every polygon's box in an index. Built the same way for every peer. */
export function indexOf(
  shapes: Iterable<{ readonly coordinates: readonly (readonly (readonly number[])[])[] }>,
): Flatbush {
  const boxes: number[] = [];
  for (const { coordinates } of shapes) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon = 0, lat = 0] of coordinates[0] ?? []) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
    boxes.push(west, south, east, north);
  }
  const index = new Flatbush(Math.max(1, boxes.length / 4));
  for (let at = 0; at < boxes.length; at += 4) {
    index.add(boxes[at] ?? 0, boxes[at + 1] ?? 0, boxes[at + 2] ?? 0, boxes[at + 3] ?? 0);
  }
  index.finish();
  return index;
}

/** @throws when the index does not hold as many records as it should */
export function assertHolds(found: number, expected: number): void {
  if (found !== expected) throw new Error(`${found} records can be drawn, and not ${expected}.`);
}
