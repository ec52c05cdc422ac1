import { expect, test } from 'vitest';
import {
  addCorner,
  beginRing,
  insertCorner,
  moveCorner,
  removeCorner,
  replaceRing,
  selectCorner,
  sidesOf,
  undoEdit,
} from '#app/map/ring-edits.ts';

const [a, b, c, d] = [
  [46.9, 39.6],
  [46.91, 39.6],
  [46.91, 39.61],
  [46.9, 39.61],
] as const;

test('each tap adds a corner at the end, and undo takes them back one by one', () => {
  let edits = [a, b, c].reduce(addCorner, beginRing([]));
  expect(edits.corners).toEqual([a, b, c]);
  edits = undoEdit(undoEdit(edits));
  expect(edits.corners).toEqual([a]);
  expect(undoEdit(undoEdit(edits)).corners).toEqual([]);
});

test('a draft that was closed is taken up without its closing repeat', () => {
  expect(beginRing([a, b, c, a]).corners).toEqual([a, b, c]);
});

test('the middle of a side makes a corner between its ends, also on the closing side', () => {
  const edits = beginRing([a, b, c]);
  expect(insertCorner(edits, 0, d).corners).toEqual([a, d, b, c]);
  expect(insertCorner(edits, 2, d).corners).toEqual([a, b, c, d]);
  expect(insertCorner(edits, 0, d).selected).toBe(1);
});

test('the selected corner is the one removed; without one it is the last', () => {
  const edits = beginRing([a, b, c]);
  expect(removeCorner(selectCorner(edits, 0)).corners).toEqual([b, c]);
  expect(removeCorner(edits).corners).toEqual([a, b]);
  expect(removeCorner(beginRing([])).corners).toEqual([]);
});

test('touching a selected corner again lets go of it', () => {
  const edits = selectCorner(beginRing([a, b]), 1);
  expect(edits.selected).toBe(1);
  expect(selectCorner(edits, 1).selected).toBeNull();
});

test('a move, an insertion, a removal and typed corners are each undone in one step', () => {
  const start = beginRing([a, b, c]);
  for (const edited of [
    moveCorner(start, 1, d),
    insertCorner(start, 1, d),
    removeCorner(start),
    replaceRing(start, [d]),
  ]) {
    expect(edited.corners).not.toEqual(start.corners);
    expect(undoEdit(edited).corners).toEqual(start.corners);
  }
});

test('moving a corner that is not there changes nothing', () => {
  expect(moveCorner(beginRing([a]), 3, b).corners).toEqual([a]);
});

test('two corners have one side between them, three have three', () => {
  expect(sidesOf([a])).toEqual([]);
  expect(sidesOf([a, b])).toEqual([[0, 1]]);
  expect(sidesOf([a, b, c])).toEqual([
    [0, 1],
    [1, 2],
    [2, 0],
  ]);
});
