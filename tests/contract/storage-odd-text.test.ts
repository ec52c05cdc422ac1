import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freezeChange, hashOf } from '#protocol/change.ts';
import type { NumberedChange, Storage } from '#server/storage/port.ts';
import {
  actors,
  describeEngines,
  programmes,
  type StoragePlace,
} from '#tests/support/server/storage-engines.ts';
import { countedIds, testContext } from '#tests/support/server/test-context.ts';
import { TestPhone } from '#tests/support/server/test-phone.ts';

/** Text with what some columns cannot hold: NUL, halves of characters, and what JSON and SQL use for themselves. */
const odd = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('\u0000', '\ud800', '\udfff', '\u2028', '\ufffe') },
    { weight: 3, arbitrary: fc.constantFrom('"', '\\', '{', '}', ',', "'", '$1', 'NULL', '\n') },
    { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 }) },
  ),
  maxLength: 12,
});

describeEngines('Odd text', (engine) => {
  let place: StoragePlace;
  let storage: Storage;
  const makeId = countedIds('c');
  beforeAll(async () => {
    place = await engine.make();
    storage = await place.open(testContext());
    await storage.addProgramme(programmes.demo);
  });
  afterAll(async () => {
    await storage.close();
    await place.remove();
  });

  it('is taken as it came or refused in a sentence, stops nobody, and is answered the same again', async () => {
    await fc.assert(
      fc.asyncProperty(odd, odd, odd, async (note, key, hash) => {
        const phone = new TestPhone(actors.ali, makeId(), makeId);
        await phone.meet(storage);
        const record = makeId();
        const noted = phone.make({ record, set: { team: 'team-1', note, [`x${key}`]: { [key]: note } } });
        const forged: NumberedChange = { ...phone.make({ record: makeId() }), hash: hash.padEnd(64, '0') };
        const raw: NumberedChange = { ...phone.make({ record: makeId() }), text: note, hash: hashOf(note) };
        const kind = phone.make({ record: makeId(), kind: `k${key}`, set: { team: 'team-1' } });
        const good = phone.make({ record: makeId(), set: { team: 'team-1' } });
        const all = [noted, forged, raw, kind, good];
        const { outcomes, stopped } = await phone.push(storage, all);
        expect(stopped).toBeUndefined();
        expect(outcomes.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
        expect(outcomes.at(-1)).toMatchObject({ outcome: 'applied' });
        expect(outcomes[1]).toMatchObject({ outcome: 'refused', reason: 'unreadable' });
        if (outcomes[0]?.outcome === 'applied') {
          expect((await storage.record('demo', record))?.body).toEqual(noted.change.set);
          expect(await storage.changesOf('demo', record)).toMatchObject([{ change: noted.change }]);
        }
        expect((await phone.push(storage, all)).outcomes).toEqual(outcomes);
      }),
      { numRuns: 60 },
    );
  });

  it('of a number stays that number, and of a body stays that body', async () => {
    const phone = new TestPhone(actors.ali, makeId(), makeId);
    await phone.meet(storage);
    const set = {
      team: 'team-1',
      numbers: [0.1, 1e-7, 1.7976931348623157e308, 9007199254740991, -0.5],
      '': 1,
    };
    const made = phone.make({ record: makeId(), set });
    const respelled = made.text.replace('0.1', '1.0E-1');
    const change = { ...made, text: respelled, hash: hashOf(respelled) };
    await phone.push(storage, [change]);
    expect((await storage.record('demo', made.change.record))?.body).toEqual(set);
    // Known again by the text that came, byte for byte.
    const { outcomes } = await phone.push(storage, [{ ...change, ...freezeChange(made.change) }]);
    expect(outcomes).toMatchObject([{ outcome: 'refused', reason: 'id-reused' }]);
  });
});
