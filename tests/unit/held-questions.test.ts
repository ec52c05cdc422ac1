import { expect, test } from 'vitest';
import { choiceWords, comparisonText } from '#app/held/choice-words.ts';
import { comparedPlaces, heldQuestions } from '#app/held/held-question.ts';
import { filterRows } from '#app/desk/desk-rows.ts';
import type { Shape } from '#domain/geo/shape.ts';
import type { Hold, RecordState } from '#protocol/record.ts';
import { pointPlace, recordView, squarePlace } from '#tests/support/record-views.ts';

const names = {
  nameOf: (_: 'task' | 'team', id: string) => `name of ${id}`,
  personOf: (id: string) => id.charAt(0).toUpperCase() + id.slice(1),
};

const at = '2021-03-14T09:00:00.000Z';
const hold = (author: string, group: string, value: unknown, n = 1): Hold => ({
  id: `${author}-${n}/${group}`,
  group,
  change: `${author}-${n}`,
  value,
  author,
  at,
  seq: 3,
});

const writtenByAnna = (group: string): Partial<RecordState> => ({
  writer: { [group]: { seq: 2, change: 'anna-1', author: 'anna', at } },
});

const mine = (holds: readonly Hold[], given: Partial<RecordState> = writtenByAnna('depthCm')) =>
  recordView('ordnance', { category: 'ap-mine', count: 1, depthCm: 15 }, { holds, ...given });
const work = { product: 'cleared', method: 'manual', depthCm: 15 };
const land = (values: Record<string, unknown>, holds: readonly Hold[], given: Partial<RecordState> = {}) =>
  recordView('clearance', values, { holds, ...given });

const titles = (view: ReturnType<typeof mine>) => heldQuestions(view, names).map(({ title }) => title);
const texts = (view: ReturnType<typeof mine>) =>
  heldQuestions(view, names).flatMap(({ parts }) =>
    parts.map(({ values }) => values.map(({ text }) => text)),
  );

test('two people changed the depth: both values as people read them, and whose they are', () => {
  const view = mine([hold('boris', 'depthCm', 20)]);
  expect(titles(view)).toEqual(['Two people changed the depth']);
  expect(texts(view)).toEqual([['15 cm', '20 cm']]);
  const [question] = heldQuestions(view, names);
  expect(question?.parts[0]?.values.map(({ by }) => by?.author)).toEqual(['anna', 'boris']);
});

test('of fields that are kept together only those that differ are named', () => {
  const both = land({ ...work }, [hold('boris', 'work', { ...work, depthCm: 20, method: 'animal' })]);
  expect(titles(both)).toEqual(['Two people changed the method and the depth']);
  expect(texts(both)).toEqual([['Method: Manual · Depth: 15 cm', 'Method: Animal · Depth: 20 cm']]);
  const one = land({ ...work }, [hold('boris', 'work', { ...work, depthCm: null })]);
  expect(titles(one)).toEqual(['Two people changed the depth']);
  expect(texts(one)).toEqual([['15 cm', 'nothing']]);
});

test.each([
  ['item', { category: 'uxo' }, 'Two people changed the category'],
  ['amount', { count: 2 }, 'Two people changed the number of items'],
  ['note', 'by the wall', 'Two people changed the note'],
  ['code', 'X-1', 'Two people changed the code'],
  ['serial', 'X-1', 'Two people changed “serial”'],
])('the question about %s is a sentence', (group, value, title) => {
  expect(titles(mine([hold('boris', group, value)]))).toEqual([title]);
});

test('each thing is a question of its own, and several values of one thing are one question', () => {
  const holds = [hold('boris', 'depthCm', 20), hold('chen', 'depthCm', 25), hold('boris', 'note', 'deep')];
  expect(titles(mine(holds))).toEqual(['Three people changed the depth', 'Two people changed the note']);
  expect(texts(mine(holds))).toEqual([
    ['15 cm', '20 cm', '25 cm'],
    ['nothing', 'deep'],
  ]);
});

test('one person on two phones is not called two people', () => {
  expect(titles(mine([hold('anna', 'depthCm', 20)]))).toEqual(['The depth was changed twice']);
});

test('on an approved record each person whose changes came too late is one question', () => {
  const holds = [hold('leyla', 'depthCm', 20), hold('leyla', 'note', 'deep'), hold('boris', 'depthCm', 25)];
  expect(titles(mine(holds, { status: 'approved' }))).toEqual([
    'Leyla changed the depth and the note after this was approved',
    'Boris changed the depth after this was approved',
  ]);
});

test('of a value that an older version wrote it is not made up whose it is', () => {
  const view = mine([hold('boris', 'depthCm', 20)], { writer: { depthCm: { seq: 2, change: 'x' } } });
  expect(heldQuestions(view, names)[0]?.parts[0]?.values[0].by).toBeUndefined();
  expect(titles(view)).toEqual(['Two people changed the depth']);
});

test('two people drew the area: both are drawn and compared', () => {
  const standing = squarePlace(46.9, 39.6, 0.0002);
  const waiting = squarePlace(46.9001, 39.6, 0.0002);
  const view = land({ ...work, place: standing }, [hold('boris', 'place', waiting)], writtenByAnna('place'));
  expect(titles(view)).toEqual(['Two people drew the area']);
  const places = comparedPlaces(heldQuestions(view, names));
  expect(places.map(({ shape }) => shape)).toEqual([standing.shape, waiting.shape]);
  const [a, b] = places.map(({ shape }) => shape);
  expect(comparisonText(a, b)).toMatch(/^just as large; 19\d m² lie in both$/);
  const small = squarePlace(46.9, 39.6, 0.0001).shape as unknown as Shape;
  const far = squarePlace(46.95, 39.6, 0.0001).shape as unknown as Shape;
  expect(comparisonText(a, small)).toMatch(/^28\d m² smaller; 95\.\d m² lie in both$/);
  expect(comparisonText(a, far)).toContain('no land lies in both');
});

test('two positions are compared by how far they lie apart', () => {
  const [a, b] = [pointPlace(46.9, 39.6), pointPlace(46.9001, 39.6)].map(
    ({ shape }) => shape as unknown as Shape,
  );
  expect(comparisonText(a, b)).toBe('8.6 m from it');
});

test('a place that cannot be drawn is asked about all the same', () => {
  const empty = { ...squarePlace(0, 0, 1), shape: { type: 'Polygon', coordinates: [] } };
  const view = land({ place: squarePlace(46.9, 39.6, 0.001) }, [hold('boris', 'place', empty)]);
  expect(titles(view)).toEqual(['Two people drew the area']);
  expect(comparedPlaces(heldQuestions(view, names))).toEqual([]);
});

test('the buttons say the values where they are short, or else whose they are', () => {
  const words = (view: ReturnType<typeof mine>) =>
    choiceWords(heldQuestions(view, names)[0]?.parts[0]?.values ?? [], names);
  expect(words(mine([hold('boris', 'depthCm', 20)]))).toEqual(['15 cm', '20 cm']);
  expect(words(mine([hold('boris', 'depthCm', null)]))).toEqual(['Anna’s', 'Boris’s']);
  expect(words(mine([hold('anna', 'depthCm', null)]))).toEqual(['the first one', 'the later one']);
  const places = land(
    { place: squarePlace(46.9, 39.6, 0.001) },
    [hold('boris', 'place', squarePlace(46.9, 39.6, 0.0009))],
    writtenByAnna('place'),
  );
  expect(words(places).join()).toMatch(/^9,5\d\d m²,7,7\d\d m²$/);
});

test('the desk finds the records on which a value waits, of all days', () => {
  const views = [mine([hold('boris', 'depthCm', 20)], { id: 'waits' }), mine([], { id: 'clear' })];
  const rows = filterRows(views, { series: 'approved+submitted', held: 'yes', period: {} }, {});
  expect(rows.map(({ id }) => id)).toEqual(['waits']);
});
