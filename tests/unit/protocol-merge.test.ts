import type { Change } from '#protocol/change.ts';
import { applyChange, type Verdict } from '#protocol/merge.ts';
import type { RecordState } from '#protocol/record.ts';
import { changeOf, contextOf, epoch, uuidOf } from '#tests/support/domain/changes.ts';
import { describe, expect, it } from 'vitest';

/** A record made by change 1 at sequence 1, whose note change 2 of somebody else wrote at sequence 2. */
const standing: RecordState = stateOf(
  applyChange(
    stateOf(applyChange(null, changeOf({ set: { note: 'first', depthCm: 10 } }), contextOf(1))),
    changeOf({ id: uuidOf(2), seen: 1, set: { note: 'second' } }),
    contextOf(2),
  ),
);
const log = new Map([
  [uuidOf(1), 1],
  [uuidOf(2), 2],
]);

function stateOf(verdict: Verdict): RecordState {
  if (verdict.outcome === 'refused') throw new Error(`refused: ${verdict.reason}`);
  return verdict.state;
}

const apply = (given: Partial<Change> & { readonly seen?: number }, state: RecordState | null = standing) =>
  applyChange(state, changeOf({ id: uuidOf(3), ...given }), contextOf(3, log));

describe('a new record', () => {
  it('stands as its author made it, submitted, with its warnings as flags', () => {
    const warnings = [{ code: 'position-poor', message: 'Poor.' }];
    const state = stateOf(apply({ set: { note: 'x' }, warnings }, null));
    expect(state).toMatchObject({ firstSeq: 3, seq: 3, status: 'submitted', flags: warnings });
    expect(state.writer).toEqual({ note: { seq: 3, change: uuidOf(3) } });
  });

  it.each([
    ['its base is later than nothing', { seen: 1, set: { note: 'x' } }],
    ['it comes after a change that is not here', { after: [uuidOf(9)], set: { note: 'x' } }],
    ['it is an act', { act: { type: 'approve' as const } }],
  ])('is refused as parent when %s', (_, given) => {
    expect(apply(given, null)).toEqual({ outcome: 'refused', reason: 'parent' });
  });
});

describe('a value', () => {
  it('that nobody wrote since the author looked is written', () => {
    const verdict = apply({ seen: 2, set: { note: 'third' } });
    expect(verdict).toMatchObject({ outcome: 'applied', state: { body: { note: 'third' }, seq: 3 } });
  });

  it('whose latest its author had not seen is held beside the standing one', () => {
    const verdict = apply({ seen: 1, set: { note: 'third' } });
    expect(verdict).toMatchObject({ outcome: 'held', held: ['note'] });
    expect(stateOf(verdict).body['note']).toBe('second');
    expect(stateOf(verdict).holds).toMatchObject([
      { id: `${uuidOf(3)}/note`, group: 'note', value: 'third', author: 'user-1', seq: 3 },
    ]);
  });

  it('of another group than the one that changed is written all the same', () => {
    expect(apply({ seen: 1, set: { depthCm: 20 } })).toMatchObject({ outcome: 'applied' });
  });

  it('written by the author himself just before is not unseen', () => {
    expect(apply({ seen: 1, after: [uuidOf(2)], set: { note: 'third' } })).toMatchObject({
      outcome: 'applied',
    });
  });

  it('that is the same as the standing one is nothing to decide, whoever had seen what', () => {
    const verdict = apply({ seen: 0, set: { note: 'second' } });
    expect(verdict).toMatchObject({ outcome: 'applied', state: { holds: [], seq: 3 } });
    expect(stateOf(verdict).writer['note']?.change).toBe(uuidOf(2));
  });

  it('of a group never written is written', () => {
    expect(apply({ seen: 0, set: { condition: 'intact' } })).toMatchObject({ outcome: 'applied' });
  });

  it('seen in a history that is not this one counts as unseen', () => {
    const verdict = apply({ base: { epoch: 'lost', seq: 50 }, set: { note: 'third' } });
    expect(verdict).toMatchObject({ outcome: 'held' });
    expect(apply({ base: { epoch, seq: 50 }, set: { note: 'third' } })).toMatchObject({ outcome: 'applied' });
  });

  it('of the code is written once', () => {
    const state = stateOf(apply({ seen: 2, set: { code: 'A' } }));
    expect(apply({ seen: 3, set: { code: 'B' } }, state)).toMatchObject({ outcome: 'held', held: ['code'] });
  });
});

describe('a locked record', () => {
  it.each(['approved', 'withdrawn'] as const)(
    'that is %s holds every value until a reviewer looks',
    (status) => {
      const verdict = apply({ seen: 2, set: { note: 'third', depthCm: 30 } }, { ...standing, status });
      expect(verdict).toMatchObject({ outcome: 'held', held: ['note', 'depthCm'], state: { status } });
      expect(stateOf(verdict).body).toEqual(standing.body);
    },
  );

  it('that was returned is submitted again by an edit, not by one that is held', () => {
    const returned: RecordState = { ...standing, status: 'returned' };
    expect(stateOf(apply({ seen: 2, set: { note: 'third' } }, returned)).status).toBe('submitted');
    expect(stateOf(apply({ seen: 1, set: { note: 'third' } }, returned)).status).toBe('returned');
  });
});

describe('an act', () => {
  it.each([
    ['approve', 'approved'],
    ['return', 'returned'],
    ['withdraw', 'withdrawn'],
    ['reopen', 'submitted'],
  ] as const)('%s makes the record %s', (type, status) => {
    expect(apply({ seen: 2, act: { type } })).toMatchObject({ outcome: 'applied', state: { status } });
  });

  it('on a record that changed meanwhile is stale', () => {
    expect(apply({ seen: 1, act: { type: 'approve' } })).toEqual({ outcome: 'refused', reason: 'stale' });
    expect(apply({ seen: 1, after: [uuidOf(2)], act: { type: 'approve' } })).toMatchObject({
      outcome: 'applied',
    });
  });

  it('leaves its comment, and the next one takes it away', () => {
    const returned = stateOf(apply({ seen: 2, act: { type: 'return', comment: 'Which side?' } }));
    expect(returned.comment).toBe('Which side?');
    const reopened = applyChange(returned, changeOf({ seen: 3, act: { type: 'reopen' } }), contextOf(4, log));
    expect(stateOf(reopened).comment).toBeUndefined();
  });
});

describe('a choice between two values', () => {
  const held = stateOf(apply({ seen: 1, set: { note: 'third' } }));
  const hold = `${uuidOf(3)}/note`;
  const choose = (seen: number, resolves: string[]) =>
    stateOf(
      applyChange(
        held,
        changeOf({ id: uuidOf(4), seen, set: { note: 'third' }, resolves }),
        contextOf(4, log),
      ),
    );

  it('closes the hold that was seen, and no other', () => {
    expect(choose(3, [hold])).toMatchObject({ holds: [], body: { note: 'third' } });
    expect(choose(3, [])).toMatchObject({ holds: [{ id: hold }] });
    expect(choose(2, [hold]).holds.map(({ id }) => id)).toContain(hold);
  });
});
