import type { Change } from '#protocol/change.ts';
import { applyChange } from '#protocol/merge.ts';
import type { RecordState } from '#protocol/record.ts';
import { changeOf, contextOf, uuidOf } from '#tests/support/domain/changes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const groups = ['note', 'depthCm', 'place'];
const replicas = [0, 1, 2];

type Step =
  | { do: 'edit'; replica: number; set: Record<string, number> }
  | { do: 'act'; replica: number; type: 'approve' | 'reopen' | 'withdraw' | 'return' }
  | { do: 'send'; replica: number }
  | { do: 'pull'; replica: number };

const replica = fc.constantFrom(...replicas);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      replica,
      set: fc.dictionary(fc.constantFrom(...groups), fc.integer({ min: 0, max: 3 }), { minKeys: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      replica,
      type: fc.constantFrom('approve', 'reopen', 'withdraw', 'return'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), replica }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pull' as const), replica }) },
);

/** A change as it lies in an outbox, with what its author had before his eyes: what the merge must find out by itself. */
interface Made {
  readonly change: Change;
  readonly seen: ReadonlySet<string>;
}

/** Phones that edit one record, send and pull when they can, each change in the order in which it was made. */
function simulate(
  steps: readonly Step[],
  onApplied: (made: Made, before: RecordState, after: RecordState) => void,
) {
  let nextId = 2;
  const log = new Map([[uuidOf(1), 1]]);
  const created = applyChange(null, changeOf({ set: { note: 9, depthCm: 9, place: 9 } }), contextOf(1));
  if (created.outcome === 'refused') throw new Error('the record could not be made');
  let { state } = created;
  const phones = replicas.map(() => ({
    baseSeq: 1,
    seen: new Set([uuidOf(1)]),
    undecided: [] as string[],
    outbox: [] as Made[],
  }));
  for (const step of steps) {
    const phone = phones[step.replica] as (typeof phones)[number];
    if (step.do === 'pull') {
      phone.baseSeq = Math.max(1, ...log.values());
      for (const id of log.keys()) phone.seen.add(id);
      phone.undecided = phone.outbox.map(({ change }) => change.id);
    } else if (step.do === 'send') {
      const made = phone.outbox.shift();
      if (made === undefined) continue;
      const seq = Math.max(...log.values()) + 1;
      const verdict = applyChange(state, made.change, contextOf(seq, log));
      if (verdict.outcome === 'refused') continue;
      log.set(made.change.id, seq);
      onApplied(made, state, verdict.state);
      state = verdict.state;
    } else {
      const id = uuidOf(nextId++);
      const what = step.do === 'edit' ? { set: step.set } : { act: { type: step.type } };
      const change = changeOf({ id, seen: phone.baseSeq, after: [...phone.undecided], ...what });
      phone.outbox.push({ change, seen: new Set(phone.seen) });
      phone.seen.add(id);
      phone.undecided.push(id);
    }
  }
  return state;
}

const anyHistory = fc.array(anyStep, { minLength: 1, maxLength: 40 });

describe('however the changes of several phones come together', () => {
  it('a value that its author had not seen the latest of never overwrites', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        simulate(steps, ({ change, seen }, before, after) => {
          for (const group of groups) {
            if (after.body[group] === before.body[group]) continue;
            expect(change.set).toHaveProperty(group);
            expect(seen.has(before.writer[group]?.change ?? '')).toBe(true);
          }
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('every value that was sent stands, waits beside the standing one, or was overwritten by one who had seen it', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        simulate(steps, ({ change }, before, after) => {
          for (const [group, value] of Object.entries(change.set ?? {})) {
            const waits = after.holds.some((hold) => hold.change === change.id && hold.group === group);
            expect(after.body[group] === value || waits).toBe(true);
          }
          expect(after.holds).toEqual(expect.arrayContaining([...before.holds]));
        });
      }),
    );
  });

  it('an approved or withdrawn record keeps its values until it is reopened', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        simulate(steps, (_, before, after) => {
          if (before.status === 'approved' || before.status === 'withdrawn')
            expect(after.body).toEqual(before.body);
        });
      }),
    );
  });
});
