import type { Change } from '#protocol/change.ts';
import { applyChange } from '#protocol/merge.ts';
import { type RecordState, replacing } from '#protocol/record.ts';
import { changeOf, contextOf, epoch, uuidOf } from '#tests/support/domain/changes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const groups = ['note', 'depthCm', 'place'];
const replicas = [0, 1, 2];

type Step =
  /** inLost: on a form that was opened before a restore cut off what it showed. */
  | { do: 'edit'; replica: number; set: Record<string, number>; inLost: boolean }
  | { do: 'act'; replica: number; type: 'approve' | 'reopen' | 'withdraw' | 'return' }
  /** Of the values that wait on what was pulled last, one is chosen; none waits, nothing is done. */
  | { do: 'choose'; replica: number; choice: 'keep' | 'take' | 'reopen and take'; hold: number }
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
      inLost: fc.boolean(),
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
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('choose' as const),
      replica,
      choice: fc.constantFrom('keep', 'take', 'reopen and take'),
      hold: fc.nat(3),
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
    pulled: state,
    seen: new Set([uuidOf(1)]),
    undecided: [] as string[],
    outbox: [] as Made[],
  }));
  for (const step of steps) {
    const phone = phones[step.replica] as (typeof phones)[number];
    if (step.do === 'pull') {
      phone.baseSeq = Math.max(1, ...log.values());
      phone.pulled = state;
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
      const what = written(step, phone.pulled);
      if (what === undefined) continue;
      const id = uuidOf(nextId++);
      const change = changeOf({
        id,
        base: { epoch: 'inLost' in step && step.inLost ? 'lost' : epoch, seq: phone.baseSeq },
        after: [...phone.undecided],
        ...replacing(phone.pulled.writer, groupsIn(what)),
        ...what,
      });
      phone.outbox.push({ change, seen: new Set(phone.seen) });
      phone.seen.add(id);
      phone.undecided.push(id);
    }
  }
  return state;
}

/** What the step makes a person write, who sees the record as it was pulled. */
function written(
  step: Exclude<Step, { do: 'send' | 'pull' }>,
  pulled: RecordState,
): Pick<Change, 'set' | 'act' | 'resolves'> | undefined {
  if (step.do === 'edit') return { set: step.set };
  if (step.do === 'act') return { act: { type: step.type } };
  const hold = pulled.holds[step.hold % Math.max(1, pulled.holds.length)];
  if (!hold) return undefined;
  const resolves = [hold.id];
  if (step.choice === 'reopen and take') return { act: { type: 'reopen' }, resolves };
  return { set: step.choice === 'take' ? { [hold.group]: hold.value } : {}, resolves };
}

/** The groups that the change is about. */
const groupsIn = ({ set = {}, resolves = [] }: Pick<Change, 'set' | 'resolves'>) => [
  ...Object.keys(set),
  ...resolves.map((id) => id.slice(id.indexOf('/') + 1)),
];

// By its default size fast-check would hardly make a history in which somebody has something to choose.
const anyHistory = fc.array(anyStep, { minLength: 1, maxLength: 50, size: 'max' });

describe('however the changes of several phones come together', () => {
  it('a value that its author had not seen the latest of never overwrites', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        simulate(steps, ({ change, seen }, before, after) => {
          for (const group of groups) {
            if (after.body[group] === before.body[group]) continue;
            expect(groupsIn(change)).toContain(group);
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
          const others = before.holds.filter(({ id }) => !change.resolves?.includes(id));
          expect(after.holds).toEqual(expect.arrayContaining(others));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('whoever closes a question had seen both values, and what they chose is what stands', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        simulate(steps, ({ change, seen }, before, after) => {
          for (const hold of before.holds) {
            if (after.holds.some(({ id }) => id === hold.id)) continue;
            expect(change.resolves).toContain(hold.id);
            expect(seen.has(hold.change)).toBe(true);
            const { group, value } = hold;
            const keeps = change.act === undefined && !(group in (change.set ?? {}));
            if (keeps) expect(seen.has(before.writer[group]?.change ?? '')).toBe(true);
            expect(after.body[group]).toBe(keeps ? before.body[group] : value);
          }
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('a question that was answered is not answered again: a second choice changes nothing', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        const closed = new Set<string>();
        simulate(steps, ({ change }, before, after) => {
          for (const id of change.resolves ?? []) {
            if (closed.has(id)) expect(after.body).toEqual(before.body);
          }
          for (const { id } of before.holds) {
            if (!after.holds.some((hold) => hold.id === id)) closed.add(id);
          }
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('a dismissal leaves an approved or withdrawn record as it is, and only a reopening takes what waits', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        simulate(steps, ({ change }, before, after) => {
          if (before.status !== 'approved' && before.status !== 'withdrawn') return;
          if (change.act === undefined) expect(after.status).toBe(before.status);
          const gone = before.holds.filter(({ id }) => !after.holds.some((hold) => hold.id === id));
          if (gone.length > 0 && change.act === undefined) expect(after.body).toEqual(before.body);
          if (gone.length > 0 && change.act) expect(change.act.type).toBe('reopen');
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('an approved or withdrawn record keeps its values until it is reopened', () => {
    fc.assert(
      fc.property(anyHistory, (steps) => {
        simulate(steps, ({ change }, before, after) => {
          if (before.status === 'approved' || before.status === 'withdrawn')
            if (change.act?.type !== 'reopen') expect(after.body).toEqual(before.body);
        });
      }),
    );
  });
});
