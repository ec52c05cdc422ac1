import type { Bounds, LonLat, Ring } from '#domain/geo/shape.ts';

export interface Country {
  readonly name: string;
  /** Rings of all its polygons; a place inside an odd number of them is inside the country. */
  readonly rings: readonly Ring[];
}

const CELLS = 48;

/**
 * A point for each country's name: the middle of the cell, of a grid over the extent, that is furthest from any cell
 * of another country, of the sea, or off the edge. A country that holds no cell gets no name.
 */
export function labelCountries(
  countries: readonly Country[],
  extent: Bounds,
): { name: string; at: LonLat }[] {
  const labels: { name: string; at: LonLat }[] = [];
  for (const { name, rings } of countries) {
    const depth = depthOfCells(cellsInside(rings, extent));
    const best = depth.reduce((at, value, cell) => (value > (depth[at] ?? 0) ? cell : at), 0);
    if (depth[best] === 0) continue;
    labels.push({ name, at: middleOf(best % CELLS, Math.floor(best / CELLS), extent) });
  }
  return labels;
}

function middleOf(column: number, row: number, [west, south, east, north]: Bounds): LonLat {
  return [west + ((column + 0.5) / CELLS) * (east - west), south + ((row + 0.5) / CELLS) * (north - south)];
}

/** 1 for each cell whose middle is inside, row by row from the south-west. */
function cellsInside(rings: readonly Ring[], extent: Bounds): Uint8Array {
  const inside = new Uint8Array(CELLS * CELLS);
  for (let row = 0; row < CELLS; row++) {
    const crossings = crossingsAt(middleOf(0, row, extent)[1], rings);
    for (let column = 0; column < CELLS; column++) {
      const [lon] = middleOf(column, row, extent);
      inside[row * CELLS + column] = crossings.filter((crossing) => crossing < lon).length % 2;
    }
  }
  return inside;
}

/** Longitudes where the rings cross a parallel. */
function crossingsAt(lat: number, rings: readonly Ring[]): number[] {
  const crossings: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [lonA, latA] = ring[i - 1] as LonLat;
      const [lonB, latB] = ring[i] as LonLat;
      if (latA > lat !== latB > lat) crossings.push(lonA + ((lat - latA) / (latB - latA)) * (lonB - lonA));
    }
  }
  return crossings;
}

/** How many cells each cell is from the nearest one outside, by peeling the shape layer by layer. */
function depthOfCells(inside: Uint8Array): Uint8Array {
  const depth = Uint8Array.from(inside);
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= CELLS || row >= CELLS ? 0 : (depth[row * CELLS + column] ?? 0);
  for (let layer = 1; layer < CELLS; layer++) {
    const deeper: number[] = [];
    for (let cell = 0; cell < depth.length; cell++) {
      const column = cell % CELLS;
      const row = Math.floor(cell / CELLS);
      const nearest = Math.min(
        at(column, row),
        at(column - 1, row),
        at(column + 1, row),
        at(column, row - 1),
        at(column, row + 1),
      );
      if (nearest >= layer) deeper.push(cell);
    }
    if (deeper.length === 0) break;
    for (const cell of deeper) depth[cell] = layer + 1;
  }
  return depth;
}
