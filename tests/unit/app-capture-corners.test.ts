import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import {
  addCorner,
  beginEdits,
  followWalk,
  insertCorner,
  moveCorner,
  redoEdit,
  removeCorner,
  replaceCorners,
  selectCorner,
  undoEdit,
} from '#app/form/capture/corner-edits.ts';
import {
  cornersOf,
  drawnCorner,
  givenOf,
  measuredCorner,
  placeOf,
  takenOver,
  withWalk,
} from '#app/form/capture/corners.ts';
import { createCapture } from '#app/form/capture/capture.ts';
import { roomyCorners } from '#app/map/roomy-corners.ts';
import { polygonSchema, type Place } from '#domain/fields/place.ts';
import type { LonLat, Polygonal } from '#domain/geo/shape.ts';
import { addWalkFix, beginWalk, type Walk } from '#domain/geo/walk.ts';
import { toLonLat, trackAlong } from '#tests/support/domain/walked-track.ts';

const [a, b, c, d] = [
  [46.9, 39.6],
  [46.91, 39.6],
  [46.91, 39.61],
  [46.9, 39.61],
] as const;
const drawn = [a, b, c].map(drawnCorner);
const at = (edits: { corners: readonly { at: LonLat }[] }) => edits.corners.map((corner) => corner.at);
const walked = (corner: LonLat, accuracyM = 4, gap = false) => measuredCorner(corner, accuracyM, gap);

describe('the list of corners', () => {
  it('takes corners at the end, and undo takes them back one by one', () => {
    let edits = drawn.reduce(addCorner, beginEdits([]));
    expect(at(edits)).toEqual([a, b, c]);
    edits = undoEdit(undoEdit(edits));
    expect(at(edits)).toEqual([a]);
    expect(at(undoEdit(undoEdit(edits)))).toEqual([]);
  });

  it('takes back what was undone, until something else is done', () => {
    const edits = undoEdit(undoEdit(drawn.reduce(addCorner, beginEdits([]))));
    expect(at(redoEdit(edits))).toEqual([a, b]);
    expect(at(redoEdit(redoEdit(redoEdit(edits))))).toEqual([a, b, c]);
    expect(at(redoEdit(addCorner(edits, drawnCorner(d))))).toEqual([a, d]);
  });

  it('puts a corner in the middle of a side between its ends, also of the closing side', () => {
    const edits = beginEdits(drawn);
    expect(at(insertCorner(edits, 0, d))).toEqual([a, d, b, c]);
    expect(at(insertCorner(edits, 2, d))).toEqual([a, b, c, d]);
    expect(insertCorner(edits, 0, d).selected).toBe(1);
  });

  it('removes the chosen corner, or the last where none is chosen', () => {
    const edits = beginEdits(drawn);
    expect(at(removeCorner(selectCorner(edits, 0)))).toEqual([b, c]);
    expect(at(removeCorner(edits))).toEqual([a, b]);
    expect(at(removeCorner(beginEdits([])))).toEqual([]);
    expect(selectCorner(selectCorner(edits, 1), 1).selected).toBeNull();
  });

  it('undoes a move, an insertion, a removal and what a panel gave in one step each', () => {
    const start = beginEdits(drawn);
    for (const edited of [
      moveCorner(start, 1, d),
      insertCorner(start, 1, d),
      removeCorner(start),
      replaceCorners(start, [drawnCorner(d)], { asGiven: 'as typed' }),
    ]) {
      expect(edited.corners).not.toEqual(start.corners);
      expect(undoEdit(edited)).toMatchObject({ corners: start.corners, given: {} });
      expect(redoEdit(undoEdit(edited))).toMatchObject({ corners: edited.corners, given: edited.given });
    }
  });

  it('changes nothing by moving a corner that is not there', () => {
    const edits = beginEdits(drawn);
    expect(moveCorner(edits, 3, b)).toBe(edits);
  });
});

describe('where the corners came from', () => {
  it('is the least trusted of them, as good as the worst, and not measured where one is not', () => {
    expect(placeOf([walked(a, 3), walked(b, 5), walked(c, 4)], {})).toMatchObject({
      source: 'walked',
      accuracyM: 5,
    });
    expect(placeOf([walked(a), walked(b), drawnCorner(c)], {})).toMatchObject({
      source: 'drawn',
      accuracyM: null,
    });
    const typed = { at: c, from: 'typed', accuracyM: null, gap: false } as const;
    expect(placeOf([walked(a), walked(b), typed], {})?.source).toBe('typed');
    expect(placeOf([drawnCorner(a), typed], {})?.source).toBe('drawn');
  });

  it('changes to drawn for a corner that is dragged, and only for that one', () => {
    const edits = moveCorner(beginEdits([walked(a), walked(b), walked(c)]), 1, d);
    expect(edits.corners.map(({ from }) => from)).toEqual(['walked', 'drawn', 'walked']);
  });

  it('is not changed by a panel for corners that it hands back as they were', () => {
    const typed: Place<Polygonal> = {
      shape: { type: 'Polygon', coordinates: [[a, b, d, a]] },
      source: 'typed',
      accuracyM: null,
    };
    expect(takenOver(typed, [walked(a), walked(b)]).map(({ from }) => from)).toEqual([
      'walked',
      'walked',
      'typed',
    ]);
  });

  it('has its gap where a panel took out the corner at which it began', () => {
    const left: Place<Polygonal> = {
      shape: { type: 'Polygon', coordinates: [[a, c, a]] },
      source: 'walked',
      accuracyM: 4,
      gaps: [0],
    };
    expect(takenOver(left, [walked(a), walked(b, 4, true), walked(c)])[0]?.gap).toBe(true);
  });

  it('keeps what was typed when a corner is tapped after it', () => {
    const place: Place<Polygonal> = {
      shape: { type: 'Polygon', coordinates: [[a, b, c, a]] },
      source: 'typed',
      accuracyM: null,
      asGiven: '46.9 39.6\n…',
    };
    const edits = addCorner(beginEdits(cornersOf(place), givenOf(place)), drawnCorner(d));
    expect(placeOf(edits.corners, edits.given)).toMatchObject({ source: 'drawn', asGiven: '46.9 39.6\n…' });
  });

  it('comes back from a draft with its gaps, and the place is one that a record may hold', () => {
    const place = placeOf([walked(a), walked(b, 6, true), walked(c)], {});
    expect(place?.gaps).toEqual([1]);
    expect(v.is(polygonSchema, place)).toBe(true);
    expect(placeOf(cornersOf(place), givenOf(place))).toEqual(place);
  });

  it('leaves a record as it came that is only looked at', () => {
    const told: unknown[] = [];
    const capture = createCapture(placeOf([walked(a), walked(b), walked(c)], {}), (place) =>
      told.push(place),
    );
    capture.take(selectCorner(capture.edits.value, 1));
    expect(told).toEqual([]);
    capture.take(removeCorner(capture.edits.value));
    expect(told).toHaveLength(1);
  });
});

describe('a gap', () => {
  const gappy = beginEdits([walked(a), walked(b, 4, true), walked(c)]);
  const gapsOf = (edits: { corners: readonly { gap: boolean }[] }) => edits.corners.map(({ gap }) => gap);

  it('stays one on both parts of a side that gets a corner', () => {
    expect(gapsOf(insertCorner(gappy, 1, d))).toEqual([false, true, true, false]);
  });

  it('goes on over a corner that is removed', () => {
    expect(gapsOf(removeCorner(selectCorner(gappy, 2)))).toEqual([false, true]);
    expect(gapsOf(removeCorner(selectCorner(gappy, 1)))).toEqual([true, false]);
  });
});

describe('a walk behind corners that were there', () => {
  const square = [
    { x: 0, y: 0 },
    { x: 30, y: 0 },
    { x: 30, y: 30 },
    { x: 0, y: 30 },
  ];
  const track = trackAlong({ way: square, seed: 1 });
  const walkOf = (from: number, to: number): Walk =>
    track.slice(from, to).reduce((walk, fix) => addWalkFix(walk, fix), beginWalk());
  const gapsIn = (corners: readonly { gap: boolean }[]) => corners.flatMap(({ gap }, n) => (gap ? [n] : []));

  it('is a gap at its end until the walker has come round', () => {
    const half = withWalk([], walkOf(0, 50));
    expect(gapsIn(half)).toEqual([half.length - 1]);
    expect(gapsIn(withWalk([], walkOf(0, track.length)))).toEqual([]);
  });

  it('goes on after a pause without a gap at the same place, and with one from another', () => {
    const first = withWalk([], walkOf(0, 30));
    expect(gapsIn(withWalk(first, walkOf(31, track.length)))).toEqual([]);
    expect(gapsIn(withWalk(first, walkOf(50, track.length)))).toEqual([first.length - 1]);
  });

  it('follows a tapped corner without a gap: that side was drawn', () => {
    expect(gapsIn(withWalk([drawnCorner(toLonLat({ x: -20, y: -20 }))], walkOf(0, track.length)))).toEqual(
      [],
    );
  });

  it('is undone corner by corner, not fix by fix', () => {
    let edits = beginEdits([]);
    let walk = beginWalk();
    for (const fix of track.slice(0, 40)) {
      walk = addWalkFix(walk, fix);
      edits = followWalk(edits, withWalk([], walk));
    }
    expect(edits.past.length).toBeLessThan(8);
    expect(undoEdit(edits).corners.length).toBe(edits.corners.length - 1);
  });
});

describe('handles', () => {
  it('stand apart from one another, the chosen one always among them', () => {
    const pixels = Array.from({ length: 100 }, (_, n) => ({ x: n * 5, y: 0 }));
    const shown = roomyCorners(pixels, 30, 50);
    expect(shown).toContain(50);
    expect(shown.length).toBeGreaterThan(10);
    const sorted = [...shown].sort((one, other) => one - other);
    expect(Math.min(...sorted.slice(1).map((n, i) => n - (sorted[i] ?? 0)))).toBeGreaterThanOrEqual(6);
  });
});
