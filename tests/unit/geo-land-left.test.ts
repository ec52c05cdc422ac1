import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaM2 } from '#domain/geo/area.ts';
import { inverse } from '#domain/geo/distance.ts';
import { type LandPart, leftOf, overlapWith } from '#domain/geo/land-left.ts';
import type { LonLat, Polygon, Ring } from '#domain/geo/shape.ts';
import { snapTo } from '#domain/geo/snap.ts';

/** A rectangle in steps of 1e-4° (some 10 m) from a corner near Aghdam. */
function block(x: number, y: number, wide: number, high: number): Polygon {
  const at = (dx: number, dy: number): LonLat => [46.93 + dx * 1e-4, 39.99 + dy * 1e-4];
  const ring = [at(x, y), at(x + wide, y), at(x + wide, y + high), at(x, y + high), at(x, y)];
  return { type: 'Polygon', coordinates: [ring] };
}

function whole(steps: Generator<void, LandPart>): LandPart {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const task = block(0, 0, 10, 10);
const anyBlock = fc
  .tuple(
    fc.nat({ max: 9 }),
    fc.nat({ max: 9 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
  )
  .map((given) => block(...given));

describe('land of the task that nobody has covered', () => {
  it('is the whole task before anybody has worked on it', () => {
    expect(whole(leftOf(task, [])).areaM2).toBeCloseTo(areaM2(task), 3);
  });

  it('is what lies beside the records, with its shape', () => {
    const left = whole(leftOf(task, [block(0, 0, 10, 4), block(0, 5, 10, 9)]));
    expect(left.areaM2).toBeCloseTo(areaM2(block(0, 4, 10, 1)), 3);
    expect(left.rings).toHaveLength(1);
  });

  it('is nothing where all of it is covered', () => {
    expect(whole(leftOf(task, [block(-1, -1, 6, 12), block(4, -1, 7, 12)]))).toEqual({
      areaM2: 0,
      rings: [],
    });
  });

  it('and what is covered come to the task, however the records lie over one another', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 8 }), (records) => {
        const left = whole(leftOf(task, records)).areaM2;
        expect(left + overlapWith(task, records).areaM2).toBeCloseTo(areaM2(task), 0);
      }),
    );
  });
});

describe('land that others have recorded', () => {
  it('counts once where two of them lie over one another', () => {
    const { areaM2: m2 } = overlapWith(block(0, 0, 4, 4), [block(2, 0, 4, 4), block(3, 0, 4, 4)]);
    expect(m2).toBeCloseTo(areaM2(block(2, 0, 2, 4)), 3);
  });

  it('is nothing where they only share a side', () => {
    expect(overlapWith(block(0, 0, 4, 4), [block(4, 0, 4, 4)])).toEqual({ areaM2: 0, rings: [] });
  });
});

describe('a finger near a line', () => {
  const ring = block(0, 0, 10, 10).coordinates[0] as Ring;
  const near = (x: number, y: number): LonLat => [46.93 + x * 1e-4, 39.99 + y * 1e-4];

  it('means the corner, also where a side is nearer', () => {
    expect(snapTo(near(0.2, -0.05), [ring], 5)).toEqual(near(0, 0));
  });

  it('means the point of the side that is nearest', () => {
    const at = snapTo(near(5, 0.2), [ring], 5);
    expect(at && inverse(at, near(5, 0)).distanceM).toBeLessThan(0.01);
  });

  it('means itself where nothing is within reach, or there is nothing', () => {
    expect(snapTo(near(5, 5), [ring], 5)).toBeNull();
    expect(snapTo(near(5, 5), [], 5)).toBeNull();
    expect(snapTo(near(0, 0), [[near(0, 0), near(0, 0)]], 5)).toEqual(near(0, 0));
  });

  it('is never drawn further than the reach', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 13, noNaN: true }),
        fc.double({ min: -3, max: 13, noNaN: true }),
        (x, y) => {
          const at = snapTo(near(x, y), [ring], 5);
          if (at) expect(inverse(at, near(x, y)).distanceM).toBeLessThan(5.05);
        },
      ),
    );
  });
});
