import fc from 'fast-check';
import { it } from 'vitest';
import type { Act, Change } from '#protocol/change.ts';
import type { RecordState } from '#protocol/record.ts';
import type { WholeChange } from '#protocol/wire.ts';
import type { Storage } from '#server/storage/port.ts';
import { actors, programmes, describeEngines } from '#tests/support/server/storage-engines.ts';
import { countedIds, testContext } from '#tests/support/server/test-context.ts';
import { TestPhone } from '#tests/support/server/test-phone.ts';

type Made = WholeChange & { readonly change: Change };

/** What one person knows: the server's rows as last pulled, and the own changes since. */
interface Desk {
  readonly phone: TestPhone;
  readonly seen: Map<string, RecordState>;
  readonly own: Map<string, string[]>;
  next: number;
}

const GROUPS = ['team', 'note', 'amount', 'place'] as const;
const RECORDS = 3;

const who = fc.nat({ max: 3 });
const what = fc.nat({ max: RECORDS - 1 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('write' as const),
      who,
      what,
      groups: fc.subarray(GROUPS.slice(1), { minLength: 1 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('send' as const), who, count: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pull' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('resend' as const), who, back: fc.integer({ min: 1, max: 6 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('decide' as const),
      what,
      act: fc.constantFrom('approve', 'return', 'reopen'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('resolve' as const), who, what }) },
  { weight: 1, arbitrary: fc.constant({ type: 'restart' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describeEngines(
  'Any history of people who work apart',
  (engine) => {
    it('loses no value and stores nothing twice', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
          const place = await engine.make();
          let storage = await place.open(testContext());
          try {
            await storage.addProgramme(programmes.demo);
            const world = await createWorld(storage);
            for (const one of steps) {
              if (one.type === 'restart') {
                await storage.close();
                storage = await place.open(testContext());
              } else await world.take(storage, one);
            }
            for (let at = 0; at < 4; at++) await world.take(storage, { type: 'send', who: at, count: 1_000 });
            await world.check(storage);
          } finally {
            await storage.close();
            await place.remove();
          }
        }),
        { numRuns: 40 },
      );
    });
  },
  'engines',
);

async function createWorld(first: Storage) {
  const makeId = countedIds('b');
  const records = Array.from({ length: RECORDS }, () => makeId());
  const desks: Desk[] = [];
  for (const actor of [actors.ali, actors.ali, actors.leyla, actors.supervisor]) {
    const phone = new TestPhone(actor, makeId(), makeId);
    await phone.meet(first);
    desks.push({ phone, seen: new Map(), own: new Map(), next: 0 });
  }
  const made = new Map<string, Made>();
  const answers = new Map<string, object>();
  const deskOf = (at: number) => desks[at] ?? fail('no such desk');

  function write(
    desk: Desk,
    record: string,
    parts: { set?: Record<string, unknown>; act?: Act; resolves?: string[] },
  ) {
    const seen = desk.seen.get(record)?.seq ?? 0;
    const after = desk.own.get(record) ?? [];
    const isNew = seen === 0 && after.length === 0;
    const set: Record<string, unknown> | undefined = parts.act
      ? undefined
      : { ...(isNew ? { team: 'team-1' } : {}), ...parts.set };
    const { set: _, ...rest } = parts;
    const change = desk.phone.make({ record, seen, after, ...rest, ...(set ? { set } : {}) });
    made.set(change.id, change);
    desk.own.set(record, [...after, change.id]);
  }

  async function send(storage: Storage, desk: Desk, list: readonly WholeChange[]) {
    const { outcomes, stopped } = await desk.phone.push(storage, list);
    if (stopped || outcomes.length !== list.length) fail(`stopped: ${JSON.stringify(stopped)}`);
    for (const outcome of outcomes) {
      const before = answers.get(outcome.id);
      if (before && JSON.stringify(before) !== JSON.stringify(outcome))
        fail('another answer to the same change');
      answers.set(outcome.id, outcome);
    }
  }

  return {
    async take(storage: Storage, one: Exclude<Step, { type: 'restart' }>): Promise<void> {
      if (one.type === 'decide') {
        const desk = deskOf(3);
        const record = records[one.what] ?? '';
        if (desk.seen.has(record)) write(desk, record, { act: { type: one.act } });
        return;
      }
      const desk = deskOf(one.who);
      const { sent } = desk.phone;
      if (one.type === 'send') {
        const list = sent.slice(desk.next, desk.next + one.count);
        desk.next += list.length;
        await send(storage, desk, list);
      } else if (one.type === 'resend') {
        await send(storage, desk, sent.slice(Math.max(0, desk.next - one.back), desk.next));
      } else if (one.type === 'pull') {
        for await (const state of storage.records('demo')) desk.seen.set(state.id, state);
        // A change that is decided is in what was pulled; the others go on as the own.
        const waiting = new Set(sent.slice(desk.next).map(({ id }) => id));
        for (const [record, own] of desk.own)
          desk.own.set(
            record,
            own.filter((id) => waiting.has(id)),
          );
      } else {
        const record = records[one.what] ?? '';
        const value = () => `value ${made.size}`;
        if (one.type === 'write')
          write(desk, record, { set: Object.fromEntries(one.groups.map((g) => [g, value()])) });
        const [hold] = desk.seen.get(record)?.holds ?? [];
        if (one.type === 'resolve' && hold)
          write(desk, record, { set: { [hold.group]: hold.value }, resolves: [hold.id] });
      }
    },

    /** Each accepted value stands, waits beside the one that stands, or was replaced by someone who had seen it. */
    async check(storage: Storage): Promise<void> {
      const states = new Map<string, RecordState>();
      for await (const state of storage.records('demo')) states.set(state.id, state);
      const seqs = new Set<number>();
      for (const [record, state] of states) {
        const log = await storage.changesOf('demo', record);
        for (const { seq, change } of log) {
          if (seqs.has(seq)) fail(`sequence ${seq} was given twice`);
          seqs.add(seq);
          for (const [group, value] of Object.entries(change.set ?? {})) {
            const stands = state.body[group] === value;
            const waits = state.holds.some(
              (hold) => hold.id === `${change.id}/${group}` && hold.value === value,
            );
            const wasSeen = log.some(
              (later) =>
                later.seq > seq &&
                (group in (later.change.set ?? {}) ||
                  later.change.resolves?.includes(`${change.id}/${group}`)) &&
                (later.change.base.seq >= seq || later.change.after.includes(change.id)),
            );
            if (!stands && !waits && !wasSeen) fail(`${group} of change ${change.id} is lost`);
          }
        }
      }
      for (const [id, answer] of answers) {
        const { record } = made.get(id)?.change ?? fail('an answer to nobody’s change');
        const isLogged = (await storage.changesOf('demo', record)).filter(
          ({ change }) => change.id === id,
        ).length;
        const isRefused = 'reason' in answer;
        if (isLogged !== (isRefused ? 0 : 1)) fail(`change ${id} is in the log ${isLogged} times`);
      }
      if (answers.size !== made.size) fail('a change was not answered');
    },
  };
}

function fail(message: string): never {
  throw new Error(message);
}
