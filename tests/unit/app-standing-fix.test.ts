import { describe, expect, it } from 'vitest';
import { addFix, isDone, placeOf, startStandingFix } from '#app/form/standing-fix.ts';
import type { Fix } from '#app/shell/locator.ts';

const start = Date.UTC(2021, 2, 14, 9);
const fixAt = (secondsLater: number, more: Partial<Fix> = {}): Fix => ({
  lon: 46.9331,
  lat: 39.9922,
  accuracyM: 4,
  takenAt: start + secondsLater * 1_000,
  ...more,
});
const standingWith = (...fixes: readonly Fix[]) =>
  fixes.reduce((standing, fix) => addFix(standing, fix), startStandingFix(start));

describe('the position of a standing phone', () => {
  it('averages the fixes, good ones more than poor ones, and claims no better accuracy than the device', () => {
    const standing = standingWith(
      fixAt(0, { lon: 46.9331, accuracyM: 2 }),
      fixAt(1, { lon: 46.93311, accuracyM: 4 }),
    );
    const place = placeOf(standing, start + 2_000);
    expect(place).toMatchObject({ source: 'gps', accuracyM: 3, fixes: 2 });
    // Weights 1/4 and 1/16: a fifth of the way.
    expect(place?.shape.coordinates[0]).toBeCloseTo(46.933102, 7);
  });

  it('drops a fix worse than 8 m and goes on with the next', () => {
    const standing = standingWith(fixAt(0), fixAt(1, { accuracyM: 35, lat: 39.9 }), fixAt(2));
    expect(placeOf(standing, start + 3_000)).toMatchObject({ fixes: 2, accuracyM: 4 });
    expect(standing).toMatchObject({ poor: 1, jumps: 0 });
  });

  it('offers the best of the poor fixes after a while, with its true accuracy, and a good one replaces it', () => {
    const poor = standingWith(fixAt(0, { accuracyM: 40 }), fixAt(1, { accuracyM: 12 }));
    expect(placeOf(poor, start + 2_000)).toBeNull();
    expect(placeOf(poor, start + 6_000)).toMatchObject({ accuracyM: 12, fixes: 1 });
    expect(placeOf(addFix(poor, fixAt(7)), start + 7_000)).toMatchObject({ accuracyM: 4, fixes: 1 });
  });

  it('leaves out a jump', () => {
    // 0.001° of latitude are 111 m.
    const standing = standingWith(fixAt(0), fixAt(1, { lat: 39.9932 }), fixAt(2));
    expect(placeOf(standing, start + 3_000)?.shape.coordinates[1]).toBe(39.9922);
    expect(standing).toMatchObject({ poor: 0, jumps: 1 });
  });

  it('is done after 20 fixes or 30 s, so that walking away does not move it', () => {
    const twenty = standingWith(...Array.from({ length: 20 }, (_, second) => fixAt(second)));
    expect(isDone(twenty)).toBe(true);
    expect(addFix(twenty, fixAt(21))).toBe(twenty);
    expect(isDone(standingWith(fixAt(0), fixAt(31)))).toBe(true);
    expect(isDone(standingWith(fixAt(0), fixAt(3)))).toBe(false);
  });
});
