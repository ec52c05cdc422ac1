import { describe, expect, it } from 'vitest';
import { arrange } from '#app/form/arrange.ts';
import { readCatalogue, suggestModels } from '#app/form/catalogue.ts';
import { withTask } from '#app/form/task-defaults.ts';
import { areaText, positionText, provenanceText, valueText } from '#app/form/value-text.ts';
import { clearance } from '#domain/kinds/clearance.ts';
import { defineKind } from '#domain/kinds/declaration.ts';
import { ordnance } from '#domain/kinds/ordnance.ts';

const names = (entries: readonly { readonly name: string }[]) => entries.map(({ name }) => name);
const nameOf = (_: 'task' | 'team', id: string) => `name of ${id}`;

describe('a form from its declaration', () => {
  it('puts what is required of ordnance first and what is optional behind it', () => {
    const plan = arrange(ordnance);
    expect(names(plan.required)).toEqual(['category', 'count']);
    expect(names(plan.places)).toEqual(['place']);
    expect(names(plan.first)).toEqual(['model']);
    expect(plan.head?.name).toBe('task');
    expect(plan.area).toBeUndefined();
  });

  it('makes the map the form where the first question is an area', () => {
    const plan = arrange(clearance);
    expect(plan.area?.name).toBe('place');
    expect(names(plan.first)).toEqual(['product', 'method', 'searchClass', 'depthCm']);
  });

  it('arranges a kind that nobody has heard of', () => {
    const well = defineKind({
      kind: 'well',
      label: 'Well',
      plural: 'Wells',
      letter: 'W',
      about: 'A well.',
      fields: {
        depthCm: { type: 'number', unit: 'cm', label: 'Depth', required: true },
        place: { type: 'position', label: 'Position', required: true },
        owner: { type: 'text', label: 'Owner' },
      },
      title: () => 'Well',
      symbol: () => ({ shape: 'circle', colour: 'ink' }),
    });
    const plan = arrange(well);
    expect([names(plan.required), names(plan.places), names(plan.first)]).toEqual([
      ['depthCm'],
      ['place'],
      ['owner'],
    ]);
  });

  it('takes what is still open from the task order, and nothing over what is there', () => {
    const task = { id: 't1', values: { defaultMethod: 'manual', requiredDepthCm: 20 } };
    expect(withTask(clearance, { depthCm: 13 }, task)).toEqual({ task: 't1', method: 'manual', depthCm: 13 });
    expect(withTask(ordnance, {}, task)).toEqual({ task: 't1' });
  });
});

describe('values in words', () => {
  it('reads every type', () => {
    expect(areaText(2140)).toBe('2,140 m² · 0.21 ha');
    expect(positionText([46.93310449, -39.5])).toBe('39.50000° S, 46.93310° E');
    expect(valueText(ordnance.fields.count, 3, nameOf)).toBe('3');
    expect(valueText(ordnance.fields.task, 't1', nameOf)).toBe('name of t1');
    expect(valueText(ordnance.fields.category, 'ap-mine', nameOf)).toBe('AP mine');
    expect(
      valueText(ordnance.fields.disposals, [{ on: '2021-03-14', count: 2, how: 'handed-over' }], nameOf),
    ).toBe('On 2021-03-14, How many 2, How Handed over');
  });

  it('never hides what it cannot read', () => {
    expect(valueText(ordnance.fields.place, { lat: 1 }, nameOf)).toBe('{"lat":1}');
    expect(valueText(ordnance.fields.category, 'newer-category', nameOf)).toBe('newer-category');
  });

  it('says where a position comes from, and that a tap on the map measures nothing', () => {
    const shape = { type: 'Point', coordinates: [46.9, 39.9] } as const;
    expect(provenanceText({ shape, source: 'gps', accuracyM: 3.2, fixes: 9 })).toBe(
      '±3.2 m · by GPS · 9 fixes averaged',
    );
    expect(provenanceText({ shape, source: 'drawn', accuracyM: null })).toBe(
      'tapped on the map · accuracy not measured',
    );
  });
});

describe('suggested models', () => {
  const catalogue = readCatalogue(
    'model,category\nPMN,AP mine,blast,USSR\nTM-62M,AT mine,blast,USSR\nX,Unknown,,\n',
  );

  it('fit the category, and nothing is suggested for the unknown', () => {
    expect(suggestModels(catalogue, [], { category: 'ap-mine', typed: '' })).toEqual(['PMN']);
    expect(suggestModels(catalogue, [], { category: 'at-mine', typed: 'tm' })).toEqual(['TM-62M']);
    expect(suggestModels(catalogue, [], { category: 'unknown', typed: '' })).toEqual([]);
  });
});
