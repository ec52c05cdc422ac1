import { areaM2, perimeterM } from '#domain/geo/area.ts';
import { union } from '#domain/geo/clip.ts';
import { followGeodesics } from '#domain/geo/geodesic-sides.ts';
import type { Polygonal } from '#domain/geo/shape.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { type Ledger, type LedgerRecord, series } from '#domain/ledger.ts';
import { box, clearanceRecord, drawn, ordnanceRecord } from '#tests/support/domain/records.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const dates = ['2021-03-13', '2021-03-14', '2021-03', '2021'];
const statuses = ['submitted', 'approved', 'returned', 'withdrawn'];
const periods = [{}, { from: '2021-03-14', to: '2021-03-14' }, { from: '2021-03-01', to: '2021-03-31' }];

const given = {
  id: fc.constantFrom(...ids),
  firstSeq: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Number.POSITIVE_INFINITY)),
  status: fc.constantFrom(...statuses),
};
const metres = fc.integer({ min: 0, max: 60 });

const anyClearance: fc.Arbitrary<LedgerRecord> = fc
  .record({
    ...given,
    date: fc.constantFrom(...dates),
    shape: fc
      .tuple(metres, metres, fc.integer({ min: 5, max: 50 }))
      .map(([x, y, size]) => box(x, y, size, 30)),
    product: fc.constantFrom('cleared', 'reduced', 'cancelled'),
    area: fc.constantFrom(
      {},
      { areaBasis: 'computed' },
      { areaBasis: 'stated', statedAreaM2: 700.5 },
      { areaBasis: 'measured', lanes: [{ lengthM: 30, widthM: 1.1 }] },
    ),
  })
  .map(({ date, shape, product, area, ...rest }) =>
    clearanceRecord({ ...rest, body: { date, place: drawn(shape), work: { product }, area } }),
  );

const anyOrdnance: fc.Arbitrary<LedgerRecord> = fc
  .record({
    ...given,
    date: fc.constantFrom(...dates),
    category: fc.constantFrom('ap-mine', 'at-mine', 'ied', 'explosive-kg'),
    count: fc.integer({ min: 1, max: 9 }),
    on: fc.constantFrom(...dates),
  })
  .map(({ date, category, count, on, ...rest }) => {
    const disposals = [{ on, count: 1, how: 'destroyed-in-situ' }];
    return ordnanceRecord({ ...rest, body: { date, item: { category }, amount: { count, disposals } } });
  });

type Step = { do: 'put'; record: LedgerRecord } | { do: 'take out'; id: string } | { do: 'read' };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.oneof(anyClearance, anyOrdnance).map((record): Step => ({ do: 'put', record })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...ids).map((id): Step => ({ do: 'take out', id })) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'read' }) },
);

const figuresOf = (ledger: Ledger) =>
  JSON.stringify({
    tallies: series.flatMap((of) => periods.map((period) => ledger.tally({ period, series: of }))),
    records: ids.map((id) => [
      ledger.grossM2(id),
      series.map((of) => ledger.netM2(id, of)),
      ledger.overlaps(id),
    ]),
  });

describe('the figures of a ledger', () => {
  it('depend on the records that stand, not on how they came, were edited or withdrawn', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 20 }), (steps) => {
        const ledger = createLedger(registry);
        const standing = new Map<string, LedgerRecord>();
        for (const step of steps) {
          if (step.do === 'read') figuresOf(ledger);
          else if (step.do === 'put') {
            ledger.upsert(step.record);
            standing.set(step.record.id, step.record);
          } else {
            ledger.remove(step.id);
            standing.delete(step.id);
          }
        }
        const afresh = createLedger(registry);
        for (const record of [...standing.values()].reverse()) afresh.upsert(record);
        expect(figuresOf(ledger)).toBe(figuresOf(afresh));
      }),
    );
  });

  it('add up: the net land of a product is the area under its records, by the series asked for', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyClearance, { selector: ({ id }) => id, maxLength: 6 }), (records) => {
        const computed = records.map(
          (record): LedgerRecord => ({ ...record, body: { ...record.body, area: {} } }),
        );
        const ledger = createLedger(registry);
        for (const record of computed) ledger.upsert(record);
        for (const of of series) {
          const { land, ids: counted } = ledger.tally({ period: {}, series: of });
          for (const product of ['cleared', 'reduced', 'cancelled']) {
            const shapes = computed
              .filter(({ id, body }) => counted.includes(id) && productOf(body) === product)
              .map(({ body }) => (body['place'] as { shape: Polygonal }).shape);
            const all = union(shapes.map(followGeodesics));
            const unionM2 = all === null ? 0 : areaM2(all);
            const perimetersM = shapes.reduce((sum, shape) => sum + perimeterM(shape), 0);
            const missM2 = Math.abs((land[product]?.netM2 ?? Number.NaN) - unionM2);
            expect(missM2).toBeLessThanOrEqual(1e-6 * unionM2 + 0.0002 * perimetersM);
          }
        }
      }),
    );
  });

  it('are numbers whatever stands in the bodies', () => {
    const anyBody = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom('item', 'amount', 'work', 'area', 'place', 'date'), fc.anything()),
      fc.array(fc.tuple(fc.double(), fc.double()), { maxLength: 5 }).map((corners) => ({
        date: '2021-03-14',
        place: drawn({ type: 'Polygon', coordinates: [corners] }),
      })),
      fc
        .array(fc.tuple(fc.double({ min: -180, max: 180 }), fc.double({ min: -90, max: 90 })), {
          maxLength: 6,
        })
        .map((ring) => ({
          date: '2021-03-14',
          work: { product: 'cleared' },
          place: drawn({ type: 'MultiPolygon', coordinates: [[ring], []] }),
        })),
    );
    fc.assert(
      fc.property(fc.array(anyBody, { minLength: 1, maxLength: 6 }), (bodies) => {
        const ledger = createLedger(registry);
        bodies.forEach((body, i) => {
          const kind = i % 2 === 0 ? 'clearance' : 'ordnance';
          ledger.upsert({ id: `r${i}`, kind, firstSeq: i, status: 'submitted', body } as LedgerRecord);
          ledger.upsert({
            id: `s${i}`,
            kind: 'clearance',
            firstSeq: i,
            status: 'submitted',
            body,
          } as LedgerRecord);
        });
        const tally = ledger.tally({ period: {}, series: 'approved+submitted' });
        const numbers = [...Object.values(tally.land), ...Object.values(tally.columns)].flatMap((sums) =>
          Object.values<number>({ ...sums }),
        );
        for (const number of numbers) expect(number).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

const productOf = (body: Readonly<Record<string, unknown>>) => (body['work'] as { product: string }).product;
