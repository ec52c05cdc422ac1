import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bounds } from '#domain/geo/shape.ts';
import { registry } from '#domain/kinds/registry.ts';
import { checkColumns, checkMapping } from '#server/import/check-mapping.ts';
import { mapRow } from '#server/import/map-row.ts';
import { readMapping } from '#server/import/mapping.ts';
import type { SourceRow } from '#server/import/source-row.ts';
import { describe, expect, it } from 'vitest';

const area: Bounds = [45, 38, 48, 41];
const date = { column: 'when', dateAs: 'DD.MM.YYYY' };
const given = {
  name: 'test',
  format: 'csv',
  decimal: ',',
  refuse: [{ when: { column: 'type', in: ['accident'] }, reason: 'No kind for it.' }],
  records: [
    {
      kind: 'clearance',
      when: { column: 'm2', above: 0 },
      fields: { date, product: { constant: 'cleared' }, statedAreaM2: { column: 'm2' } },
    },
    {
      kind: 'ordnance',
      when: { column: 'items', filled: true },
      fields: {
        date,
        category: { column: 'type', values: { mine: 'ap-mine', bomb: 'uxo' }, otherwise: 'unknown' },
        count: { column: 'items' },
        note: { text: 'from {place}' },
        place: { lon: 'x', lat: 'y' },
        disposals: { list: [{ on: date, count: { column: 'gone' }, how: { constant: 'not-stated' } }] },
      },
    },
  ],
};
const mapping = readMapping(JSON.stringify(given), 'test.json');

const rowOf = (columns: Record<string, string>, more: Partial<SourceRow> = {}): SourceRow => ({
  line: 2,
  raw: 'raw',
  columns: {
    type: 'mine',
    m2: '',
    items: '',
    gone: '',
    place: '',
    x: '',
    y: '',
    when: '14.03.2021',
    ...columns,
  },
  ...more,
});
const map = (columns: Record<string, string>) => mapRow(rowOf(columns), mapping, registry, area);

describe('what a row becomes', () => {
  it('several records, by condition, with decimal commas and dates as the file writes them', () => {
    const mapped = map({ m2: '1.234,5', items: '3', gone: '2', x: '46,93', y: '39,99', place: 'Agdam' });
    expect(mapped).toMatchObject({
      outcome: 'records',
      records: [
        { index: 0, values: { date: '2021-03-14', statedAreaM2: 1234.5, product: 'cleared' }, warnings: [] },
        {
          index: 1,
          values: {
            category: 'ap-mine',
            count: 3,
            note: 'from Agdam',
            place: { source: 'imported', accuracyM: null, shape: { coordinates: [46.93, 39.99] } },
            disposals: [{ on: '2021-03-14', count: 2, how: 'not-stated' }],
          },
          warnings: [],
        },
      ],
    });
  });

  it('nothing, where no condition holds: 0 is not above 0, and blank is not 0', () => {
    expect(map({})).toEqual({ outcome: 'empty' });
    expect(map({ m2: '0', items: ' ' })).toEqual({ outcome: 'empty' });
  });

  it('a value that the table does not name is what the mapping says it otherwise is', () => {
    expect(map({ items: '1', type: 'rusty' })).toMatchObject({
      records: [{ values: { category: 'unknown' } }],
    });
  });

  it.each([
    [{ type: 'accident', m2: '5' }, 'No kind for it.'],
    [{ m2: 'five' }, '"five" in the column "m2" is not a number.'],
    [{ m2: '5', when: '2021-03-14' }, '"2021-03-14" in the column "when" is not a date such as DD.MM.YYYY.'],
    [{ m2: '5', when: '31.02.2021' }, '"Date of the work" is not a date.'],
    [{ items: '1,5' }, '"How many" is not a whole number.'],
    [{ items: '1', x: '46,9', y: '399,9' }, /is no position on Earth/],
    [{ items: '1', place: 'a\u0000b' }, /"Note" holds a character that cannot be stored/],
  ])('%j is refused whole, and the reason names what stands there', (columns, reason) => {
    const expected: unknown = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    expect(map(columns as Record<string, string>)).toEqual({ outcome: 'refused', reason: expected });
  });

  it('what is doubtful is taken, with a warning: outside the area, more destroyed than found', () => {
    expect(map({ items: '1', x: '-46,9', y: '39,9' })).toMatchObject({
      records: [{ warnings: [{ code: 'outside-operating-area', field: 'place' }] }],
    });
    expect(map({ items: '1', gone: '2' })).toMatchObject({
      records: [{ warnings: [{ code: 'disposed-exceeds-count' }] }],
    });
  });

  it('a team or a task whose name cannot be stored is refused with its row, and stops nothing', () => {
    for (const part of [{ team: { name: '{place}' } }, { task: { key: '{place}', name: '{place}' } }]) {
      const named = readMapping(JSON.stringify({ ...given, ...part }), 'x');
      for (const place of ['Agd\u0000am', 'Agdam \ud800']) {
        const mapped = mapRow(rowOf({ m2: '5', place }), named, registry, area);
        expect(mapped).toMatchObject({
          outcome: 'refused',
          reason: expect.stringContaining('cannot be stored'),
        });
      }
    }
  });

  it('a row that could not be read is refused with the reader’s reason', () => {
    const row = rowOf({ m2: '5' }, { unreadable: 'It has 3 values.' });
    expect(mapRow(row, mapping, registry, area)).toEqual({ outcome: 'refused', reason: 'It has 3 values.' });
  });

  it('a month that is left empty makes a year of the date, never January', () => {
    const parts = readMapping(
      JSON.stringify({
        ...given,
        records: [{ kind: 'clearance', fields: { date: { year: 'y', month: 'm', day: 'd' } } }],
      }),
      'x',
    );
    const dateOf = (y: string, m: string, d: string) => {
      const mapped = mapRow(rowOf({ y, m, d }), parts, registry, area);
      return mapped.outcome === 'records' ? mapped.records[0]?.values.date : mapped;
    };
    expect(dateOf('2019', '2', '7')).toBe('2019-02-07');
    expect(dateOf('2019', '2', '')).toBe('2019-02');
    expect(dateOf('2019', '', '7')).toBe('2019');
    expect(dateOf('2019', '13', '')).toMatchObject({ outcome: 'refused' });
  });
});

describe('a mapping that does not fit is said in one sentence, before a row is read', () => {
  const sentence = /^[A-Z][^\n]+\.$/;
  const withRecord = (record: object) => JSON.stringify({ ...given, records: [record] });

  it.each([
    ['no JSON', '{"name": ', 'mapping-unreadable', /is not JSON/],
    ['no name', '{"format": "csv", "records": []}', 'mapping-unreadable', /"name"/],
    ['another format', JSON.stringify({ ...given, format: 'xml' }), 'mapping-unreadable', /"format"/],
    [
      'a word that is not known',
      JSON.stringify({ ...given, recrods: [] }),
      'mapping-unreadable',
      /"recrods"/,
    ],
  ])('%s', (_, text, code, message) => {
    expect(() => readMapping(text, 'm.json')).toThrow(expect.objectContaining({ code }));
    expect(() => readMapping(text, 'm.json')).toThrow(message);
    expect(() => readMapping(text, 'm.json')).toThrow(sentence);
  });

  it.each([
    ['a kind that does not exist', { kind: 'minefeld', fields: {} }, /"minefeld".*clearance, ordnance, task/],
    ['a field that does not exist', { kind: 'clearance', fields: { areaM2: { column: 'm2' } } }, /"areaM2"/],
    [
      'a choice that does not exist',
      { kind: 'ordnance', fields: { category: { constant: 'mine' } } },
      /"mine"/,
    ],
    [
      'a table that leads to none',
      { kind: 'ordnance', fields: { category: { column: 'type', values: { a: 'apm' } } } },
      /"apm"/,
    ],
    ['a number for a position', { kind: 'ordnance', fields: { place: { column: 'x' } } }, /"place" needs/],
    ['geometry in a CSV', { kind: 'ordnance', fields: { place: { geometry: true } } }, /no geometry/],
    [
      'a date that is no date',
      { kind: 'ordnance', fields: { count: { year: 'y' } } },
      /"count" is not a date/,
    ],
    [
      'an unknown field of a list',
      { kind: 'ordnance', fields: { disposals: { list: [{ at: { column: 'x' } }] } } },
      /"at"/,
    ],
  ])('%s', (_, record, message) => {
    const bad = readMapping(withRecord(record), 'm.json');
    expect(() => checkMapping(bad, registry)).toThrow(message);
    expect(() => checkMapping(bad, registry)).toThrow(sentence);
  });

  it('a column that the file does not have, wherever the mapping reads it', () => {
    const all = new Set(['type', 'm2', 'when', 'items', 'place', 'x', 'y', 'gone']);
    expect(() => checkColumns(mapping, all)).not.toThrow();
    for (const column of all) {
      const rest = new Set([...all].filter((each) => each !== column));
      expect(() => checkColumns(mapping, rest)).toThrow(`"${column}"`);
      expect(() => checkColumns(mapping, rest)).toThrow(sentence);
    }
    const templates = { team: { name: '{org}' }, task: { key: '{a}/{b}', name: '{c}' } };
    const more = readMapping(JSON.stringify({ ...given, ...templates }), 'm.json');
    for (const column of ['org', 'a', 'b', 'c']) {
      const rest = [...all, 'org', 'a', 'b', 'c'].filter((each) => each !== column);
      expect(() => checkColumns(more, new Set(rest))).toThrow(`"${column}"`);
    }
  });

  it.each(['colombia-events', 'colombia-clearance'])('the shipped mapping %s is in order', (name) => {
    const shipped = readMapping(textOf(`docs/examples/${name}.json`), name);
    expect(shipped.name).toBe(name);
    expect(() => checkMapping(shipped, registry)).not.toThrow();
  });

  it('and so is the example of the guide', () => {
    const [, example = ''] = /```json\n(.*?)```/s.exec(textOf('docs/import.md')) ?? [];
    expect(() => checkMapping(readMapping(example, 'docs/import.md'), registry)).not.toThrow();
  });
});

const textOf = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
