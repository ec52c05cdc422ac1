import { checkRecord } from '#domain/check-record.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { clearance } from '#domain/kinds/clearance.ts';
import { ordnance } from '#domain/kinds/ordnance.ts';
import { task } from '#domain/kinds/task.ts';
import type { Bounds, Polygonal } from '#domain/geo/shape.ts';
import { at, box, drawn, ring } from '#tests/support/domain/records.ts';
import { describe, expect, it } from 'vitest';

const area: Bounds = [44.5, 38.3, 50.5, 42];
const today = '2021-03-14';
const cleared = { task: 't', team: 'team-1', date: today, product: 'cleared' };
const found = {
  task: 't',
  team: 'team-1',
  date: today,
  category: 'ap-mine',
  count: 1,
  location: 'in-place',
  place: drawn({ type: 'Point', coordinates: at(10, 10) }),
};
const taskValues = { name: 'AGD-0142', date: '2021-03-01', place: drawn(box(0, 0, 100, 100)) };

const problemsOfArea = (place: unknown, more: object = {}, values: object = {}) =>
  checkRecord({ kind: clearance, values: { ...cleared, place, ...values }, today, area, ...more });
const codesOf = (place: unknown, more: object = {}, values: object = {}) =>
  problemsOfArea(place, more, values).map((problem) => problem.code);
const polygon = (...corners: readonly (readonly [number, number])[]) =>
  drawn({ type: 'Polygon', coordinates: [ring(...corners)] });

describe('a cleared area', () => {
  it('with nothing wrong is saved without a word', () => {
    expect(problemsOfArea(drawn(box(10, 10, 50, 40)), { task: taskValues })).toEqual([]);
  });

  it('of two corners is no area', () => {
    const [problem] = problemsOfArea(polygon([0, 0], [10, 0]));
    expect(problem).toMatchObject({ code: 'too-few-corners', severity: 'error', field: 'place' });
    expect(codesOf(polygon([0, 0], [10, 0], [10, 0], [0, 0]))).toContain('too-few-corners');
    expect(codesOf(drawn({ type: 'MultiPolygon', coordinates: [] }))).toContain('too-few-corners');
  });

  it('in the form of an 8 names the two sides that cross', () => {
    const [problem] = problemsOfArea(polygon([0, 0], [30, 30], [30, 0], [0, 30]));
    expect(problem).toMatchObject({ code: 'crosses-itself', severity: 'error', at: { side: 0 } });
    expect(problem?.message).toContain('side 1 meets side 3');
  });

  it('whose line runs back over itself crosses itself', () => {
    expect(codesOf(polygon([0, 0], [40, 0], [20, 0], [20, 30]))).toContain('crosses-itself');
  });

  it('with a corner tapped twice is warned of, and can be saved', () => {
    const [problem] = problemsOfArea(polygon([0, 0], [30, 0], [30, 0], [30, 30], [0, 30]));
    expect(problem).toMatchObject({ code: 'repeated-corner', severity: 'warning', at: { corner: 2 } });
  });

  it('with a side of more than 5 km is doubtful', () => {
    const [problem] = problemsOfArea(polygon([0, 0], [6000, 0], [6000, 100], [0, 100]));
    expect(problem).toMatchObject({ code: 'side-too-long', at: { side: 0 } });
    expect(problem?.message).toMatch(/Side 1 is 6\.0 km long/);
  });

  it('that is recorded already is named, whichever corner it begins with and whichever way it runs', () => {
    const others = [{ name: 'AGD-0142-C-210313-K7-01', shape: box(10, 10, 50, 40) }];
    const turned = polygon([60, 50], [60, 10], [10, 10], [10, 50]);
    expect(problemsOfArea(turned, { others })[0]?.message).toContain('AGD-0142-C-210313-K7-01');
    expect(codesOf(drawn(box(10, 10, 50, 41)), { others })).toEqual([]);
  });

  it('may lie outside its task by the width of a drawn line, not by more than 1 %', () => {
    expect(codesOf(drawn(box(50.3, 10, 50, 40)), { task: taskValues })).toEqual([]);
    const [problem] = problemsOfArea(drawn(box(60, 10, 50, 40)), { task: taskValues });
    expect(problem).toMatchObject({ code: 'outside-task', severity: 'warning' });
    expect(problem?.amount).toBeCloseTo(400, -1);
  });

  it('larger than its task is doubtful', () => {
    expect(codesOf(drawn(box(-10, -10, 120, 120)), { task: taskValues })).toContain('larger-than-task');
  });

  it('is held against the areas that were stated or taped', () => {
    const values = { statedAreaM2: 2500 };
    const [problem] = problemsOfArea(drawn(box(0, 0, 50, 40)), {}, values);
    expect(problem).toMatchObject({ code: 'area-mismatch' });
    expect(codesOf(drawn(box(0, 0, 50, 40)), {}, { statedAreaM2: 2060 })).toEqual([]);
  });

  it('walked with a poor accuracy says how uncertain its area is', () => {
    const walked = (accuracyM: number) => ({ ...drawn(box(0, 0, 20, 10)), source: 'walked', accuracyM });
    expect(codesOf(walked(4))).toEqual(['area-uncertain']);
    expect(codesOf(walked(0.5))).toEqual([]);
    expect(codesOf(walked(9))).toEqual(['position-poor', 'area-uncertain']);
    expect(codesOf(walked(4), {}, { areaBasis: 'stated', statedAreaM2: 200 })).toEqual([]);
  });

  it('without a polygon needs a stated area or lanes', () => {
    expect(codesOf(null)).toEqual(['no-area']);
    expect(codesOf(null, {}, { statedAreaM2: 500 })).toEqual([]);
  });
});

describe('a position', () => {
  const problemsAt = (coordinates: LonLat, operating: Bounds = area) =>
    checkRecord({
      kind: ordnance,
      values: { ...found, place: drawn({ type: 'Point', coordinates }) },
      today,
      area: operating,
    });

  it('that lost its minus sign is outside the operating area, and the message asks after the sign', () => {
    const colombia: Bounds = [-82, -5, -66, 14];
    const [problem] = problemsAt([74.23, 4.6], colombia);
    expect(problem).toMatchObject({ code: 'outside-operating-area', severity: 'warning', field: 'place' });
    expect(problem?.message).toContain('longitude lost or gained a minus sign');
    expect(problemsAt([-74.23, 4.6], colombia)).toEqual([]);
  });

  it('with longitude and latitude exchanged is told so', () => {
    expect(problemsAt([39.99, 46.93])[0]?.message).toContain('exchanged');
    expect(problemsAt([10, 50])[0]?.message).not.toContain('?');
  });

  it('outside the boundary of its task is doubtful', () => {
    const inTask = (position: LonLat) =>
      checkRecord({
        kind: ordnance,
        values: { ...found, place: drawn({ type: 'Point', coordinates: position }) },
        today,
        area,
        task: taskValues,
      }).map((problem) => problem.code);
    expect(inTask(at(50, 50))).toEqual([]);
    expect(inTask(at(101, 50))).toEqual(['outside-task']);
    expect(inTask(at(-1, 50))).toEqual(['outside-task']);
  });

  it('worse than 8 m is poor; one from the map has no accuracy and is not', () => {
    const withAccuracy = (accuracyM: number | null) =>
      checkRecord({
        kind: ordnance,
        values: { ...found, place: { ...found.place, accuracyM } },
        today,
        area,
      });
    expect(withAccuracy(8)).toEqual([]);
    expect(withAccuracy(null)).toEqual([]);
    expect(withAccuracy(21)[0]?.message).toContain('±21 m');
  });
});

describe('dates', () => {
  const codes = (values: object, more: object = {}) =>
    checkRecord({ kind: ordnance, values: { ...found, ...values }, today, area, ...more }).map(
      (problem) => `${problem.code} ${problem.field}`,
    );

  it('still to come are doubtful, in disposals too; the month that runs is not', () => {
    expect(codes({ date: '2021-03-15' })).toEqual(['date-in-future date']);
    expect(codes({ date: '2021-03' })).toEqual([]);
    const disposals = [{ on: '2021-04-01', count: 1, how: 'destroyed-in-situ' }];
    expect(codes({ disposals })).toEqual(['date-in-future disposals']);
  });

  it('before the task was opened are doubtful', () => {
    expect(codes({ date: '2021-02-28' }, { task: taskValues })).toEqual(['before-task-opened date']);
    expect(codes({ date: '2021-03-01' }, { task: taskValues })).toEqual([]);
    expect(codes({ date: '2021' }, { task: taskValues })).toEqual([]);
  });

  it('of a task may be planned', () => {
    const values = { team: 'team-1', name: 'AGD-0142', date: '2022-01-01' };
    expect(checkRecord({ kind: task, values, today, area })).toEqual([]);
  });
});

describe('values that cannot be read', () => {
  it('are named by their label in a sentence', () => {
    const messages = (values: object) =>
      checkRecord({ kind: ordnance, values: { ...found, ...values }, today, area }).map((p) => p.message);
    expect(messages({ count: 1.5 })).toEqual(['"How many" is not a whole number.']);
    expect(messages({ depthCm: 2001 })).toEqual(['"Depth" is more than 2,000 cm.']);
    expect(messages({ category: 'sea-mine' })).toEqual(['"What is it?" is none of the choices.']);
    expect(messages({ place: 'here' })).toEqual(['"Position" holds no position that can be put on a map.']);
    const disposals = [{ on: today, count: 'one', how: 'destroyed-in-situ' }];
    expect(messages({ disposals })).toEqual(['Disposal 1: "How many" is not a number.']);
    expect(messages({ model: 'PMN \u0000' })).toEqual([
      '"Model" holds a character that cannot be stored (NUL or half a character).',
    ]);
  });

  it('never stop the check: whatever a task or a record holds, there is an answer', () => {
    const odd: unknown[] = [null, undefined, 7, 'x', [], {}, [null], drawn(null), { shape: {} }];
    for (const value of odd) {
      const values = {
        place: value,
        date: value,
        task: value,
        disposals: value,
        lanes: value,
        product: value,
      };
      const wide = drawn({ type: 'Polygon', coordinates: [[[46, 39], [-46, 39], [-46, 40], [46, 39]]] }); // biome-ignore format: one ring
      for (const kind of [clearance, ordnance, task]) {
        checkRecord({ kind, values, today, area, task: { name: value, place: value, date: value } });
        checkRecord({ kind, values: { ...values, place: wide }, today, area, task: { place: wide } });
      }
    }
  });

  it('of no relevance are passed over: cancelled land has no depth', () => {
    const values = { ...cleared, product: 'cancelled', depthCm: 'deep', place: drawn(box(0, 0, 50, 40)) };
    expect(checkRecord({ kind: clearance, values, today, area })).toEqual([]);
  });
});

describe('the same shape', () => {
  it('is the same in one piece or wrapped as one of several', () => {
    const others = [{ name: 'x', shape: { type: 'MultiPolygon', coordinates: [boxRings()] } as Polygonal }];
    expect(codesOf(drawn(box(0, 0, 50, 40)), { others })).toEqual(['repeats-record']);
  });
});

const boxRings = () => (box(0, 0, 50, 40) as { coordinates: unknown }).coordinates;
