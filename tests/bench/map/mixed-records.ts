import { createRandom, madeUpId } from '#server/demo/random.ts';
import { type SampleRecord, sampleRecords } from '../sync/sample-records.ts';

/** A record for a map: areas as in the other benches, and as many items, a tenth of which are in place. */
export type MixedRecord = Omit<SampleRecord, 'kind'> & { readonly kind: 'clearance' | 'ordnance' };

const categories = ['ap-mine', 'ap-mine', 'at-mine', 'ied', 'projectile'] as const;
const inPlaceShare = 0.1;

/** The same records in every process that asks for as many. */
export function mixedRecords(count: number, author: string): readonly MixedRecord[] {
  const random = createRandom(count + 1);
  return sampleRecords(count, author).map((record, index): MixedRecord => {
    if (index % 2 === 0) return record;
    const { code, team, task, date } = record.body;
    const disposal = { on: date, count: 1, how: 'destroyed-in-situ' };
    const isInPlace = random.next() < inPlaceShare;
    return {
      id: madeUpId(random, Date.parse(record.recordedAt)),
      kind: 'ordnance',
      author,
      recordedAt: record.recordedAt,
      body: {
        code,
        team,
        task,
        date,
        item: { category: random.pick(categories) },
        amount: {
          count: 1,
          location: isInPlace ? 'in-place' : 'gone',
          disposals: isInPlace ? [] : [disposal],
        },
        place: {
          shape: {
            type: 'Point',
            coordinates: [whole(46.2, 1.6, random.next()), whole(39, 1.4, random.next())],
          },
          source: 'gps',
          accuracyM: 3,
        },
      },
    };
  });
}

/** In steps of 1e-7°. */
const whole = (from: number, width: number, share: number) => Math.round((from + width * share) * 1e7) / 1e7;
