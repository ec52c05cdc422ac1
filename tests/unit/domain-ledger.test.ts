import { areaM2 } from '#domain/geo/area.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import type { Ledger, LedgerRecord, Series } from '#domain/ledger.ts';
import { box, clearanceRecord, drawn, ordnanceRecord } from '#tests/support/domain/records.ts';
import { describe, expect, it } from 'vitest';

const everything: Series = 'approved+submitted';
const day = (date: string) => ({ from: date, to: date });

function ledgerOf(...records: readonly LedgerRecord[]): Ledger {
  const ledger = createLedger(registry);
  for (const record of records) ledger.upsert(record);
  return ledger;
}

const tallyOf = (ledger: Ledger, period = {}, series: Series = everything) =>
  ledger.tally({ period, series });

describe('ordnance in the tally', () => {
  const mine = ordnanceRecord({
    id: 'a',
    body: {
      date: '2021-03-14',
      amount: {
        count: 5,
        location: 'gone',
        disposals: [
          { on: '2021-03-14', count: 2, how: 'destroyed-in-situ' },
          { on: '2021-03-20', count: 1, how: 'destroyed-at-demolition-site' },
          { on: '2021-03-21', count: 2, how: 'handed-over', to: 'the army' },
        ],
      },
    },
  });

  it('counts as found on the day of the record and as destroyed on the day of each disposal', () => {
    const ledger = ledgerOf(mine);
    expect(tallyOf(ledger, day('2021-03-14')).columns['apMines']).toEqual({ found: 5, destroyed: 2 });
    expect(tallyOf(ledger, day('2021-03-20')).columns['apMines']).toEqual({ found: 0, destroyed: 1 });
    expect(tallyOf(ledger, day('2021-03-20')).ids).toEqual(['a']);
  });

  it('is not destroyed by being handed over', () => {
    expect(tallyOf(ledgerOf(mine), day('2021-03-21'))).toMatchObject({ records: 0, categories: {} });
  });

  it('is given by category beside the official columns, explosive by weight in no column', () => {
    const of = (id: string, category: string, count: number) =>
      ordnanceRecord({ id, body: { item: { category }, amount: { count } } });
    const tally = tallyOf(
      ledgerOf(
        of('a', 'ap-mine', 1),
        of('b', 'improvised-ap-mine', 2),
        of('c', 'at-mine', 4),
        of('d', 'fuze', 8),
        of('e', 'unknown', 16),
        of('f', 'saa', 3000),
        of('g', 'explosive-kg', 7),
      ),
    );
    expect(tally.columns).toEqual({
      apMines: { found: 3, destroyed: 0 },
      atMines: { found: 4, destroyed: 0 },
      uxo: { found: 24, destroyed: 0 },
      saa: { found: 3000, destroyed: 0 },
    });
    expect(tally.categories['explosive-kg']).toEqual({ found: 7, destroyed: 0 });
    expect(Object.keys(tally.categories)).not.toContain('ied');
  });

  it('of a month enters a period only when the whole month lies in it, and never a daily sheet', () => {
    const ledger = ledgerOf(ordnanceRecord({ id: 'a', body: { date: '2021-03' } }));
    expect(tallyOf(ledger, day('2021-03-01')).records).toBe(0);
    expect(tallyOf(ledger, { from: '2021-03-02', to: '2021-04-30' }).records).toBe(0);
    expect(tallyOf(ledger, { from: '2021-03-01', to: '2021-03-31' }).records).toBe(1);
    expect(tallyOf(ledger, {}).records).toBe(1);
  });
});

describe('land in the tally', () => {
  const first = clearanceRecord({ id: 'a', firstSeq: 1 });
  const half = clearanceRecord({ id: 'b', firstSeq: 2, body: { place: drawn(box(25, 0, 50, 40)) } });
  const boxM2 = areaM2(box(0, 0, 50, 40));

  it('counts once: a record that overlaps an earlier one adds only what is new', () => {
    const ledger = ledgerOf(half, first);
    const { cleared } = tallyOf(ledger).land;
    expect(cleared?.grossM2).toBeCloseTo(2 * boxM2, 0);
    expect(cleared?.netM2).toBeCloseTo(1.5 * boxM2, 0);
    expect(ledger.netM2('a', everything)).toBe(boxM2);
    expect(ledger.overlaps('b')).toMatchObject([{ id: 'a' }]);
    expect(ledger.overlaps('b')[0]?.areaM2).toBeCloseTo(boxM2 / 2, 0);
  });

  it('of another product or search class is new land, and products are never summed', () => {
    const reduced = clearanceRecord({ id: 'c', firstSeq: 3, body: { work: { product: 'reduced' } } });
    const surface = clearanceRecord({
      id: 'd',
      firstSeq: 4,
      body: { work: { product: 'cleared', searchClass: 'surface' } },
    });
    const { land } = tallyOf(ledgerOf(first, reduced, surface));
    expect(land['cleared']?.netM2).toBeCloseTo(2 * boxM2, 6);
    expect(land['reduced']?.netM2).toBeCloseTo(boxM2, 6);
    expect(land['cancelled']).toEqual({ netM2: 0, grossM2: 0, unmappedM2: 0 });
  });

  it('is net by its own series: what only a submitted record covers is still new to the approved ones', () => {
    const ledger = ledgerOf(first, { ...half, status: 'approved' });
    expect(tallyOf(ledger, {}, 'approved').land['cleared']?.netM2).toBe(ledger.grossM2('b'));
    expect(ledger.netM2('a', 'approved')).toBeUndefined();
    expect(ledger.netM2('b', everything)).toBeCloseTo(boxM2 / 2, 0);
  });

  it('stated without a polygon counts as gross and net, and is told apart as not mapped', () => {
    const stated = clearanceRecord({
      id: 'a',
      body: { place: null, area: { areaBasis: 'stated', statedAreaM2: 6000 } },
    });
    const ledger = ledgerOf(stated);
    expect(tallyOf(ledger).land['cleared']).toEqual({ netM2: 6000, grossM2: 6000, unmappedM2: 6000 });
    expect(ledger.grossM2('a')).toBe(6000);
  });

  it('measured by lanes counts by its lanes, net in the share of its polygon that is new land', () => {
    const lanes = [
      { lengthM: 50, widthM: 1 },
      { lengthM: 100, widthM: 1 },
    ];
    const taped = { ...half, body: { ...half.body, area: { areaBasis: 'measured', lanes } } };
    const ledger = ledgerOf(first, taped);
    expect(ledger.grossM2('b')).toBe(150);
    expect(ledger.netM2('b', everything)).toBeCloseTo(75, 1);
  });

  it('withdrawn gives the land back to the record that it covered', () => {
    const ledger = ledgerOf(first, half);
    ledger.upsert({ ...first, status: 'withdrawn' });
    expect(ledger.netM2('b', everything)).toBe(ledger.grossM2('b'));
    expect(tallyOf(ledger).ids).toEqual(['b']);
    expect(ledger.grossM2('a')).toBeUndefined();
  });

  it('keeps its place in the order when only its note is edited', () => {
    const ledger = ledgerOf(first, half);
    ledger.upsert({ ...first, body: { ...first.body, note: 'wet ground' } });
    expect(ledger.netM2('a', everything)).toBe(boxM2);
  });
});

describe('a returned record', () => {
  it('counts in neither series, and its mines and land are shown as in correction', () => {
    const ledger = ledgerOf(
      ordnanceRecord({ id: 'a', status: 'returned', body: { amount: { count: 74 } } }),
      clearanceRecord({ id: 'b', status: 'returned' }),
      ordnanceRecord({ id: 'c', status: 'returned', body: { date: '2021-04-01' } }),
    );
    for (const series of ['approved', everything] as const) {
      const tally = tallyOf(ledger, { to: '2021-03-31' }, series);
      expect(tally.records).toBe(0);
      expect(tally.inCorrection.ids).toEqual(['a', 'b']);
      expect(tally.inCorrection.columns['apMines']).toEqual({ found: 74, destroyed: 0 });
      expect(tally.inCorrection.land['cleared']).toBe(areaM2(box(0, 0, 50, 40)));
    }
    expect(ledger.grossM2('b')).toBeGreaterThan(0);
    expect(ledger.netM2('b', everything)).toBeUndefined();
  });
});

describe('a body that cannot be read', () => {
  const bad: readonly (readonly [string, LedgerRecord])[] = [
    ['a count in words', ordnanceRecord({ id: 'x', body: { amount: { count: 'two' } } })],
    ['a category never heard of', ordnanceRecord({ id: 'x', body: { item: { category: 'sea-mine' } } })],
    ['a date that is none', ordnanceRecord({ id: 'x', body: { date: '2021-02-30' } })],
    ['no date', clearanceRecord({ id: 'x', body: { date: null } })],
    ['a shape of words', clearanceRecord({ id: 'x', body: { place: drawn({ type: 'Polygon' }) } })],
    ['a position at infinity', clearanceRecord({ id: 'x', body: { place: drawn(shapeWith(Infinity)) } })],
    [
      'a corner on the other side of the world',
      clearanceRecord({ id: 'x', body: { place: drawn(shapeWith(-46)) } }),
    ],
    ['a negative area', clearanceRecord({ id: 'x', body: { place: null, area: { statedAreaM2: -1 } } })],
  ];

  it.each(bad)('%s: counts nothing, and is named among the uncounted', (_, record) => {
    const ledger = ledgerOf(record);
    const tally = tallyOf(ledger);
    expect(tally).toMatchObject({ records: 0, categories: {}, uncounted: ['x'] });
    expect(ledger.netM2('x', everything)).toBeUndefined();
  });

  it('of an unknown kind, or of no shape at all, is let be', () => {
    const nonsense = [null, 3, 'text', [], { item: 7, amount: [], place: 'here' }] as unknown[];
    const records = nonsense.flatMap((body, i) =>
      ['clearance', 'ordnance', 'task', 'hazard', '__proto__'].map(
        (kind) => ({ id: `${kind}${i}`, kind, firstSeq: i, status: 'submitted', body }) as LedgerRecord,
      ),
    );
    const tally = tallyOf(ledgerOf(...records));
    expect(tally.records).toBe(0);
    expect(tally.land['cleared']).toEqual({ netM2: 0, grossM2: 0, unmappedM2: 0 });
  });

  it('does not keep a note that is too long from counting, for no figure needs it', () => {
    expect(tallyOf(ledgerOf(ordnanceRecord({ id: 'a', body: { note: 'x'.repeat(9000) } }))).records).toBe(1);
  });
});

function shapeWith(lon: number) {
  return { type: 'Polygon', coordinates: [[[lon, 40], [46, 41], [47, 41], [lon, 40]]] }; // biome-ignore format: one ring
}
