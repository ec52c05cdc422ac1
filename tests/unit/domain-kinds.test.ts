import { dayIn, intervalOf, isReducedDate, isWithin, precisionOf } from '#domain/dates.ts';
import { isRelevant } from '#domain/fields/field.ts';
import { formPlanOf, initialValues } from '#domain/form-plan.ts';
import { clearance } from '#domain/kinds/clearance.ts';
import { ordnance } from '#domain/kinds/ordnance.ts';
import { createRegistry, registry } from '#domain/kinds/registry.ts';
import { task } from '#domain/kinds/task.ts';
import { differenceOf, groupsOf, sameValue, valuesOf } from '#domain/merge-groups.ts';
import { makeRecordCode, replicaTag } from '#domain/record-code.ts';
import { problemsOf, relevantValues } from '#domain/validate.ts';
import { box, drawn } from '#tests/support/domain/records.ts';
import { describe, expect, it } from 'vitest';

describe('a date', () => {
  it.each([
    ['2021-03-14', true],
    ['2020-02-29', true],
    ['2021-02-29', false],
    ['1900-02-29', false],
    ['2021-03', true],
    ['2021', true],
    ['2021-13', false],
    ['2021-00', false],
    ['0000', false],
    ['21-03-14', false],
    ['2021-3-14', false],
    ['2021-03-14T10:00', false],
    [20_210_314, false],
    [null, false],
  ])('%j is one: %s', (text, is) => expect(isReducedDate(text)).toBe(is));

  it('of reduced precision means its whole interval', () => {
    expect(intervalOf('2020-02')).toEqual(['2020-02-01', '2020-02-29']);
    expect(intervalOf('2021')).toEqual(['2021-01-01', '2021-12-31']);
    expect(['2021-03-14', '2021-03', '2021'].map(precisionOf)).toEqual(['day', 'month', 'year']);
    expect(isWithin('2021-03', { from: '2021-03-01', to: '2021-03-30' })).toBe(false);
    expect(isWithin('2021', { from: '2021-01-01' })).toBe(true);
  });

  it('is the day of the programme, not of the server', () => {
    expect(dayIn('Asia/Baku', '2021-03-13T20:30:00.000Z')).toBe('2021-03-14');
    expect(dayIn('America/Bogota', Date.UTC(2021, 2, 14, 3))).toBe('2021-03-13');
    expect(() => dayIn('Mars/Olympus', 0)).toThrow(RangeError);
  });
});

describe('a code', () => {
  it('reads as people say it over the radio', () => {
    const parts = { task: 'AGD-0142', letter: 'C', date: '2021-03-14', tag: 'K7', number: 3 };
    expect(makeRecordCode(parts)).toBe('AGD-0142-C-210314-K7-03');
    expect(makeRecordCode({ ...parts, date: '2021', number: 120 })).toBe('AGD-0142-C-210101-K7-120');
  });

  it('has a tag that no other replica has, without letters that are read as digits', () => {
    const tags = Array.from({ length: 20_000 }, (_, n) => replicaTag(n));
    expect(new Set(tags).size).toBe(tags.length);
    expect(tags.every((tag) => /^[A-HJ-NP-Z]+[1-9]$/.test(tag))).toBe(true);
    expect([tags[0], tags[8], tags[9]]).toEqual(['A1', 'A9', 'B1']);
  });
});

describe('the form', () => {
  const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);

  it('asks for what is required first, and hides what the app fills in', () => {
    const plan = formPlanOf(ordnance);
    expect(names(plan.first)).toEqual(['category', 'model', 'count', 'place', 'task']);
    expect(names(plan.more)).toContain('depthCm');
    expect(names([...plan.first, ...plan.more])).not.toContain('team');
  });

  it('starts with today, with what is usual, and with the last record only where that helps', () => {
    const last = { task: 't', method: 'animal', depthCm: 20, statedAreaM2: 900 };
    expect(initialValues(clearance, { today: '2021-03-14', last })).toEqual({
      date: '2021-03-14',
      areaBasis: 'computed',
      product: 'cleared',
      task: 't',
      method: 'animal',
      depthCm: 20,
    });
    expect(initialValues(ordnance, { today: '2021-03-14' })).toEqual({ date: '2021-03-14', count: 1 });
  });
});

describe('relevance', () => {
  const { depthCm } = clearance.fields;

  it('cancelled land has no depth or method', () => {
    expect(isRelevant(depthCm, { product: 'cleared' })).toBe(true);
    expect(isRelevant(depthCm, { product: 'cancelled' })).toBe(false);
    const values = { product: 'cancelled', depthCm: 20, method: 'manual', note: 'n', novelty: 1 };
    expect(relevantValues(clearance.fields, values)).toEqual({ product: 'cancelled', note: 'n', novelty: 1 });
  });
});

describe('merge groups', () => {
  it('hold together what only makes sense together', () => {
    const groups = Object.fromEntries(groupsOf(ordnance.fields));
    expect(groups).toMatchObject({
      item: ['category', 'model'],
      amount: ['count', 'location', 'disposals'],
      place: ['place'],
    });
  });

  it('carry on what a newer program put into a group', () => {
    const body = { item: { category: 'uxo', fuzeState: 'armed' }, robot: 1 };
    const values = valuesOf(ordnance.fields, body);
    expect(values).toEqual({ category: 'uxo' });
    expect(differenceOf(ordnance.fields, values, { category: 'axo' }, body)).toEqual({
      item: { category: 'axo', fuzeState: 'armed' },
    });
  });

  it('compare values whatever the order of their keys, and tell 0 from nothing', () => {
    expect(sameValue({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue({ a: undefined }, { b: undefined })).toBe(false);
    expect(sameValue([], {})).toBe(false);
    expect(differenceOf(clearance.fields, { depthCm: 0 }, { depthCm: null })).toEqual({ work: {} });
  });
});

describe('validation', () => {
  const found = {
    team: 't',
    task: 't',
    date: '2021-03-14',
    category: 'ap-mine',
    count: 2,
    location: 'gone',
    place: drawn({ type: 'Point', coordinates: [46.93, 39.99] }),
  };
  const codes = (values: object) =>
    problemsOf(ordnance, { ...found, ...values }).map((p) => `${p.code} ${p.field}`);

  it('names what is missing, and not what is optional', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ category: null, count: undefined, location: '' })).toEqual([
      'missing category',
      'missing count',
      'missing location',
    ]);
  });

  it('does not let more be disposed of than was found', () => {
    const disposals = [{ on: '2021-03-14', count: 3, how: 'destroyed-in-situ' }];
    expect(codes({ disposals })).toEqual(['disposed-exceeds-count disposals']);
    expect(codes({ disposals, count: 3 })).toEqual([]);
  });

  it('asks no rule while a value cannot be read', () => {
    expect(codes({ count: '2', disposals: [{ count: 1 }] })).toContain('unreadable count');
  });

  it('looks into lists: a disposal needs its day and its way', () => {
    expect(codes({ disposals: [{ count: 1 }] })).toEqual(['missing disposals', 'missing disposals']);
  });
});

describe('presets', () => {
  it('fill in what was done on the day of the record; nothing is destroyed by leaving it', () => {
    const options = ordnance.presets?.options ?? {};
    const values = { date: '2021-03-14', count: 4, team: 'team-1' };
    expect(options['destroyed-here']?.apply(values)).toEqual({
      location: 'gone',
      disposals: [{ on: '2021-03-14', count: 4, how: 'destroyed-in-situ', team: 'team-1' }],
    });
    expect(options['left-marked']?.apply(values)).toEqual({ location: 'in-place', disposals: [] });
  });
});

describe('the registry', () => {
  it('knows its kinds by name and takes no two of one name or letter', () => {
    expect(registry.get('task')).toBe(task);
    expect(registry.get('hazard')).toBeUndefined();
    expect(() => createRegistry([task, task])).toThrow(RangeError);
    expect(() => createRegistry([task, { ...clearance, letter: 'T' }])).toThrow(RangeError);
  });

  it('offers on the phone what is logged in the field, and not tasks', () => {
    expect(registry.kinds.map((kind) => kind.action)).toEqual(['Cleared area', 'Found ordnance', undefined]);
  });

  it('says on the map what a record is by its shape and not by colour alone', () => {
    const shapes = ['ap-mine', 'at-mine', 'ied', 'unknown', 'uxo'].map(
      (category) => ordnance.symbol({ category }).shape,
    );
    expect(new Set(shapes).size).toBe(5);
    expect(clearance.title({ product: 'reduced', place: drawn(box(0, 0, 1, 1)) })).toBe('Reduced');
  });
});
