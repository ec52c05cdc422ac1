import { toCsv } from '#export/csv.ts';
import { type ExportRecord, recordsToCsv } from '#export/records-csv.ts';
import { type TallyHeading, tallyToCsv } from '#export/tally-csv.ts';
import { toHectares } from '#domain/hectares.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import type { LedgerRecord } from '#domain/ledger.ts';
import { box, clearanceRecord, drawn, ordnanceRecord } from '#tests/support/domain/records.ts';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';

const names = {
  task: (id: string) =>
    id === 'task-1' ? { code: 'AGD-0142', name: 'Aghdam, north of the road' } : undefined,
  team: (id: string) => (id === 'team-1' ? 'Team 1' : undefined),
  person: (id: string) => (id === 'user-1' ? 'Leyla' : undefined),
};

function exported(...records: readonly (LedgerRecord & { flags?: ExportRecord['flags'] })[]) {
  const ledger = createLedger(registry);
  for (const record of records) ledger.upsert(record);
  const rows = records.map((record) => ({
    author: 'user-1',
    recordedAt: '2021-03-14T10:00:00.000Z',
    flags: [],
    ...record,
  }));
  const csv = recordsToCsv(registry, rows, { names, areas: ledger, series: 'approved+submitted' });
  return { csv, rows: parse<Record<string, string>>(csv, { columns: true, bom: true }) };
}

describe('a cell', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+4 mines', "'+4 mines"],
    ['-', "'-"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['-12.5', '-12.5'],
    [-12.5, '-12.5'],
    ['two, three', '"two, three"'],
    ['two\nlines', '"two\nlines"'],
    [null, ''],
    [Number.NaN, ''],
    ['plain', 'plain'],
  ])('%j is written as %s', (cell, written) => {
    expect(toCsv([[cell]])).toBe(`\uFEFF${written}\r\n`);
  });
});

describe('records as CSV', () => {
  const cleared = {
    ...clearanceRecord({ id: 'a', body: { code: 'AGD-0142-C-210314-K7-01' } }),
    flags: [{ message: 'Side 1 is long.' }, { message: 'Poor position.' }],
  };
  const found = ordnanceRecord({
    id: 'b',
    firstSeq: 2,
    body: {
      place: { shape: { type: 'Point', coordinates: [46.9301, 39.9902] }, source: 'gps', accuracyM: 4 },
      note: '=1+1',
      date: '2021-03',
      amount: {
        count: 3,
        location: 'gone',
        disposals: [
          { on: '2021-03-14', count: 2, how: 'destroyed-in-situ' },
          { on: '2021-03-15', count: 1, how: 'handed-over', to: 'the army' },
        ],
      },
    },
  });

  it('name task, team and author, and give the areas that the tally counts', () => {
    const [row] = exported(cleared).rows;
    expect(row).toMatchObject({
      code: 'AGD-0142-C-210314-K7-01',
      kind: 'clearance',
      status: 'submitted',
      author: 'Leyla',
      team: 'Team 1',
      task: 'AGD-0142',
      taskName: 'Aghdam, north of the road',
      date: '2021-03-14',
      datePrecision: 'day',
      recordedAt: '2021-03-14T10:00:00.000Z',
      product: 'cleared',
      source: 'drawn',
      accuracyM: '',
      flags: 'Side 1 is long. | Poor position.',
    });
    expect(row?.['wkt']).toMatch(/^POLYGON \(\(46\.93 39\.99, /);
    expect(Number(row?.['netM2'])).toBeCloseTo(2000.5, 0);
    expect(row?.['grossM2']).toBe(row?.['netM2']);
  });

  it('of several kinds stand in one table, each with its own columns, lists in words', () => {
    const { rows } = exported(cleared, found);
    expect(rows[1]).toMatchObject({
      kind: 'ordnance',
      category: 'ap-mine',
      count: '3',
      lon: '46.9301',
      lat: '39.9902',
      accuracyM: '4',
      datePrecision: 'month',
      note: "'=1+1",
      product: '',
      netM2: '',
      disposals:
        'Disposal 1: On: 2021-03-14, How many: 2, How: Destroyed here; Disposal 2: On: 2021-03-15, How many: 1, How: Handed over, Handed over to: the army',
    });
    expect(rows[0]).toMatchObject({ category: '', lon: '' });
  });

  it('keep what cannot be read and what is not known', () => {
    const odd = ordnanceRecord({ id: 'c', body: { amount: { count: 'two' }, robot: { name: 'R2' } } });
    const strange = { ...odd, id: 'd', kind: 'hazard', body: { class: 'SHA' } };
    const { rows } = exported(odd, strange);
    expect(rows[0]).toMatchObject({ count: '"two"', unknown: '{"robot":{"name":"R2"}}' });
    expect(rows[1]).toMatchObject({ kind: 'hazard', unknown: '{"class":"SHA"}' });
  });
});

describe('the tally as CSV', () => {
  const heading: TallyHeading = {
    programme: 'ANAMA',
    period: { from: '2021-03-14', to: '2021-03-14' },
    series: 'approved+submitted',
    madeAt: '2021-03-14 17:00',
    synthetic: false,
  };
  const ledger = createLedger(registry);
  const disposals = [{ on: '2021-03-14', count: 2, how: 'destroyed-in-situ' }];
  ledger.upsert(ordnanceRecord({ id: 'a', body: { amount: { count: 3, disposals } } }));
  ledger.upsert(clearanceRecord({ id: 'b', body: { place: drawn(box(0, 0, 500, 400)) } }));
  ledger.upsert(ordnanceRecord({ id: 'c', status: 'returned', body: { amount: { count: 74 } } }));
  const tally = ledger.tally({ period: heading.period, series: heading.series });
  const rowsOf = (given: TallyHeading) =>
    parse(tallyToCsv(tally, given), { bom: true, relax_column_count: true });

  it('gives the official columns, land to 0.1 ha, and what is in correction apart', () => {
    const rows = rowsOf(heading);
    expect(rows).toContainEqual(['Programme', 'ANAMA']);
    expect(rows).toContainEqual(['Counts', 'approved and submitted records']);
    expect(rows).toContainEqual(['AP mines', '3', '2']);
    expect(rows).toContainEqual(['AT mines', '0', '0']);
    const cleared = rows.find(([name]) => name === 'Cleared');
    expect(cleared?.slice(3)).toEqual(['20.0', '20.0', '0']);
    expect(rows).toContainEqual(['AP mines', '74', '0']);
    expect(rows).toContainEqual(['AP mine', '3', '2']);
    expect(rows).toContainEqual(['Records', '2']);
  });

  it('says so when the records are made up, and only then', () => {
    expect(tallyToCsv(tally, { ...heading, synthetic: true })).toContain('Synthetic demo data');
    expect(tallyToCsv(tally, heading)).not.toContain('ynthetic');
  });
});

describe('hectares', () => {
  it('are given to 0.1', () => {
    expect([27_635_049, 27_634_950, 499, 500].map(toHectares)).toEqual([2763.5, 2763.5, 0, 0.1]);
  });
});
