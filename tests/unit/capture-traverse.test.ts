import { describe, expect, it } from 'vitest';
import { placeOfTraverse, readTraverse } from '#app/form/capture/read-traverse.ts';
import { closureWords, modelWords, pointNames } from '#app/form/capture/traverse-words.ts';
import {
  beginAt,
  blankTraverse,
  changeLeg,
  insertLeg,
  isBlankTraverse,
  removeLeg,
  splitLeg,
  typedFrom,
  type TypedLeg,
  type TypedTraverse,
} from '#app/form/capture/typed-traverse.ts';
import { beginSteps, stepBack, stepTo } from '#app/form/capture/undo-steps.ts';
import { unfinishedProblems } from '#app/form/capture/unfinished.ts';
import { eastText } from '#app/form/value-text.ts';
import { areaM2 } from '#domain/geo/area.ts';
import { inverse } from '#domain/geo/distance.ts';

const day = '2026-11-25';
const leg = (bearing: string, distance: string, to: TypedLeg['to'] = 'turning-point'): TypedLeg => ({
  bearing,
  distance,
  to,
});
/** A square of 40 m, true bearings, from the benchmark 20 m south of its corner. */
const square: TypedTraverse = {
  ...blankTraverse,
  landmark: 'Water tower ',
  from: 'benchmark',
  start: '39.9911, 46.9331',
  north: 'true',
  legs: [
    leg('0', '20', 'start-point'),
    leg('90', '40'),
    leg('180', '40'),
    leg('270', '40'),
    leg('0', '40', 'start-point'),
  ],
};

describe('a perimeter by bearing and distance', () => {
  it('has the start point as its first corner, and not the benchmark', () => {
    const { traverse, perimeter } = readTraverse(square, day);
    if (!traverse || !perimeter) throw new Error('Not read.');
    expect(perimeter.corners).toHaveLength(4);
    expect(inverse([46.9331, 39.9911], perimeter.corners[0] ?? [0, 0])).toMatchObject({
      distanceM: expect.closeTo(20, 1),
    });
    expect(perimeter.closure?.misclosureM).toBeLessThan(0.01);
    const place = placeOfTraverse(traverse);
    expect(areaM2(place.shape)).toBeCloseTo(1600, 0);
    expect(place).toMatchObject({ source: 'traverse', accuracyM: null });
    expect(place.traverse).toMatchObject({
      north: 'true',
      declinationDeg: 0,
      landmark: 'Water tower',
      start: { at: [46.9331, 39.9911], asGiven: '39.9911, 46.9331' },
    });
    expect(place.traverse).not.toHaveProperty('declinationFrom');
  });

  it('measures the misclosure from the start point, and shares it out by the compass rule when asked', () => {
    const crooked = changeLeg(square, 4, { distance: '38' });
    const asMeasured = readTraverse(crooked, day).traverse;
    const adjusted = readTraverse({ ...crooked, adjusted: true }, day).traverse;
    if (!asMeasured || !adjusted) throw new Error('Not read.');
    expect(readTraverse(crooked, day).perimeter?.closure).toMatchObject({
      misclosureM: expect.closeTo(2, 1),
      ratio: expect.closeTo(79, 0),
    });
    expect(placeOfTraverse(adjusted).shape).not.toEqual(placeOfTraverse(asMeasured).shape);
    expect(adjusted.legs).toEqual(asMeasured.legs);
  });

  it('has no misclosure without a leg back to the start', () => {
    const open = removeLeg(square, 4);
    const { perimeter, traverse } = readTraverse(open, day);
    expect(perimeter?.closure).toBeNull();
    expect(perimeter?.corners).toHaveLength(4);
    expect(traverse).not.toBeNull();
  });

  it('turns magnetic bearings by the model’s declination, or by the team’s own', () => {
    const magnetic = readTraverse({ ...square, north: 'magnetic' }, day);
    expect(magnetic.declination).toMatchObject({ from: 'model', value: expect.closeTo(6.4, 1) });
    expect(magnetic.traverse?.declinationFrom).toBe('model');
    expect(modelWords(magnetic.declination.value ?? 0, magnetic.declination.modelYear ?? 0, day)).toBe(
      '6.4° E, World Magnetic Model 2025 for 25 Nov 2026',
    );
    const own = (declination: string) =>
      readTraverse({ ...square, north: 'magnetic', declination }, day).declination;
    expect(own('5,9')).toMatchObject({ value: 5.9, from: 'typed' });
    expect(own('5.9° W')).toMatchObject({ value: -5.9, from: 'typed' });
    expect(own('-5.9')).toMatchObject({ value: -5.9, from: 'typed' });
    expect(own('north').problem).toMatch(/6\.4 E/);
    const bearings = (traverse: typeof magnetic) =>
      inverse([46.9331, 39.9911], traverse.perimeter?.corners[0] ?? [0, 0]).bearingDeg;
    expect(bearings(magnetic)).toBeCloseTo(magnetic.declination.value ?? 0, 0);
  });

  it('asks for the declination where no model knows the date, and takes a month', () => {
    const magnetic = { ...square, north: 'magnetic' } as const;
    const old = readTraverse(magnetic, '1998-05-01');
    expect(old.declination.problem).toMatch(/1998.*type the declination/);
    expect(old.traverse).toBeNull();
    expect(readTraverse(magnetic, '').declination.problem).toMatch(/date of the work is missing/);
    expect(readTraverse(magnetic, '2021-03').declination.from).toBe('model');
  });

  it('reads decimal commas and signs, and says of a leg what is wrong with it', () => {
    const problem = (bearing: string, distance: string) =>
      readTraverse({ ...square, legs: [leg(bearing, distance)] }, day).legs[0]?.problem;
    const read = readTraverse({ ...square, legs: [leg('45,5°', '32,5 m')] }, day).legs[0];
    expect(read).toEqual({ value: { bearingDeg: 45.5, distanceM: 32.5 }, problem: null });
    expect(problem('361', '20')).toBe('A bearing is from 0 to 360 degrees.');
    expect(problem('NE', '20')).toMatch(/“NE” is no bearing/);
    expect(problem('45', '')).toBe('The distance is missing.');
    expect(problem('', '20')).toBe('The bearing is missing.');
    expect(problem('45', '0')).toBe('A distance is more than 0 m.');
    expect(problem('45', '1.2.3')).toMatch(/is no distance/);
    expect(problem('', '')).toBeNull();
  });

  it('is not part of the record while a leg in the middle is half typed, and is shown as far as it can be read', () => {
    const half = changeLeg(square, 2, { distance: '' });
    const { traverse, perimeter } = readTraverse(half, day);
    expect(traverse).toBeNull();
    expect(perimeter?.corners).toHaveLength(2);
    expect(readTraverse(insertLeg(square, 5), day).traverse?.legs).toHaveLength(5);
  });

  it('says why a start cannot be read, and computes nothing', () => {
    const reading = readTraverse({ ...square, start: '39.9911' }, day);
    expect(reading.start.problem).toMatch(/\w/);
    expect([reading.perimeter, reading.traverse]).toEqual([null, null]);
  });

  it('comes back into its fields as it was, with where the position was from', () => {
    const measured = {
      ...square,
      startNote: 'GPS ±4 m, 9 fixes',
      north: 'magnetic',
      declination: '5.9',
    } as const;
    const { traverse } = readTraverse(measured, day);
    if (!traverse) throw new Error('Not read.');
    expect(traverse.start.asGiven).toBe('39.9911, 46.9331 (GPS ±4 m, 9 fixes)');
    expect(typedFrom(traverse)).toEqual({ ...measured, landmark: 'Water tower' });
  });
});

describe('the rows of the legs', () => {
  it('names the points as deminers do', () => {
    const legs = [...splitLeg(square, 1, 1, 40).legs];
    expect(pointNames(legs)).toEqual(['SP', 'IP 1', 'TP 1', 'TP 2', 'TP 3', 'SP']);
  });

  it('splits a long leg into equal parts that add up', () => {
    const { legs } = splitLeg({ ...square, legs: [leg('90', '100,5')] }, 0, 2, 100.5);
    expect(legs).toEqual([
      leg('90', '33.5', 'intermediate-point'),
      leg('90', '33.5', 'intermediate-point'),
      leg('90', '33.5'),
    ]);
    const uneven = splitLeg({ ...square, legs: [leg('90', '100')] }, 0, 2, 100).legs;
    expect(uneven.reduce((sum, { distance }) => sum + Number(distance), 0)).toBeCloseTo(100, 6);
  });

  it('puts a leg from the benchmark before the others, and takes an empty one away again', () => {
    const plain = { ...square, from: 'start-point', legs: [leg('90', '40'), leg('180', '40')] } as const;
    const led = beginAt(plain, 'benchmark');
    expect(led.legs).toEqual([leg('', '', 'start-point'), ...plain.legs]);
    expect(beginAt(led, 'start-point')).toEqual(plain);
    expect(beginAt(changeLeg(led, 0, { distance: '20' }), 'start-point').legs).toHaveLength(3);
  });

  it('never takes the way back for the way from the benchmark, whichever leg is deleted', () => {
    const two = {
      ...square,
      from: 'start-point',
      legs: [leg('90', '40'), leg('270', '40', 'start-point')],
    } as const;
    expect(removeLeg(two, 0)).toMatchObject({ from: 'start-point', legs: [leg('270', '40')] });
    expect(removeLeg(square, 0)).toMatchObject({ from: 'start-point', legs: { length: 4 } });
    expect(isBlankTraverse(removeLeg({ ...blankTraverse, legs: [leg('1', '1')] }, 0))).toBe(true);
  });

  it('undoes what was typed into one field as one step, and a deletion as one', () => {
    let steps = beginSteps(square);
    steps = stepTo(steps, changeLeg(steps.now, 1, { distance: '4' }), 'distance 1');
    steps = stepTo(steps, changeLeg(steps.now, 1, { distance: '45' }), 'distance 1');
    steps = stepTo(steps, removeLeg(steps.now, 2), null);
    steps = stepBack(steps);
    expect(steps.now.legs).toHaveLength(5);
    expect(steps.now.legs[1]?.distance).toBe('45');
    steps = stepBack(steps);
    expect(steps.now).toEqual(square);
    expect(stepBack(steps)).toBe(steps);
  });
});

describe('how well it closes, in words', () => {
  it('calls poor what a compass read one degree wrong does not explain', () => {
    const words = (ratio: number | null) => closureWords({ misclosureM: 1.5, ratio, lengthM: 100 });
    expect(words(50)).toMatchObject({ figure: '1.50 m, 1:50', poor: true });
    expect(words(50).meaning).toMatch(/Check the bearings/);
    expect(words(60)).toMatchObject({ poor: false });
    expect(words(1234).figure).toBe('1.50 m, 1:1,234');
    expect(words(null)).toMatchObject({ figure: '1.50 m', poor: false });
  });

  it('says on which side magnetic north lies', () => {
    expect([6.44, -3.21, 0, -0.01].map(eastText)).toEqual(['6.4° E', '3.2° W', '0.0° E', '0.0° E']);
  });
});

describe('what is left unfinished when it is to be saved', () => {
  const type = { field: '39.99x, 46.93\n39', editing: null };

  it('stops an area that is given in that way, and is remarked on where it is given in another', () => {
    const [typed] = unfinishedProblems('place', { type }, 'typed');
    expect(typed).toMatchObject({ severity: 'error', field: 'place', code: 'unread-corners' });
    expect(typed?.message).toContain('“39.99x, 46.93” and 1 more line ');
    expect(unfinishedProblems('place', { type }, 'drawn')[0]?.severity).toBe('warning');
    const bearing = { fields: changeLeg(square, 2, { distance: '' }), isWhole: false };
    expect(unfinishedProblems('place', { bearing }, 'traverse')[0]).toMatchObject({
      severity: 'error',
      code: 'unfinished-legs',
    });
    expect(unfinishedProblems('place', { bearing }, 'walked')[0]?.severity).toBe('warning');
  });

  it('is nothing where all that was typed can be read', () => {
    const bearing = { fields: square, isWhole: true };
    const unchanged = {
      field: ' ',
      editing: { corner: 1, at: [46, 39], text: '39 46', was: '39 46' } as const,
    };
    expect(unfinishedProblems('place', { bearing, type: unchanged }, 'traverse')).toEqual([]);
    const changed = { field: '', editing: { corner: 1, at: [46, 39], text: '39', was: '39 46' } as const };
    expect(unfinishedProblems('place', { type: changed }, 'typed')).toHaveLength(1);
  });
});
