import type { LonLat, Polygonal, Ring } from '#domain/geo/shape.ts';
import fc from 'fast-check';
import { sites } from './arbitrary-land.ts';

/** Metres east and north of a site. */
type Metres = readonly [east: number, north: number];
type Outline = readonly Metres[];
/** A polygon as its outer ring and holes, not closed. */
type Plan = readonly Outline[];

const metres = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const box = (west: number, south: number, east: number, north: number): Outline => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

/** Turned about the site, so that no side follows a meridian. */
const turned = (plans: readonly Plan[], angle: number): Plan[] => {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return plans.map((rings) =>
    rings.map((ring) => ring.map(([x, y]): Metres => [x * cos - y * sin, x * sin + y * cos])),
  );
};

/** A box, a strip of millimetres to a metre across it, and the box again, moved by as little. */
const slivers: fc.Arbitrary<Plan[]> = fc
  .tuple(metres(0.005, 1), metres(0.001, 0.1), metres(-40, 40), metres(0, Math.PI))
  .map(([width, shift, north, angle]) =>
    turned(
      [
        [box(-60, -50, 60, 50)],
        [box(-100, north, 100, north + width)],
        [box(-60 + shift, -50, 60 + shift, 50 - shift)],
      ],
      angle,
    ),
  );

/** Land divided along a crooked line that both sides run along, in opposite ways, and a third across it. */
const sharedEdge: fc.Arbitrary<Plan[]> = fc
  .tuple(fc.array(metres(-30, 30), { minLength: 1, maxLength: 20 }), metres(0, Math.PI))
  .map(([norths, angle]) => {
    const line = norths.map((north, i): Metres => [-80 + (160 * (i + 1)) / (norths.length + 1), north]);
    const edge: Metres[] = [[-80, 0], ...line, [80, 0]];
    const south: Outline = [[-80, -60], [80, -60], ...[...edge].reverse()];
    const north: Outline = [[80, 60], [-80, 60], ...edge];
    return turned([[south], [north], [box(-10, -70, 10, 70)]], angle);
  });

/** Four boxes round a courtyard, what fills it or overlaps its walls, and a lid with a hole. */
const courtyard: fc.Arbitrary<Plan[]> = fc
  .tuple(metres(1, 40), metres(5, 30), metres(0.01, 60), metres(0, Math.PI))
  .map(([half, wall, filling, angle]) => {
    const outer = half + wall;
    return turned(
      [
        [box(-outer, -outer, outer, -half)],
        [box(-outer, half, outer, outer)],
        [box(-outer, -half, -half, half)],
        [box(half, -half, outer, half)],
        [box(-filling, -filling, filling, filling)],
        [box(-outer - 5, -outer - 5, outer + 5, outer + 5), box(-half, -half, half, half)],
      ],
      angle,
    );
  });

/** Corners said twice or thrice, corners on straight sides, the same land begun elsewhere and the other way round. */
const repeated: fc.Arbitrary<Plan[]> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
    fc.nat(3),
    metres(0, Math.PI),
  )
  .map(([times, begin, angle]) => {
    const plain = box(-45, -30, 45, 30);
    const again = plain.flatMap((corner, i) => Array<Metres>(times[i] ?? 1).fill(corner));
    const halfway = plain.flatMap(([x, y], i): Metres[] => {
      const [nextX, nextY] = plain[(i + 1) % 4] ?? [x, y];
      return [[x, y], [(x + nextX) / 2, (y + nextY) / 2]]; // biome-ignore format: two corners read best on one line
    });
    const elsewhere = [...plain.slice(begin), ...plain.slice(0, begin)].reverse();
    return turned([[again], [halfway], [elsewhere], [box(0, 0, 60, 60)]], angle);
  });

/** Sets of polygons that are valid and hard on programs that clip, each in any order of counting. */
export const nastySet: fc.Arbitrary<readonly Polygonal[]> = fc
  .tuple(fc.constantFrom(...sites), fc.oneof(slivers, sharedEdge, courtyard, repeated))
  .chain(([site, plans]) =>
    fc
      .shuffledSubarray(plans, { minLength: 2 })
      .map((chosen) =>
        chosen.map(
          (rings): Polygonal => ({ type: 'Polygon', coordinates: rings.map((ring) => onEarth(ring, site)) }),
        ),
      ),
  );

function onEarth(outline: Outline, [lon, lat]: LonLat): Ring {
  const eastDeg = 1 / (111_320 * Math.cos((lat * Math.PI) / 180));
  const corners = outline.map(([x, y]): LonLat => [lon + x * eastDeg, lat + y / 111_000]);
  return [...corners, corners[0] ?? [lon, lat]];
}
