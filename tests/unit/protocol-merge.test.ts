import type { Change } from '#protocol/change.ts';
import { applyChange, type Verdict } from '#protocol/merge.ts';
import { firstWriters, type RecordState, replacing, writtenBy } from '#protocol/record.ts';
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
    ['it is a choice between values', { set: {}, resolves: [`${uuidOf(9)}/note`] }],
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

  it('written by the very change that its author had in view is seen, in whatever history', () => {
    const base = { epoch: 'lost', seq: 50 };
    const set = { note: 'third', depthCm: 20 };
    const seen = { note: uuidOf(2), depthCm: uuidOf(1) };
    expect(apply({ base, replaces: seen, set })).toMatchObject({ outcome: 'applied' });
    // Of the note its author knew an earlier one, of the depth nothing.
    expect(apply({ base, replaces: { note: uuidOf(1) }, set })).toMatchObject({
      outcome: 'held',
      held: ['note', 'depthCm'],
    });
  });

  it('made anew counts as the first one: an edit of it is no second opinion where that one came after all', () => {
    const own = [
      { id: uuidOf(4), retryOf: uuidOf(2) },
      { id: uuidOf(6) },
      { id: uuidOf(7), replaces: { note: uuidOf(4) } },
    ];
    const shown = { note: { seq: 9, change: uuidOf(7) }, depthCm: { seq: 9, change: uuidOf(6) } };
    const replaces = replacing(firstWriters(shown, own), ['note', 'depthCm']);
    expect(replaces).toEqual({ replaces: { note: uuidOf(2), depthCm: uuidOf(6) } });
    const base = { epoch: 'lost', seq: 0 };
    expect(apply({ base, ...replaces, set: { note: 'third' } })).toMatchObject({ outcome: 'applied' });
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

  it('that was decided on more than a restored server has is stale', () => {
    expect(apply({ seen: 7, act: { type: 'approve' } })).toEqual({ outcome: 'refused', reason: 'stale' });
  });

  it('leaves its comment, and the next one takes it away', () => {
    const returned = stateOf(apply({ seen: 2, act: { type: 'return', comment: 'Which side?' } }));
    expect(returned.comment).toBe('Which side?');
    const reopened = applyChange(returned, changeOf({ seen: 3, act: { type: 'reopen' } }), contextOf(4, log));
    expect(stateOf(reopened).comment).toBeUndefined();
  });
});

describe('a choice between two values', () => {
  /** Change 3 of Leyla, who had not seen the second note, waits beside it. */
  const held = stateOf(apply({ seen: 1, set: { note: 'third' }, author: 'leyla' }));
  const hold = `${uuidOf(3)}/note`;
  const withThree = new Map([...log, [uuidOf(3), 3]]);
  const chosen = (given: Partial<Change> & { readonly seen?: number }, state = held) =>
    applyChange(
      state,
      changeOf({ id: uuidOf(5), seen: 3, author: 'dora', resolves: [hold], ...given }),
      contextOf(5, withThree),
    );
  const later = (given: Partial<Change> & { readonly seen?: number }) =>
    stateOf(applyChange(held, changeOf({ id: uuidOf(4), seen: 3, ...given }), contextOf(4, withThree)));
  const stale = { outcome: 'refused', reason: 'stale' };

  it('takes the waiting value, which stays that of who wrote it', () => {
    const state = stateOf(chosen({ set: { note: 'third' } }));
    expect(state).toMatchObject({ holds: [], body: { note: 'third' } });
    expect(writtenBy(state, 'note')?.author).toBe('leyla');
  });

  it('keeps the standing value, and closes the hold', () => {
    expect(stateOf(chosen({ set: {} }))).toMatchObject({ holds: [], body: { note: 'second' } });
  });

  it('closes no hold that it does not list', () => {
    expect(stateOf(chosen({ set: {}, resolves: [] }))).toMatchObject({ holds: [{ id: hold }] });
  });

  it.each(['keep', 'take'])('to %s one, by who had not seen what stands, decides nothing', (choice) => {
    const set = choice === 'take' ? { note: 'third' } : {};
    expect(chosen({ seen: 1, set })).toEqual(stale);
    expect(chosen({ seen: 1, replaces: { note: uuidOf(1) }, set })).toEqual(stale);
  });

  it.each(['keep', 'take'])('to %s one counts in another history where both values are there', (choice) => {
    const set = choice === 'take' ? { note: 'third' } : {};
    const base = { epoch: 'lost', seq: 50 };
    const state = stateOf(chosen({ base, replaces: { note: uuidOf(2) }, set }));
    expect(state).toMatchObject({ holds: [], body: { note: choice === 'take' ? 'third' : 'second' } });
  });

  it.each(['keep', 'take'])('to %s, made before the standing value changed, decides nothing', (choice) => {
    const state = later({ set: { note: 'fourth' } });
    expect(chosen({ set: choice === 'take' ? { note: 'third' } : {} }, state)).toEqual(stale);
  });

  it('against what somebody else chose meanwhile decides nothing', () => {
    const kept = later({ set: {}, resolves: [hold] });
    const taken = later({ set: { note: 'third' }, resolves: [hold] });
    expect(chosen({ set: { note: 'third' } }, kept)).toEqual(stale);
    expect(chosen({ set: {} }, taken)).toEqual(stale);
  });

  it('the same as somebody else made meanwhile is taken as said twice', () => {
    const kept = later({ set: {}, resolves: [hold] });
    const taken = later({ set: { note: 'third' }, resolves: [hold] });
    expect(chosen({ set: {} }, kept)).toMatchObject({ outcome: 'applied', state: { holds: [] } });
    expect(chosen({ set: { note: 'third' } }, taken)).toMatchObject({ outcome: 'applied' });
  });

  it('cannot give the record another code, and can refuse one', () => {
    const coded = stateOf(apply({ seen: 2, set: { code: 'A' } }));
    const second = stateOf(
      applyChange(
        coded,
        changeOf({ id: uuidOf(4), seen: 3, set: { code: 'B' } }),
        contextOf(4, new Map([...log, [uuidOf(3), 3]])),
      ),
    );
    const resolves = [`${uuidOf(4)}/code`];
    expect(chosen({ seen: 4, set: { code: 'B' }, resolves }, second)).toEqual(stale);
    expect(stateOf(chosen({ seen: 4, act: { type: 'reopen' }, resolves }, second))).toMatchObject({
      body: { code: 'A' },
      holds: [{ value: 'B' }],
    });
    expect(stateOf(chosen({ seen: 4, set: {}, resolves }, second)).holds).toEqual([]);
  });

  describe.each(['approved', 'withdrawn'] as const)('on a record that is %s', (status) => {
    const locked: RecordState = { ...held, status };

    it('to take the waiting value decides nothing: it was not written to before it is reopened', () => {
      expect(chosen({ set: { note: 'third' } }, locked)).toEqual(stale);
    });

    it('to keep what stands dismisses the other, and it stays locked', () => {
      expect(stateOf(chosen({ set: {} }, locked))).toMatchObject({
        status,
        holds: [],
        body: { note: 'second' },
      });
    });

    it('is one with its reopening', () => {
      const state = stateOf(chosen({ act: { type: 'reopen' } }, locked));
      expect(state).toMatchObject({ status: 'submitted', holds: [], body: { note: 'third' } });
      expect(writtenBy(state, 'note')?.author).toBe('leyla');
    });

    it('is not one with it when something came in between, or somebody chose', () => {
      expect(chosen({ seen: 2, act: { type: 'reopen' } }, locked)).toEqual(stale);
      expect(chosen({ act: { type: 'reopen' } }, { ...locked, holds: [] })).toEqual(stale);
    });

    it('can wait until after the reopening', () => {
      const reopened = stateOf(chosen({ act: { type: 'reopen' }, resolves: [] }, locked));
      expect(reopened).toMatchObject({
        status: 'submitted',
        holds: [{ id: hold }],
        body: { note: 'second' },
      });
    });
  });

  it.each(['approve', 'return', 'withdraw'] as const)('is nothing that comes with %s', (type) => {
    expect(stateOf(chosen({ act: { type } }))).toMatchObject({
      body: { note: 'second' },
      holds: [{ id: hold }],
    });
  });

  it('of several values that one person wrote, the last that is named stands', () => {
    const twice = later({ set: { note: 'fourth' }, seen: 1 });
    const resolves = [hold, `${uuidOf(4)}/note`];
    const state = stateOf(
      chosen({ seen: 4, act: { type: 'reopen' }, resolves }, { ...twice, status: 'approved' }),
    );
    expect(state).toMatchObject({ body: { note: 'fourth' }, holds: [] });
  });
});

describe('whose a standing value is', () => {
  it('is said by who made the record, or who changed it last', () => {
    expect(writtenBy(standing, 'depthCm')).toEqual({ author: 'user-1', at: standing.recordedAt });
    const state = stateOf(
      apply({ seen: 2, set: { note: 'third' }, author: 'boris', at: '2021-03-15T06:00:00.000Z' }),
    );
    expect(writtenBy(state, 'note')).toEqual({ author: 'boris', at: '2021-03-15T06:00:00.000Z' });
  });

  it('is not known where an older version wrote it', () => {
    const older = { ...standing, writer: { note: { seq: 2, change: uuidOf(2) } } };
    expect(writtenBy(older, 'note')).toBeUndefined();
  });
});
