import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { type Change, freezeChange, hashOf } from '#protocol/change.ts';
import { decodeRows } from '#protocol/pack.ts';
import { encodeRows, pageSchema } from '#protocol/page.ts';
import { actors, describeEngines } from '#tests/support/server/storage-engines.ts';
import { TestPhone } from '#tests/support/server/test-phone.ts';
import { useStorage } from '#tests/support/server/use-storage.ts';

describeEngines('Storage', (engine) => {
  const office = useStorage(engine);
  const { makeId, phoneOf, giveTask, restart, rowsOf } = office;

  describe('a push', () => {
    it('stores a new record, and the same push again changes nothing', async () => {
      const phone = await phoneOf('ali');
      const record = makeId();
      const made = phone.make({ record, set: { team: 'team-1', amount: { count: 3 } } });
      const first = await phone.push(office.storage, [made]);
      expect(first.outcomes).toEqual([{ n: 1, id: made.id, outcome: 'applied', seq: 1 }]);
      await restart();
      expect(await phone.push(office.storage, [made])).toEqual(first);
      expect(await office.storage.record('demo', record)).toMatchObject({
        seq: 1,
        firstSeq: 1,
        status: 'submitted',
        body: { team: 'team-1', amount: { count: 3 } },
      });
      expect(await office.storage.changesOf('demo', record)).toEqual([
        { seq: 1, change: made.change, outcome: 'applied', receivedAt: '2021-03-14T12:00:00.000Z' },
      ]);
      expect(await office.storage.openReplica(actors.ali, phone.replica)).toMatchObject({ decided: 1 });
    });

    it('holds a value whose author had not seen the latest one, and the standing one stays', async () => {
      const [ali, leyla] = [await phoneOf('ali'), await phoneOf('leyla')];
      const record = makeId();
      await ali.write(office.storage, { record, set: { team: 'team-1', note: 'first' } });
      await ali.write(office.storage, { record, seen: 1, set: { note: 'by Ali' } });
      const late = await leyla.write(office.storage, { record, seen: 1, set: { note: 'by Leyla' } });
      expect(late.outcome).toMatchObject({ outcome: 'held', seq: 3, groups: ['note'] });
      await restart();
      const state = await office.storage.record('demo', record);
      expect(state?.body.note).toBe('by Ali');
      expect(state?.holds).toMatchObject([{ id: `${late.id}/note`, value: 'by Leyla', author: 'leyla' }]);
      expect((await leyla.push(office.storage, [late])).outcomes).toEqual([late.outcome]);
    });

    it('pain 10: refuses another body under a known id, and goes on with the next change', async () => {
      const phone = await phoneOf('ali');
      const first = await phone.write(office.storage, { record: makeId(), set: { team: 'team-1' } });
      const forged = { n: 2, ...freezeChange({ ...first.change, author: 'ali', record: makeId() }) };
      const next = { ...phone.make({ record: makeId(), set: { team: 'team-1' } }), n: 3 };
      for (const _ of ['first', 'replay']) {
        const { outcomes } = await phone.push(office.storage, [forged, next]);
        expect(outcomes).toMatchObject([
          { n: 2, outcome: 'refused', reason: 'id-reused' },
          { n: 3, outcome: 'applied', seq: 2 },
        ]);
      }
    });

    it('takes no change that would make the records of a bucket unreadable for everybody', async () => {
      const phone = await phoneOf('ali');
      await phone.write(office.storage, { record: makeId(), set: { team: 'team-1' } });
      const named = await phone.write(office.storage, {
        record: makeId(),
        set: { team: 'team-1', valueOf: 1 },
      });
      const { text } = phone.make({ record: makeId(), set: { team: 'team-1' } });
      const timeless = { ...(JSON.parse(text) as Change), at: '2021-99-99T99:99:99.999Z' };
      const { outcomes } = await phone.push(office.storage, [{ n: 3, ...freezeChange(timeless) }]);
      expect([named.outcome, ...outcomes]).toMatchObject([
        { reason: 'unreadable' },
        { reason: 'unreadable' },
      ]);
      const rows = await rowsOf('team:team-1');
      const travelled = v.parse(pageSchema.entries.columns, JSON.parse(JSON.stringify(encodeRows(rows))));
      expect(decodeRows(travelled)).toEqual(rows);
    });

    it('stops at a missing number and says which it expects', async () => {
      const phone = await phoneOf('ali');
      const [one, two, three] = [1, 2, 3].map(() =>
        phone.make({ record: makeId(), set: { team: 'team-1' } }),
      );
      if (!one || !two || !three) throw new Error('three changes');
      const { outcomes, stopped } = await phone.push(office.storage, [one, three]);
      expect(outcomes.map((outcome) => outcome.n)).toEqual([1]);
      expect(stopped).toEqual({ type: 'gap', expected: 2 });
      expect((await phone.push(office.storage, [two, three])).outcomes).toHaveLength(2);
    });

    it('tells a cloned phone that it lives twice, and takes its changes under a new replica', async () => {
      const phone = await phoneOf('ali');
      await phone.write(office.storage, { record: makeId(), set: { team: 'team-1' } });
      const clone = new TestPhone(actors.ali, phone.replica, makeId);
      const own = clone.make({ record: makeId(), set: { team: 'team-1' } });
      expect(await clone.push(office.storage, [own])).toMatchObject({
        outcomes: [],
        stopped: { type: 'fork' },
      });
      const renumbered = new TestPhone(actors.ali, makeId(), makeId);
      expect((await renumbered.push(office.storage, [own])).outcomes).toMatchObject([
        { n: 1, outcome: 'applied' },
      ]);
      // What was decided under the old number is answered under the new one, and counts.
      const again = { ...own, n: 2 };
      expect((await renumbered.push(office.storage, [again])).outcomes).toMatchObject([
        { n: 2, outcome: 'applied' },
      ]);
      expect(await office.storage.openReplica(actors.ali, renumbered.replica)).toMatchObject({ decided: 2 });
    });

    it('says fork to somebody who sends as another user’s replica', async () => {
      const phone = await phoneOf('ali');
      await phone.write(office.storage, { record: makeId(), set: { team: 'team-1' } });
      const thief = new TestPhone(actors.leyla, phone.replica, makeId);
      const { stopped } = await thief.write(office.storage, { record: makeId(), set: { team: 'team-1' } });
      expect(stopped).toEqual({ type: 'fork' });
    });

    it('refuses what cannot be read, keeps it, and takes the rest of the batch', async () => {
      const phone = await phoneOf('ali');
      const made = () => phone.make({ record: makeId(), set: { team: 'team-1' } });
      const [damaged, nul, half, good] = [made(), made(), made(), made()];
      const withNote = (change: object, note: string) =>
        freezeChange({ ...change, set: { team: 'team-1', note } } as never);
      const { outcomes } = await phone.push(office.storage, [
        { ...damaged, text: `${damaged.text} ` },
        { ...nul, ...withNote(nul.change, 'a\u0000b') },
        { ...half, ...withNote(half.change, '\ud800') },
        good,
      ]);
      expect(outcomes.map((o) => (o.outcome === 'refused' ? o.reason : o.outcome))).toEqual([
        'unreadable',
        'unreadable',
        'unreadable',
        'applied',
      ]);
      expect(outcomes.every((o) => o.outcome !== 'refused' || o.message.length > 10)).toBe(true);
    });

    it('is held up neither by one that is nested without end nor by a check that fails', async () => {
      await restart('fails on odd');
      const phone = await phoneOf('ali');
      const deep = phone.make({ record: makeId(), set: { team: 'team-1', note: 'DEEP' } });
      const text = deep.text.replace('"DEEP"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`);
      const odd = phone.make({ record: makeId(), set: { team: 'team-1', note: 'odd' } });
      const good = phone.make({ record: makeId(), set: { team: 'team-1', note: '[[[[{{{{"\\"'.repeat(50) } });
      const { outcomes } = await phone.push(office.storage, [
        { ...deep, text, hash: hashOf(text) },
        odd,
        good,
      ]);
      expect(outcomes).toMatchObject([
        { outcome: 'refused', reason: 'unreadable' },
        { outcome: 'applied' },
        { outcome: 'applied' },
      ]);
      expect((await rowsOf('all')).map((row) => 'flags' in row && row.flags.map(({ code }) => code))).toEqual(
        [['check-failed'], []],
      );
    });

    it('refuses a change to a record that the server does not have', async () => {
      const phone = await phoneOf('ali');
      const { outcome } = await phone.write(office.storage, {
        record: makeId(),
        seen: 7,
        set: { note: 'x' },
      });
      expect(outcome).toMatchObject({ outcome: 'refused', reason: 'parent' });
    });

    it('refuses a decision about a record that has changed since, and takes it when it was seen', async () => {
      const [ali, supervisor] = [await phoneOf('ali'), await phoneOf('supervisor')];
      const record = makeId();
      await ali.write(office.storage, { record, set: { team: 'team-1', note: 'one' } });
      await ali.write(office.storage, { record, seen: 1, set: { note: 'two' } });
      const act = { type: 'approve' } as const;
      const blind = await supervisor.write(office.storage, { record, seen: 1, act });
      expect(blind.outcome).toMatchObject({ outcome: 'refused', reason: 'stale' });
      const seen = await supervisor.write(office.storage, { record, seen: 2, act });
      expect(seen.outcome).toMatchObject({ outcome: 'applied', seq: 3 });
      expect(await office.storage.record('demo', record)).toMatchObject({ status: 'approved' });
    });

    it('refuses a decision that was made on top of one that it did not take', async () => {
      const [ali, supervisor] = [await phoneOf('ali'), await phoneOf('supervisor')];
      const record = makeId();
      await ali.write(office.storage, { record, set: { team: 'team-1', note: 'one' } });
      await supervisor.write(office.storage, { record, seen: 1, act: { type: 'approve' } });
      // Unseen by the supervisor, who reopens it, corrects it and approves it again, all without a network.
      await ali.write(office.storage, { record, seen: 1, set: { note: 'two' } });
      const reopened = supervisor.make({ record, seen: 2, act: { type: 'reopen' } });
      const depth = supervisor.make({ record, seen: 3, after: [reopened.id], set: { depthCm: 6 } });
      const after = [reopened.id, depth.id];
      const approved = supervisor.make({ record, seen: 3, after, act: { type: 'approve' } });
      const first = await supervisor.push(office.storage, [reopened, depth]);
      expect(first.outcomes).toMatchObject([
        { outcome: 'refused', reason: 'stale' },
        { outcome: 'held', groups: ['depthCm'] },
      ]);
      const { outcomes } = await supervisor.push(office.storage, [approved]);
      expect(outcomes).toMatchObject([{ outcome: 'refused', reason: 'stale' }]);
    });

    it('takes a thousand changes in five requests, in their order', async () => {
      const phone = await phoneOf('ali');
      const made = Array.from({ length: 1_000 }, () =>
        phone.make({ record: makeId(), set: { team: 'team-1', note: 'n'.repeat(200) } }),
      );
      for (let at = 0; at < made.length; at += 200)
        await phone.push(office.storage, made.slice(at, at + 200));
      const seen: number[] = [];
      for await (const record of office.storage.records('demo')) seen.push(record.firstSeq);
      expect(seen).toEqual(made.map((_, index) => index + 1));
    });
  });

  describe('who may write', () => {
    it('pain 7: lets a team write on a task it held once, and nobody on a task it never held', async () => {
      const { task, supervisor } = await giveTask('team-1');
      const [ali, rauf] = [await phoneOf('ali'), await phoneOf('rauf')];
      const record = makeId();
      await ali.write(office.storage, { record, set: { team: 'team-1', task } });
      const foreign = await rauf.write(office.storage, { record: makeId(), set: { team: 'team-2', task } });
      expect(foreign.outcome).toMatchObject({ outcome: 'refused', reason: 'forbidden' });
      const seen = (await office.storage.record('demo', task))?.seq ?? 0;
      await supervisor.write(office.storage, { record: task, kind: 'task', seen, set: { team: 'team-2' } });
      const late = await ali.write(office.storage, { record: makeId(), set: { team: 'team-1', task } });
      expect(late.outcome).toMatchObject({ outcome: 'applied' });
      const correction = await rauf.write(office.storage, {
        record,
        seen: 99,
        set: { note: 'seen on site' },
      });
      expect(correction.outcome).toMatchObject({ outcome: 'applied' });
    });

    it('takes a record of a task it has never heard of, with a flag', async () => {
      await restart('unknown task');
      const ali = await phoneOf('ali');
      const record = makeId();
      const warnings = [{ code: 'small', message: 'Very small.' }];
      await ali.write(office.storage, { record, set: { team: 'team-1', task: makeId() }, warnings });
      const flags = async () => (await office.storage.record('demo', record))?.flags.map((flag) => flag.code);
      expect(await flags()).toEqual(['small', 'task-unknown']);
      await ali.write(office.storage, { record, seen: 1, set: { note: 'x' } });
      expect(await flags()).toEqual(['small', 'task-unknown']);
    });

    it('knows a task from the moment it comes, within one push as well', async () => {
      await restart('name of task');
      const supervisor = await phoneOf('supervisor');
      const [task, early, late, last] = [makeId(), makeId(), makeId(), makeId()];
      const create = { record: task, kind: 'task', set: { name: 'Field' } };
      const made = supervisor.make(create);
      const rename = { record: task, kind: 'task', after: [made.id], set: { name: 'Meadow' } };
      await supervisor.push(office.storage, [
        { ...supervisor.make({ record: early, set: { task } }), n: 1 },
        { ...made, n: 2 },
        supervisor.make({ record: late, set: { task } }),
        supervisor.make(rename),
        supervisor.make({ record: last, set: { task } }),
      ]);
      const flagsOf = async (id: string) =>
        (await office.storage.record('demo', id))?.flags.map(({ message }) => message);
      expect(await Promise.all([early, late, last].map(flagsOf))).toEqual([
        ['Unknown.'],
        ['Field'],
        ['Meadow'],
      ]);
    });

    it.each([
      ['a record for another team', { set: { team: 'team-2' } }],
      ['a record without a team', { set: { note: 'x' } }],
      ['a record in another name', { set: { team: 'team-1' }, author: 'leyla' }],
      ['a task', { kind: 'task', set: { team: 'team-1', name: 'My field' } }],
    ])('refuses a member who makes %s', async (_, parts) => {
      const ali = await phoneOf('ali');
      const { outcome } = await ali.write(office.storage, { record: makeId(), ...parts });
      expect(outcome).toMatchObject({ outcome: 'refused', reason: 'forbidden' });
    });

    it('lets a member withdraw a record of their own with a reason, and decide nothing else', async () => {
      const [ali, leyla] = [await phoneOf('ali'), await phoneOf('leyla')];
      const record = makeId();
      await ali.write(office.storage, { record, set: { team: 'team-1' } });
      const acts = [
        [ali, { type: 'approve' }],
        [ali, { type: 'withdraw' }],
        [leyla, { type: 'withdraw', comment: 'Not mine' }],
      ] as const;
      for (const [phone, act] of acts) {
        const { outcome } = await phone.write(office.storage, { record, seen: 1, act });
        expect(outcome).toMatchObject({ outcome: 'refused', reason: 'forbidden' });
      }
      await ali.write(office.storage, {
        record,
        seen: 1,
        act: { type: 'withdraw', comment: 'Logged twice' },
      });
      expect(await office.storage.record('demo', record)).toMatchObject({
        status: 'withdrawn',
        comment: 'Logged twice',
      });
      await ali.write(office.storage, { record, seen: 2, set: { note: 'late' } });
      expect(await office.storage.record('demo', record)).toMatchObject({ holds: [{ group: 'note' }] });
    });

    it('lets nothing cross from one programme into another', async () => {
      const { task } = await giveTask('team-1');
      const stranger = await phoneOf('stranger');
      const intoRecord = await stranger.write(office.storage, {
        record: task,
        kind: 'task',
        seen: 1,
        set: { name: 'Mine' },
      });
      const intoTask = await stranger.write(office.storage, { record: makeId(), set: { task } });
      for (const { outcome } of [intoRecord, intoTask]) {
        expect(outcome).toMatchObject({ outcome: 'refused', reason: 'other-programme' });
      }
      expect(await office.storage.record('other', task)).toBeUndefined();
      expect(await office.storage.changesOf('other', task)).toEqual([]);
      expect((await office.storage.rowsAfter('other', 'all', 0, 10)).rows).toEqual([]);
      const all: unknown[] = [];
      for await (const record of office.storage.records('other')) all.push(record);
      expect(all).toEqual([]);
    });
  });
});
