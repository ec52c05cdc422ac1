import { dayTally } from '#app/screens/day-tally.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { differenceOf } from '#domain/merge-groups.ts';
import { openPack } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import type { RecordState } from '#protocol/record.ts';
import { createRecordModel } from '#store/record-model.ts';
import { uuidOf } from '#tests/support/domain/changes.ts';
import { pointPlace, recordView, squarePlace } from '#tests/support/record-views.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const days = ['2021-03-13', '2021-03-14', '2021-03'];
const day = fc.constantFrom(...days);
const about = fc.record({
  team: fc.constantFrom('team-1', 'team-2'),
  status: fc.constantFrom('submitted', 'approved', 'returned', 'withdrawn'),
});
/** Squares that lie over one another more often than not, some of them across the antimeridian. */
const land = fc
  .tuple(
    about,
    day,
    fc.nat({ max: 8 }),
    fc.constantFrom(46.9, 179.999),
    fc.constantFrom('cleared', 'reduced'),
  )
  .map(([{ team, status }, date, shift, lon, product]) => {
    const place = squarePlace(0, 39.6 + shift * 1e-4, 0.003);
    for (const at of place.shape.coordinates.flat())
      at[0] = Number(wrapped(lon + shift * 3e-4 + (at[0] ?? 0)).toFixed(7));
    for (const at of place.shape.coordinates.flat()) at[1] = Number((at[1] ?? 0).toFixed(7));
    return {
      kind: 'clearance',
      status,
      values: { team, date, task: 't', product, areaBasis: 'computed', place },
    };
  });
const item = fc.tuple(about, day, day, fc.nat({ max: 3 })).map(([{ team, status }, date, on, count]) => ({
  kind: 'ordnance',
  status,
  values: {
    team,
    date,
    category: 'ap-mine',
    count: 5,
    disposals: [{ on, count, how: 'destroyed-in-situ' }],
    place: pointPlace(46.9, 39.6),
  },
}));
const wrapped = (lon: number) => (lon > 180 ? lon - 360 : lon);

it('the figures of a day are those that the ledger over all records has', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(land, land, item), { maxLength: 25 }), (given) => {
      const rows = given.map(({ kind, values, status }, n): RecordState => {
        const { state } = recordView(kind, values);
        const body = differenceOf(registry.get(kind)?.fields ?? {}, {}, values);
        return {
          ...state,
          id: uuidOf(n + 1),
          firstSeq: n + 1,
          seq: n + 1,
          status,
          body,
        };
      });
      const model = createRecordModel(registry, createLedger);
      model.applyPack(openPack(encodeRows(rows.slice(0, 10))));
      model.applyPack(openPack(encodeRows(rows.slice(10))));
      for (const on of days.slice(0, 2)) {
        for (const team of ['team-1', null]) {
          const { land: parts, uncounted: _, ...part } = dayTally(model, on, team);
          const {
            land: wholes,
            uncounted: __,
            ...whole
          } = model.ledger.tally({
            period: { from: on, to: on },
            series: 'approved+submitted',
            only: ({ body }) => team === null || body['team'] === team,
          });
          expect(part).toEqual(whole);
          for (const [product, sum] of Object.entries(wholes)) {
            expect(parts[product]?.netM2).toBeCloseTo(sum.netM2, 3);
            expect(parts[product]?.grossM2).toBeCloseTo(sum.grossM2, 3);
          }
        }
      }
    }),
    { numRuns: 100 },
  );
});
