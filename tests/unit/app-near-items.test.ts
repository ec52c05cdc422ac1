import { expect, test } from 'vitest';
import { nearItems } from '#app/danger/near-items.ts';
import { roundPosition } from '#domain/fields/place.ts';
import { destination } from '#domain/geo/distance.ts';
import type { LonLat } from '#domain/geo/shape.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createLedger } from '#domain/ledger/create-ledger.ts';
import { openPack, type Pack } from '#protocol/pack.ts';
import { encodeRows } from '#protocol/page.ts';
import type { BucketRow } from '#protocol/record.ts';
import { createRecordModel } from '#store/record-model.ts';
import { pointPlace, recordView, squarePlace } from '#tests/support/record-views.ts';

const here: LonLat = [46.9, 39.6];
const fix = { lon: here[0], lat: here[1], accuracyM: 4, takenAt: 0 };
const none = () => false;

function recordsOf(rows: readonly BucketRow[], watch: (pack: Pack) => Pack = (pack) => pack) {
  const model = createRecordModel(registry, createLedger);
  model.applyPack(watch(openPack(encodeRows(rows))));
  return model;
}

const mineAt = (id: string, at: LonLat, more: object = {}): BucketRow => {
  const place = { ...pointPlace(...at), ...more };
  return recordView('ordnance', { category: 'ap-mine', count: 1, location: 'in-place', place }, { id }).state;
};

test('an area of a kind that this version does not know is warned of, by its nearest edge', () => {
  const [lon, lat] = destination(here, 90, 20);
  const hazard: BucketRow = {
    ...recordView('ordnance', {}, { id: 'hazard-1' }).state,
    kind: 'hazard',
    body: { place: squarePlace(lon, lat - 0.001, 0.002) },
  };
  const found = nearItems(fix, 25, { model: recordsOf([]), warnings: recordsOf([hazard]) }, none);
  expect(found).toMatchObject([{ id: 'hazard-1', isArea: true, isInside: false, isMeasured: false }]);
  // 20 m, less 4 m of the phone's and 8 m for a line that nobody measured.
  expect(found[0]?.distanceM).toBeCloseTo(8, 1);
  expect(found[0]?.bearingDeg).toBeCloseTo(90, 0);
  const inside = { ...fix, lon: lon + 0.001 };
  expect(nearItems(inside, 25, { model: recordsOf([]), warnings: recordsOf([hazard]) }, none)).toMatchObject([
    { isInside: true, distanceM: 0, bearingDeg: null },
  ]);
});

test('the nearest comes first, and each item once, though it is in both lists', () => {
  const rows = [20, 10, 15].map((metres) => mineAt(`mine-${metres}`, destination(here, 0, metres)));
  const both = { model: recordsOf(rows), warnings: recordsOf(rows) };
  expect(nearItems(fix, 25, both, none).map(({ id }) => id)).toEqual(['mine-10', 'mine-15', 'mine-20']);
});

test('a very poor position of an item warns from 100 m, and not from a kilometre', () => {
  const poor = (metres: number) => [mineAt('poor', destination(here, 0, metres), { accuracyM: 900 })];
  const near = (metres: number) =>
    nearItems(fix, 25, { model: recordsOf(poor(metres)), warnings: recordsOf([]) }, none).length;
  expect([near(120), near(135)]).toEqual([1, 0]);
});

test('of thousands of records only those around the phone are read', () => {
  const rows = Array.from({ length: 4_000 }, (_, i) =>
    mineAt(`mine-${i}`, roundPosition([46.8 + (i % 64) * 0.004, 39.4 + Math.floor(i / 64) * 0.006])),
  );
  let reads = 0;
  const counting = (pack: Pack): Pack => ({
    ...pack,
    groupAt: (row, group) => {
      reads += 1;
      return pack.groupAt(row, group);
    },
    stateAt: (row) => {
      reads += 1;
      return pack.stateAt(row);
    },
  });
  const sources = { model: recordsOf([]), warnings: recordsOf(rows, counting) };
  nearItems(fix, 25, sources, none);
  reads = 0;
  nearItems(fix, 25, sources, none);
  expect(reads).toBeLessThan(20);
});
