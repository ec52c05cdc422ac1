import { describe, expect, test } from 'vitest';
import { type Change, freezeChange } from '#protocol/change.ts';
import { applyChange } from '#protocol/merge.ts';
import type { RecordState } from '#protocol/record.ts';
import type { Outcome } from '#protocol/wire.ts';
import { foldOwn, type OwnChange } from '#store/fold.ts';
import type { OutboxRow } from '#store/work-database.ts';
import { testId } from '#tests/support/phone/test-id.ts';

const record = testId(1);
const at = '2021-03-14T08:00:00.000Z';

function changeOf(n: number, base: number, set: Record<string, unknown>, after: string[] = []): Change {
  const id = testId(n);
  return { id, record, kind: 'ordnance', base: { epoch: 'e', seq: base }, after, set, author: 'anna', at };
}

function own(change: Change, row: Partial<OutboxRow> = {}): OwnChange {
  const frozen = freezeChange(change);
  return {
    change,
    row: { user: 'anna', replica: testId(99), n: 1, record, state: 'pending', ...frozen, ...row },
  };
}

const decided = (change: Change, seq: number) =>
  own(change, { state: 'decided', outcome: { n: 1, id: change.id, outcome: 'applied', seq } });

function serverAfter(...changes: readonly [seq: number, change: Change][]): RecordState {
  let state: RecordState | null = null;
  for (const [seq, change] of changes) {
    const verdict = applyChange(state, change, { seq, lastSeqOf: () => 1e9, changesAfter: () => [] });
    if (verdict.outcome !== 'refused') state = verdict.state;
  }
  if (!state) throw new Error('no record');
  return state;
}

describe('a record with own changes on top', () => {
  const create = changeOf(1, 0, { note: 'first' });
  const mine = changeOf(2, 5, { note: 'mine' });
  const theirs = changeOf(3, 6, { note: 'theirs, after reading mine' });

  test('an own change shows from the save until the row that holds it has been pulled', () => {
    const base = serverAfter([5, create]);
    expect(foldOwn(base, [own(mine)])?.body.note).toBe('mine');
    expect(foldOwn(base, [decided(mine, 6)])?.body.note).toBe('mine');
  });

  test('once it has been pulled, what somebody wrote after it stands, and nothing waits', () => {
    const base = serverAfter([5, create], [6, mine], [7, theirs]);
    const shown = foldOwn(base, [decided(mine, 6)]);
    expect(shown?.body.note).toBe('theirs, after reading mine');
    expect(shown?.holds).toEqual([]);
  });

  test('a form that was open too long conflicts here already, as it will at the office', () => {
    const base = serverAfter([5, create], [6, mine]);
    const late = changeOf(4, 5, { note: 'late' });
    const shown = foldOwn(base, [own(late)]);
    expect(shown?.body.note).toBe('mine');
    expect(shown?.holds).toMatchObject([{ group: 'note', value: 'late' }]);
  });

  test('changes that build on one another before any is sent all show', () => {
    const next = changeOf(5, 0, { note: 'second thought' }, [create.id]);
    expect(foldOwn(undefined, [own(create), own(next)])?.body.note).toBe('second thought');
  });

  test('a value that a restored server has held waits here too, before it is pulled', () => {
    const outcome: Outcome = { n: 1, id: mine.id, outcome: 'held', seq: 6, groups: ['note'] };
    const seeing: Change = { ...mine, replaces: { note: create.id } };
    const shown = foldOwn(undefined, [decided(create, 5), own(seeing, { state: 'decided', outcome })]);
    expect(shown?.body.note).toBe('first');
    expect(shown?.holds).toMatchObject([{ group: 'note', value: 'mine' }]);
  });

  test('an act stays shown when what was done after it is decided too, and not pulled yet', () => {
    const approve: Change = { ...changeOf(6, 0, {}, [create.id]), act: { type: 'approve' } };
    const edit = changeOf(7, 0, { note: 'after the approval' }, [create.id, approve.id]);
    const shown = foldOwn(undefined, [decided(create, 5), decided(approve, 6), decided(edit, 7)]);
    expect(shown).toMatchObject({ status: 'approved', body: { note: 'first' } });
    expect(shown?.holds).toMatchObject([{ group: 'note', value: 'after the approval' }]);
  });

  test('a refused new record is still shown; a refused edit is not', () => {
    const refusal = { n: 1, outcome: 'refused', reason: 'forbidden', message: 'No.' } as const;
    const refused = (change: Change) =>
      own(change, { state: 'refused', outcome: { ...refusal, id: change.id } });
    expect(foldOwn(undefined, [refused(create)])?.body.note).toBe('first');
    expect(foldOwn(serverAfter([5, create]), [refused(mine)])?.body.note).toBe('first');
  });
});
