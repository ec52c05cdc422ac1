import { expect, test } from 'vitest';
import { boundsAround } from '#app/desk/desk-bounds.ts';
import { readFilter } from '#app/desk/desk-filter.ts';
import { filterRows, rowOf, taskChoices } from '#app/desk/desk-rows.ts';
import { isBehind } from '#app/desk/figures.ts';
import { windowOf } from '#app/desk/list-window.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import type { RecordView } from '#store/phone.ts';
import { pointPlace, recordView, squarePlace } from '#tests/support/record-views.ts';

const may31 = { from: '2021-05-31', to: '2021-05-31' };
const may = { from: '2021-05-01', to: '2021-05-31' };

function item(id: string, values: Record<string, unknown>, given: Parameters<typeof recordView>[2] = {}) {
  const all = {
    category: 'ap-mine',
    count: 1,
    date: '2021-05-31',
    team: 'team-1',
    task: 'site-1',
    ...values,
  };
  return recordView('ordnance', all, { id, code: id, ...given });
}
const shown = (views: readonly RecordView[], query: string, period = may31) =>
  filterRows(views, readFilter(query), period).map((row) => row.id);

test('the list shows the records of the day, the newest day first', () => {
  const views = [
    item('b', {}),
    item('a', {}),
    item('old', { date: '2021-05-30' }),
    item('month', { date: '2021-05' }),
  ];
  expect(shown(views, '')).toEqual(['a', 'b']);
  expect(shown(views, '', may)).toEqual(['a', 'b', 'old', 'month']);
});

test('task, team, kind and status narrow the list together', () => {
  const views = [
    item('one', {}, { status: 'approved' }),
    item('two', { team: 'team-2' }, { status: 'approved' }),
    item('three', {}),
    item('four', { task: 'site-2' }, { status: 'approved' }),
    recordView('clearance', { date: '2021-05-31', team: 'team-1', task: 'site-1' }, { id: 'land' }),
  ];
  expect(shown(views, '?team=team-1&task=site-1&kind=ordnance&status=approved')).toEqual(['one']);
  expect(shown(views, '?team=team-1')).toEqual(['four', 'land', 'one', 'three']);
});

test('choosing a task also shows the task itself', () => {
  const site = recordView(
    'task',
    { name: 'Aghdam north', date: '2021-05-31' },
    { id: 'site-1', code: 'AGD-0142' },
  );
  expect(shown([site, item('one', {})], '?task=site-1').sort()).toEqual(['one', 'site-1']);
  expect(taskChoices([site])).toEqual([{ id: 'site-1', name: 'AGD-0142 Aghdam north' }]);
});

test('a record whose date cannot be read shows where every day is asked for', () => {
  const broken = item('broken', { date: '31.5.21' });
  expect(shown([broken], '')).toEqual([]);
  expect(shown([broken], '?days=all', {} as typeof may)).toEqual(['broken']);
});

test('a record with values that no kind can read still has a line', () => {
  const row = rowOf(
    recordView('clearance', { product: 'cleared', lanes: 7, place: 'here' }, { code: 'X-1' }),
  );
  expect(row.code).toBe('X-1');
  expect(rowOf(recordView('made-up', {})).title).toBe('Unknown kind "made-up"');
});

test('an item found in March and destroyed in May is behind the figure of May', () => {
  const disposals = [{ on: '2021-05-31', count: 2, how: 'destroyed-in-situ' }];
  const views = [
    item('found-in-march', { date: '2021-03-02', count: 2, disposals, location: 'gone' }),
    item('found-today', {}),
  ];
  expect(shown(views, '?figure=destroyed.apMines')).toEqual(['found-in-march']);
  expect(shown(views, '?figure=found.apMines')).toEqual(['found-today']);
  expect(shown(views, '?figure=found.ap-mine')).toEqual(['found-today']);
  expect(shown(views, '?figure=found.uxo')).toEqual([]);
});

test('every figure of the tally leads to exactly the records that the ledger counted', () => {
  const disposals = [{ on: '2021-05-31', count: 1, how: 'destroyed-in-situ' }];
  const land = (id: string, product: string, status: 'submitted' | 'approved' | 'returned') =>
    recordView(
      'clearance',
      {
        product,
        task: 'site-1',
        searchClass: 'surface',
        date: '2021-05-31',
        place: squarePlace(46.9, 39.6, 0.001),
      },
      { id, status },
    );
  const views = [
    item('ap', { disposals, location: 'gone' }, { status: 'approved' }),
    item('ied', { category: 'ied', count: 3 }),
    item('wrong', { count: 'many' }),
    item('returned', {}, { status: 'returned' }),
    item('withdrawn', {}, { status: 'withdrawn' }),
    item('april', { date: '2021-04-30' }),
    land('cleared', 'cleared', 'approved'),
    land('reduced', 'reduced', 'submitted'),
    land('in-correction', 'cleared', 'returned'),
  ];
  const ledger = createLedger(registry);
  for (const { state } of views) ledger.upsert(state);
  for (const series of ['approved', 'approved+submitted'] as const) {
    const tally = ledger.tally({ period: may31, series });
    const behind = (figure: string) =>
      views.filter((view) => isBehind(view, figure, may31, series)).map((view) => view.state.id);
    expect(behind('records').sort()).toEqual([...tally.ids].sort());
    expect(behind('correction').sort()).toEqual([...tally.inCorrection.ids].sort());
    expect(behind('uncounted').sort()).toEqual([...tally.uncounted].sort());
    for (const [product, sum] of Object.entries(tally.land))
      expect(behind(`land.${product}`).length > 0, product).toBe(sum.netM2 > 0);
    for (const [column, sum] of Object.entries(tally.columns))
      for (const measure of ['found', 'destroyed'] as const)
        expect(behind(`${measure}.${column}`).length > 0, `${measure} ${column}`).toBe(sum[measure] > 0);
  }
});

test('the map goes to the records, and one with a lost minus sign does not pull it across the world', () => {
  const area = [-82, -5, -66, 14] as const;
  const at = (lon: number, lat: number) => item(`${lon}`, { place: pointPlace(lon, lat) });
  expect(boundsAround([at(-74.2, 4.6), at(-75, 5), at(74.23, 4.6)], area)).toEqual([-75, 4.6, -74.2, 5]);
  expect(boundsAround([at(74.23, 4.6)], area)).toEqual([74.23, 4.6, 74.23, 4.6]);
  expect(boundsAround([item('nowhere', {})], area)).toBeUndefined();
});

test('of ten thousand lines only those in sight are in the page', () => {
  const { first, last } = windowOf(10_000, 64, 64 * 5_000, 640);
  expect(first).toBeLessThanOrEqual(5_000);
  expect(last).toBeGreaterThanOrEqual(5_010);
  expect(last - first).toBeLessThan(40);
  expect(windowOf(3, 64, 0, 640)).toEqual({ first: 0, last: 3 });
  // A filter made the list shorter than where it was scrolled to.
  expect(windowOf(3, 64, 64 * 5_000, 640).last).toBe(3);
});
