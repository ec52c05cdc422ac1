import { checkRecord } from '#domain/check-record.ts';
import { formPlanOf, initialValues } from '#domain/form-plan.ts';
import { valuesSchema } from '#domain/fields/schema.ts';
import { defineKind } from '#domain/kinds/declaration.ts';
import { clearance } from '#domain/kinds/clearance.ts';
import { createRegistry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { differenceOf, groupsOf, valuesOf } from '#domain/merge-groups.ts';
import { problemsOf } from '#domain/validate.ts';
import { columnsOf } from '#export/columns.ts';
import { recordsToCsv } from '#export/records-csv.ts';
import { decodeRows } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import { anyBodyOf, anyValuesOf } from '#tests/support/domain/generators.ts';
import { at, box, drawn } from '#tests/support/domain/records.ts';
import { toJsonSchema } from '@valibot/to-json-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** A kind that no program has: all that follows must come from these lines alone. */
const hazardSign = defineKind({
  kind: 'hazard-sign',
  label: 'Hazard sign',
  plural: 'Hazard signs',
  action: 'Hazard sign',
  letter: 'S',
  about: 'A sign that warns of a hazard, and how it stands.',
  fields: {
    text: {
      type: 'choice',
      label: 'Text',
      required: true,
      group: 'sign',
      options: { mines: 'Mines', stop: 'Stop' },
    },
    colour: { type: 'text', label: 'Colour', group: 'sign', maxLength: 20, when: { text: ['stop'] } },
    removedOn: { type: 'date', label: 'Removed on', when: { text: ['stop'] }, more: true },
    heightCm: { type: 'number', unit: 'cm', label: 'Height', min: 10, max: 400, more: true },
    shots: { type: 'count', label: 'Holes from shots', initial: 0 },
    fenced: { type: 'polygon', label: 'Fenced land', more: true },
    owner: { type: 'text', label: 'Owner', sensitive: true },
    checks: {
      type: 'list',
      label: 'Checks',
      itemLabel: 'Check',
      item: {
        on: { type: 'date', label: 'On', required: true },
        by: { type: 'reference', to: 'team', label: 'By' },
      },
    },
    place: { type: 'position', label: 'Position', required: true },
  },
  title: (values) => `Sign: ${values.text ?? '?'}`,
  symbol: () => ({ shape: 'diamond', colour: 'danger' }),
  items: ({ date, text }) =>
    date && text ? [{ measure: 'found' as const, category: `sign-${text}`, on: date, count: 1 }] : [],
  land: ({ fenced }) =>
    fenced ? { product: 'fenced', key: 'signs', basis: 'computed' as const, shape: fenced.shape } : null,
});

const registry = createRegistry([clearance, hazardSign]);
const standing = {
  team: 'team-1',
  date: '2021-03-14',
  text: 'mines',
  shots: 0,
  place: drawn({ type: 'Point', coordinates: at(5, 5) }),
  fenced: drawn(box(0, 0, 10, 10)),
  owner: 'somebody',
  checks: [{ on: '2021-03-15', by: 'team-1' }],
};
const record = {
  id: 'a',
  kind: 'hazard-sign',
  firstSeq: 1,
  status: 'submitted',
  author: 'user-1',
  recordedAt: '2021-03-14T10:00:00.000Z',
  flags: [],
  body: differenceOf(hazardSign.fields, {}, standing),
};

describe('a kind that is declared and nothing else', () => {
  it('has a form, with what it starts from', () => {
    const plan = formPlanOf(hazardSign);
    expect(plan.first.map(({ name }) => name)).toEqual([
      'text',
      'colour',
      'shots',
      'owner',
      'checks',
      'place',
    ]);
    expect(plan.more.map(({ name }) => name)).toEqual(['date', 'note', 'removedOn', 'heightCm', 'fenced']);
    expect(initialValues(hazardSign, { today: '2021-03-14' })).toEqual({ date: '2021-03-14', shots: 0 });
  });

  it('is validated, its shapes and dates included', () => {
    const check = (values: object) =>
      checkRecord({
        kind: hazardSign,
        values: { ...standing, ...values },
        today: '2021-03-20',
        area: [46, 39, 47, 40],
      }).map(({ code, field }) => `${code} ${field}`);
    expect(check({})).toEqual([]);
    expect(check({ text: null, heightCm: 5 })).toEqual(['missing text', 'unreadable heightCm']);
    expect(check({ removedOn: '2022-01-01' })).toEqual([]);
    expect(check({ removedOn: '2022-01-01', text: 'stop' })).toEqual(['date-in-future removedOn']);
    expect(check({ checks: [{ on: '2022-01-01' }] })).toEqual(['date-in-future checks']);
    expect(check({ place: drawn({ type: 'Point', coordinates: [-46, 39.5] }) })).toEqual([
      'outside-operating-area place',
    ]);
  });

  it('has merge groups that are written and read back', () => {
    expect(groupsOf(hazardSign.fields).get('sign')).toEqual(['text', 'colour']);
    expect(record.body).toMatchObject({ sign: { text: 'mines' }, shots: 0 });
    expect(valuesOf(hazardSign.fields, record.body)).toEqual(standing);
    expect(differenceOf(hazardSign.fields, standing, { ...standing, shots: 3 })).toEqual({ shots: 3 });
  });

  it('has export columns, without what is sensitive', () => {
    const headings = columnsOf(hazardSign).map(({ heading }) => heading);
    expect(headings).toEqual(
      expect.arrayContaining([
        'date',
        'datePrecision',
        'text',
        'heightCm',
        'lon',
        'lat',
        'fencedWkt',
        'checks',
      ]),
    );
    expect(headings).not.toContain('owner');
    const ledger = createLedger(registry);
    ledger.upsert(record);
    const csv = recordsToCsv(registry, [record], {
      names: { task: () => undefined, team: () => 'Team 1', person: () => undefined },
      areas: ledger,
      series: 'approved+submitted',
    });
    expect(csv).toContain('"Check 1: On: 2021-03-15, By: Team 1"');
    expect(csv).not.toContain('somebody');
  });

  it('has an API schema', () => {
    const schema = toJsonSchema(valuesSchema(hazardSign.fields), { errorMode: 'ignore' });
    expect(schema).toMatchObject({
      type: 'object',
      properties: { text: { anyOf: [{ enum: ['mines', 'stop'] }, { type: 'null' }] }, checks: {} },
    });
  });

  it('has generators, whose values can be read and cross the wire', () => {
    fc.assert(
      fc.property(anyValuesOf(hazardSign.fields), (values) => {
        expect(problemsOf(hazardSign, values).every((problem) => problem.code !== 'unreadable')).toBe(true);
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(anyBodyOf(hazardSign), (body) => {
        const row = { ...record, status: 'submitted' as const, seq: 1, body, holds: [] };
        const writer = Object.fromEntries(Object.keys(body).map((group) => [group, { seq: 1, change: 'a' }]));
        expect(decodeRows(encodeRows([{ ...row, writer }]))).toEqual([{ ...row, writer }]);
      }),
      { numRuns: 50 },
    );
  });

  it('is counted in the tally by its own categories and products', () => {
    const ledger = createLedger(registry, { signs: ['sign-mines', 'sign-stop'] });
    ledger.upsert(record);
    const tally = ledger.tally({ period: {}, series: 'approved+submitted' });
    expect(tally.columns).toEqual({ signs: { found: 1, destroyed: 0 } });
    expect(tally.categories).toEqual({ 'sign-mines': { found: 1, destroyed: 0 } });
    expect(tally.land['fenced']?.netM2).toBeCloseTo(100, 0);
  });
});
