import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseMapExtent } from '#domain/base-map.ts';
import type { Bounds, LonLat } from '#domain/geo/shape.ts';
import { clipLine } from '#server/base-map/clip-line.ts';
import { labelCountries } from '#server/base-map/country-labels.ts';
import { simplifyLine } from '#server/base-map/simplify-line.ts';

const box: Bounds = [0, 0, 10, 10];
const position = fc.tuple(fc.integer({ min: -20, max: 30 }), fc.integer({ min: -20, max: 30 }));
const line = fc.array(position, { minLength: 2, maxLength: 12 });
const lengthOf = (positions: readonly LonLat[]) =>
  positions.slice(1).reduce((sum, [x, y], at) => {
    const [fromX, fromY] = positions[at] ?? [x, y];
    return sum + Math.hypot(x - fromX, y - fromY);
  }, 0);

describe('a border cut to the area', () => {
  it('comes back in pieces where it leaves and enters again', () => {
    const zigzag: LonLat[] = [
      [-5, 5],
      [5, 5],
      [5, 15],
      [8, 15],
      [8, 5],
    ];
    expect(clipLine(zigzag, box)).toEqual([
      [
        [0, 5],
        [5, 5],
        [5, 10],
      ],
      [
        [8, 10],
        [8, 5],
      ],
    ]);
  });

  it('is nothing where it only touches or passes by', () => {
    expect(
      clipLine(
        [
          [-5, 5],
          [-1, 30],
        ],
        box,
      ),
    ).toEqual([]);
    expect(
      clipLine(
        [
          [-10, 0],
          [0, 10],
          [-10, 20],
        ],
        box,
      ),
    ).toEqual([]);
  });

  it('stays inside, and keeps all of what was inside', () => {
    fc.assert(
      fc.property(line, (positions) => {
        const parts = clipLine(positions, box);
        for (const [x, y] of parts.flat()) {
          expect(x).toBeGreaterThanOrEqual(-1e-9);
          expect(x).toBeLessThanOrEqual(10 + 1e-9);
          expect(y).toBeGreaterThanOrEqual(-1e-9);
          expect(y).toBeLessThanOrEqual(10 + 1e-9);
        }
        // Another way to the same length: cut into the four strips beside the box and what is left.
        const far: readonly Bounds[] = [
          [-99, -99, 0, 99],
          [10, -99, 99, 99],
          [0, -99, 10, 0],
          [0, 10, 10, 99],
        ];
        const outside = far.flatMap((strip) => clipLine(positions, strip));
        const all = lengthOf(positions);
        const sum = [...parts, ...outside].reduce((total, part) => total + lengthOf(part), 0);
        // A stretch along an edge of the box belongs to two of them.
        expect(sum).toBeGreaterThanOrEqual(all - 1e-6);
        expect(parts.reduce((total, part) => total + lengthOf(part), 0)).toBeLessThanOrEqual(all + 1e-6);
      }),
    );
  });
});

describe('a border made lighter', () => {
  it('keeps its ends and stays within the tolerance', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 1, max: 5 }), (positions, tolerance) => {
        const simple = simplifyLine(positions, tolerance);
        expect(simple[0]).toEqual(positions[0]);
        expect(simple.at(-1)).toEqual(positions.at(-1));
        for (const [x, y] of positions) {
          const near = simple.slice(1).some(([toX, toY], at) => {
            const [fromX, fromY] = simple[at] ?? [toX, toY];
            const [stepX, stepY] = [toX - fromX, toY - fromY];
            const square = stepX ** 2 + stepY ** 2;
            const share =
              square === 0
                ? 0
                : Math.min(1, Math.max(0, ((x - fromX) * stepX + (y - fromY) * stepY) / square));
            return Math.hypot(x - fromX - share * stepX, y - fromY - share * stepY) <= tolerance + 1e-9;
          });
          expect(near).toBe(true);
        }
      }),
    );
  });

  it('drops what nobody would see', () => {
    expect(
      simplifyLine(
        [
          [0, 0],
          [5, 0.001],
          [10, 0],
        ],
        0.01,
      ),
    ).toEqual([
      [0, 0],
      [10, 0],
    ]);
  });
});

describe('the name of a country', () => {
  const square = (west: number, south: number, size: number): LonLat[] => [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ];

  it('stands well inside the part that is shown, and not in a hole', () => {
    const [label] = labelCountries([{ name: 'Ring', rings: [square(-5, -5, 12), square(0, 0, 3)] }], box);
    const [x, y] = label?.at ?? [0, 0];
    expect(x > 0 && x < 7 && y > 0 && y < 7).toBe(true);
    expect(x < 3 && y < 3).toBe(false);
  });

  it('is left out where the country is not in sight', () => {
    expect(labelCountries([{ name: 'Far', rings: [square(20, 20, 5)] }], box)).toEqual([]);
  });
});

describe('what a base map covers', () => {
  it('reaches beyond the area by at least a degree, and not beyond the map', () => {
    expect(baseMapExtent([46, 38.8, 48, 40.6])).toEqual([45, 37.8, 49, 41.6]);
    expect(baseMapExtent([-180, -90, 180, 90])).toEqual([-180, -85, 180, 85]);
  });
});
