import { expect, test } from 'vitest';
import { readFilter } from '#app/desk/desk-filter.ts';
import { hectaresText, tallySheet, teamLines } from '#app/desk/tally-sheet.ts';
import { trendOf, trendText } from '#app/desk/trend.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import type { RecordView } from '#store/phone.ts';
import { recordView, squarePlace } from '#tests/support/record-views.ts';

const day = '2021-05-31';
const period = { from: day, to: day };
const both = 'approved+submitted';

let made = 0;
function land(values: Record<string, unknown>, given: Parameters<typeof recordView>[2] = {}) {
  made += 1;
  return recordView(
    'clearance',
    { product: 'cleared', task: 'site-1', team: 'team-1', searchClass: 'surface', date: day, ...values },
    { id: `land-${made}`, firstSeq: made, ...given },
  );
}
function destroyed(count: number, on: string, category = 'ap-mine') {
  made += 1;
  const disposals = [{ on, count, how: 'destroyed-in-situ' }];
  const values = { category, count, date: on, team: 'team-2', task: 'site-1', location: 'gone', disposals };
  return recordView('ordnance', values, { id: `item-${made}`, firstSeq: made });
}
function ledgerOf(views: readonly RecordView[]) {
  const ledger = createLedger(registry);
  for (const { state } of views) ledger.upsert(state);
  return ledger;
}

test('the sheet of one team counts that team only', () => {
  const views = [land({ statedAreaM2: 20_000 }), land({ statedAreaM2: 30_000, team: 'team-2' })];
  const ledger = ledgerOf(views);
  const whole = tallySheet(ledger, readFilter(''), period);
  const one = tallySheet(ledger, readFilter('?team=team-1'), period);
  expect(whole.land.map(({ label, netM2 }) => [label, netM2])).toEqual([
    ['Cleared', 50_000],
    ['Reduced', 0],
    ['Cancelled', 0],
  ]);
  expect(one.land[0]?.netM2).toBe(20_000);
});

test('approved only leaves out what nobody has looked at', () => {
  const views = [land({ statedAreaM2: 20_000 }, { status: 'approved' }), land({ statedAreaM2: 30_000 })];
  expect(tallySheet(ledgerOf(views), readFilter('?series=approved'), period).land[0]?.netM2).toBe(20_000);
});

test('the teams of the sheet add up to its whole', () => {
  const views = [
    land({ statedAreaM2: 20_000 }),
    land({ statedAreaM2: 30_000, team: 'team-2' }),
    land({ statedAreaM2: 500, team: undefined }),
    destroyed(3, day),
  ];
  const ledger = ledgerOf(views);
  const filter = readFilter('');
  const { tally } = tallySheet(ledger, filter, period);
  const byId = new Map(views.map((view) => [view.state.id, view]));
  const lines = teamLines(ledger, filter, period, tally, (id) => {
    const team = byId.get(id)?.state.body['team'];
    return typeof team === 'string' ? team : '';
  });
  expect(lines.map((line) => line.team)).toEqual(['', 'team-1', 'team-2']);
  const sum = lines.reduce((total, line) => total + (line.tally.land['cleared']?.netM2 ?? 0), 0);
  expect(sum).toBe(tally.land['cleared']?.netM2);
  expect(lines.reduce((total, line) => total + line.tally.records, 0)).toBe(tally.records);
});

test('the trend of a day is the four weeks up to it, and land recorded twice stands in it once', () => {
  const place = squarePlace(46.9, 39.6, 0.001);
  const views = [
    land({ date: '2021-05-28', place }),
    land({ place }),
    destroyed(4, day),
    destroyed(900, day, 'saa'),
  ];
  const ledger = ledgerOf(views);
  const { step, bars } = trendOf(views, ledger, both, period);
  expect(step).toBe('day');
  expect(bars).toHaveLength(28);
  const net = ledger.tally({ period: {}, series: both }).land['cleared']?.netM2 ?? 0;
  expect(bars.find((bar) => bar.from === '2021-05-28')?.clearedNetM2).toBeCloseTo(net, 3);
  expect(bars.at(-1)).toEqual({ from: day, to: day, clearedNetM2: 0, destroyed: 4 });
});

test('half a year is shown by week, and its bars add up to the period', () => {
  const views = [destroyed(1, '2020-11-10'), destroyed(2, '2021-02-14'), destroyed(3, day)];
  const { step, bars } = trendOf(views, ledgerOf(views), both, { from: '2020-11-10', to: day });
  expect(step).toBe('week');
  expect(bars.reduce((sum, bar) => sum + bar.destroyed, 0)).toBe(6);
});

test('records that are known to the year only are shown by year, and those of months by month', () => {
  const years = [destroyed(2, '2011'), destroyed(3, '2012')];
  expect(trendOf(years, ledgerOf(years), both, {}).bars.map((bar) => [bar.from, bar.destroyed])).toEqual([
    ['2011-01-01', 2],
    ['2012-01-01', 3],
  ]);
  const months = [destroyed(2, '2011-03')];
  expect(trendOf(months, ledgerOf(months), both, {}).step).toBe('month');
});

test('a date centuries off does not make the trend endless', () => {
  const views = [destroyed(1, '0201-05-31'), destroyed(1, day), destroyed(1, '9999-12-31')];
  expect(trendOf(views, ledgerOf(views), both, {}).bars.length).toBeLessThanOrEqual(62);
});

test('without records there is no bar, and the words say so', () => {
  const trend = trendOf([], ledgerOf([]), both, {});
  expect(trend.bars).toEqual([]);
  expect(trendText(trend)).toBe('Nothing in these days.');
});

test('hectares are given to a tenth, as official figures are', () => {
  expect(hectaresText(27_635_000)).toBe('2,763.5');
  expect(hectaresText(0)).toBe('0.0');
});
