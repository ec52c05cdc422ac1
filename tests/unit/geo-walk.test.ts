import { describe, expect, it } from 'vitest';
import type { Fix } from '#app/shell/locator.ts';
import { areaM2 } from '#domain/geo/area.ts';
import { crossingOf } from '#domain/geo/crossing.ts';
import { withoutKnots } from '#domain/geo/knots.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { addWalkFix, beginWalk, breakWalk, type Walk } from '#domain/geo/walk.ts';
import { displaced, toLonLat, type TrackOptions, trackAlong } from '#tests/support/domain/walked-track.ts';

/** 40 × 25 m with a corner cut off: a team's day. */
const way = [
  { x: 0, y: 0 },
  { x: 40, y: 0 },
  { x: 40, y: 18 },
  { x: 30, y: 25 },
  { x: 0, y: 25 },
] as const;
const trueM2 = areaOf(way.map(toLonLat));

const walkAlong = (fixes: readonly Fix[]): Walk =>
  fixes.reduce((walk, fix) => addWalkFix(walk, fix), beginWalk());
const track = (options: Partial<TrackOptions> = {}) => trackAlong({ way, seed: 1, ...options });

function areaOf(corners: readonly LonLat[]): number {
  const [first] = corners;
  return first ? areaM2({ type: 'Polygon', coordinates: [[...corners, first]] }) : 0;
}

function errorOf(walk: Walk) {
  const ring = withoutKnots(walk.corners).map(({ at }) => at);
  return {
    percent: (100 * (areaOf(ring) - trueM2)) / trueM2,
    corners: ring.length,
    crossing: crossingOf(ring),
  };
}

const said = ({ percent, corners }: { percent: number; corners: number }) =>
  `${percent.toFixed(2)} % off ${Math.round(trueM2)} m² with ${corners} corners`;

describe('the area of a walked perimeter', () => {
  it('is right within 1.5 %, with a few corners, where the receiver has no noise and gives a fix each 1.2 m', () => {
    const error = errorOf(walkAlong(track()));
    expect(Math.abs(error.percent), said(error)).toBeLessThan(1.5);
    expect(error.corners, said(error)).toBeLessThan(12);
  });

  // A receiver under the open sky is off by 1.5 m for a minute or so and trembles by 0.3 m.
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`is right within 10 % and does not cross itself with the noise of a phone (seed ${seed})`, () => {
      const error = errorOf(walkAlong(track({ seed, driftM: 1.5, trembleM: 0.3, pastStartM: 4 })));
      expect(Math.abs(error.percent), said(error)).toBeLessThan(10);
      expect(error.crossing, said(error)).toBeNull();
      expect(error.corners, said(error)).toBeLessThan(60);
    });
  }

  it('is not changed by jumps there and back, and they are counted', () => {
    const jumping = track().map((fix, second) =>
      second % 20 === 7
        ? displaced(fix, { x: 4, y: 3.5 })
        : second % 31 === 11
          ? displaced(fix, { x: -60, y: 20 })
          : fix,
    );
    const walk = walkAlong(jumping);
    const error = errorOf(walk);
    expect(Math.abs(error.percent), said(error)).toBeLessThan(1.5);
    expect(walk.jumps).toBe(9);
    expect(walk.unused).toHaveLength(9);
    expect(walk.corners.some(({ gap }) => gap)).toBe(false);
  });

  it('is not changed by a spike so small that it could have been run, since nobody runs out and back', () => {
    const spiked = track().map((fix, second) =>
      second === 7 || second === 20 ? displaced(fix, { x: 0, y: -3.4 }) : fix,
    );
    const walk = walkAlong(spiked);
    expect(walk.jumps).toBe(2);
    expect(walk.corners).toEqual(walkAlong(track()).corners);
  });

  it('leaves out fixes worse than 8 m, counts them, and keeps where they were', () => {
    const poor = track().map((fix, second) =>
      second % 10 < 4 ? { ...displaced(fix, { x: 7, y: -7 }), accuracyM: 15 } : fix,
    );
    const walk = walkAlong(poor);
    const error = errorOf(walk);
    expect(Math.abs(error.percent), said(error)).toBeLessThan(2);
    expect(walk.poor).toBe(poor.filter(({ accuracyM }) => accuracyM > 8).length);
    expect(walk.unused).toHaveLength(walk.poor);
    expect(Math.max(...walk.corners.map(({ accuracyM }) => accuracyM))).toBe(4);
  });
});

describe('where fixes were missing', () => {
  const lostFrom = 10;
  const lostTo = 25;

  it('a lost signal of 15 s leaves a side that is marked, and no other', () => {
    const walk = walkAlong(track().filter((_, second) => second <= lostFrom || second >= lostTo));
    const gaps = walk.corners.flatMap(({ gap, at }, i) => (gap ? [{ at, to: walk.corners[i + 1]?.at }] : []));
    expect(gaps).toHaveLength(1);
    const fixes = track();
    expect(gaps[0]?.at).toEqual([fixes[lostFrom]?.lon, fixes[lostFrom]?.lat]);
    expect(gaps[0]?.to).toEqual([fixes[lostTo]?.lon, fixes[lostTo]?.lat]);
  });

  it('so do 15 s of poor fixes only', () => {
    const walk = walkAlong(
      track().map((fix, second) => (second > lostFrom && second < lostTo ? { ...fix, accuracyM: 30 } : fix)),
    );
    expect(walk.corners.filter(({ gap }) => gap)).toHaveLength(1);
  });

  it('9 s are no gap, unless the phone was locked meanwhile', () => {
    const [before, after] = [track().slice(0, 6), track().slice(14)];
    expect(walkAlong([...before, ...after]).corners.filter(({ gap }) => gap)).toHaveLength(0);
    const locked = after.reduce((walk, fix) => addWalkFix(walk, fix), breakWalk(walkAlong(before)));
    expect(locked.corners.filter(({ gap }) => gap)).toHaveLength(1);
  });

  it('a walker who was moved is found again behind a gap, and not followed in a straight line', () => {
    const fixes = track().map((fix, second) => (second > lostFrom ? displaced(fix, { x: 60, y: 0 }) : fix));
    const walk = walkAlong(fixes);
    expect(walk.jumps).toBeGreaterThan(10);
    expect(walk.corners.filter(({ gap }) => gap)).toHaveLength(1);
  });
});

describe('the trace', () => {
  it('passes within half a metre of every fix that was used', () => {
    const fixes = track({ seed: 3, driftM: 1.5, trembleM: 0.3 });
    const walk = walkAlong(fixes);
    const open = walk.corners.map(({ at }) => at);
    const offs = fixes.map((fix) => distanceToLine([fix.lon, fix.lat], open));
    // A fix within a metre of the last is the same spot, and part of no side.
    expect(Math.max(...offs)).toBeLessThan(1);
    expect(offs.filter((off) => off > 0.5).length / offs.length).toBeLessThan(0.05);
  });

  it('does not wander while the walker stands still', () => {
    const standing = Array.from({ length: 60 }, (_, second) => ({
      ...displaced(
        { lon: 46.93, lat: 39.99, accuracyM: 4, takenAt: 0 },
        {
          x: 0.4 * Math.sin(second),
          y: 0.4 * Math.cos(second * 1.7),
        },
      ),
      takenAt: second * 1_000,
    }));
    const walk = walkAlong(standing);
    expect(walk.corners).toHaveLength(1);
    expect(walk.used).toBe(60);
  });

  it('begins anew where the first fix was a jump', () => {
    const [first, ...rest] = track();
    const walk = walkAlong([displaced(first as Fix, { x: 300, y: 0 }), ...rest]);
    expect(walk.corners[0]?.at).toEqual([rest[0]?.lon, rest[0]?.lat]);
    expect(walk.jumps).toBe(1);
  });

  it('takes no fix twice and none from before the last', () => {
    const fixes = track().slice(0, 20);
    const twice = fixes.flatMap((fix, i) => [fix, fix, fixes[i - 3] ?? fix]);
    expect(walkAlong(twice).corners).toEqual(walkAlong(fixes).corners);
  });
});

describe('knots', () => {
  const corner = (x: number, y: number) => ({
    at: toLonLat({ x, y }),
    accuracyM: 4 as number | null,
    gap: false,
  });
  const around = [corner(0, 0), corner(40, 0), corner(40, 30), corner(0, 30)];

  it('a little loop in a side goes, and the ring no longer crosses itself', () => {
    const knotted = [
      corner(0, 0),
      corner(22, 0),
      corner(22, 1),
      corner(20, 1),
      corner(20, -1),
      ...around.slice(1),
    ];
    expect(crossingOf(knotted.map(({ at }) => at))).not.toBeNull();
    const ring = withoutKnots(knotted);
    expect(crossingOf(ring.map(({ at }) => at))).toBeNull();
    expect(areaOf(ring.map(({ at }) => at))).toBeCloseTo(1_210, 0);
  });

  it('a step past the start goes', () => {
    const ring = withoutKnots([...around, corner(0, -1), corner(3, 1)]);
    expect(crossingOf(ring.map(({ at }) => at))).toBeNull();
    expect(Math.abs(areaOf(ring.map(({ at }) => at)) - 1_200)).toBeLessThan(30);
  });

  it('a real eight stays, for the walker to look at', () => {
    const eight = [corner(0, 0), corner(40, 30), corner(40, 0), corner(0, 30)];
    expect(withoutKnots(eight)).toBe(eight);
  });

  it('a corner that a person put there is never taken out', () => {
    const drawn = [
      corner(0, 0),
      corner(22, 0),
      corner(22, 1),
      corner(20, 1),
      corner(20, -1),
      ...around.slice(1),
    ];
    const mixed = drawn.map((each, i) => (i === 3 ? { ...each, accuracyM: null } : each));
    expect(withoutKnots(mixed)).toBe(mixed);
  });
});

function distanceToLine(at: LonLat, line: readonly LonLat[]): number {
  const metres = line.map((each) => local(at, each));
  return Math.min(
    ...metres.slice(1).map((b, i) => {
      const a = metres[i] ?? b;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const share = Math.min(1, Math.max(0, -(a.x * dx + a.y * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(a.x + share * dx, a.y + share * dy);
    }),
  );
}

function local([lon0, lat0]: LonLat, [lon, lat]: LonLat) {
  return { x: (lon - lon0) * 111_320 * Math.cos((lat0 * Math.PI) / 180), y: (lat - lat0) * 111_035 };
}
