import { expect, test } from 'vitest';
import { degreeLabel, graticuleOf, graticuleStepDeg } from '#app/map/graticule.ts';

test('lines keep their distance at every zoom, and use steps that people know', () => {
  for (let zoom = 3; zoom <= 20; zoom++) {
    const pxPerDeg = (256 * 2 ** zoom) / 360;
    const step = graticuleStepDeg(pxPerDeg, 120);
    expect(step * pxPerDeg, `zoom ${zoom}`).toBeGreaterThanOrEqual(120);
    expect([1, 2, 5, 10, 15, 20, 30, 60], `zoom ${zoom}`).toContain(
      step >= 1 ? step : step * 60 >= 0.999 ? Math.round(step * 60) : Math.round(step * 3_600),
    );
  }
});

test('a step is not larger than it needs to be', () => {
  expect(graticuleStepDeg(120, 120)).toBe(1);
  expect(graticuleStepDeg(119, 120)).toBe(2);
  expect(graticuleStepDeg(240, 120)).toBe(0.5);
});

test('the lines across a view are labelled in degrees and minutes', () => {
  const { meridians, parallels } = graticuleOf([46.4, 39.9, 47.6, 40.6], 0.5);
  expect(meridians.map((line) => line.label)).toEqual(['46°30′E', '47°E', '47°30′E']);
  expect(parallels.map((line) => line.label)).toEqual(['40°N', '40°30′N']);
  expect(meridians.map((line) => line.at)).toEqual([46.5, 47, 47.5]);
});

test('a line on the very edge of the view is drawn', () => {
  expect(graticuleOf([46, 39, 47, 40], 1).meridians.map((line) => line.at)).toEqual([46, 47]);
});

test('west and south are told apart from east and north, and zero has no side', () => {
  expect(degreeLabel(-74.5, 'EW')).toBe('74°30′W');
  expect(degreeLabel(-4.0025, 'NS')).toBe('4°00′09″S');
  expect(degreeLabel(0, 'EW')).toBe('0°');
});

test('one second steps do not drift over a thousand lines', () => {
  const { meridians } = graticuleOf([46, 40, 46.3, 40.1], 1 / 3_600);
  expect(meridians).toHaveLength(1_081);
  expect(meridians.at(-1)).toEqual({ at: 46.3, label: '46°18′E' });
});
