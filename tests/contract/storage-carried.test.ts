import { expect, it } from 'vitest';
import { freezeChange } from '#protocol/change.ts';
import { actors, describeEngines } from '#tests/support/server/storage-engines.ts';
import { useStorage } from '#tests/support/server/use-storage.ts';

describeEngines('Changes that do not come by themselves', (engine) => {
  const office = useStorage(engine);
  const { makeId, phoneOf, giveTask, restart } = office;
  const plain = ({ n, id, text, hash }: { n: number; id: string; text: string; hash: string }) => ({
    n,
    id,
    text,
    hash,
  });

  it('stand under whose phone made them, and say who brought them', async () => {
    const ali = await phoneOf('ali');
    const first = await ali.write(office.storage, { record: makeId(), set: { team: 'team-1' } });
    expect(first.outcome?.outcome).toBe('applied');
    const record = makeId();
    const made = ali.make({ record, set: { team: 'team-1', note: 'by file' } });
    const bring = () => office.storage.push(actors.ali, ali.replica, [plain(made)], actors.rauf);
    const brought = await bring();
    expect(brought.outcomes).toMatchObject([{ n: 2, outcome: 'applied', seq: 2 }]);
    expect(await bring()).toEqual(brought);
    expect((await ali.push(office.storage, [made])).outcomes).toEqual(brought.outcomes);
    expect(await office.storage.record('demo', record)).toMatchObject({ author: 'ali' });
    expect(await office.storage.changesOf('demo', record)).toMatchObject([{ seq: 2, carriedBy: 'rauf' }]);
    expect(await office.storage.replicaUser('demo', ali.replica)).toBe('ali');
  });

  it('wait for what comes before them, as if their phone had sent them', async () => {
    const ali = await phoneOf('ali');
    ali.make({ record: makeId(), set: { team: 'team-1' } });
    const second = ali.make({ record: makeId(), set: { team: 'team-1' } });
    const { outcomes, stopped } = await office.storage.push(
      actors.ali,
      ali.replica,
      [plain(second)],
      actors.rauf,
    );
    expect(outcomes).toEqual([]);
    expect(stopped).toEqual({ type: 'gap', expected: 1 });
  });

  it('give a member who brings a file nothing that only a supervisor may do', async () => {
    const { task, supervisor } = await giveTask('team-1');
    const act = supervisor.make({ record: task, seen: 1, act: { type: 'approve' } });
    const bring = (carrier: keyof typeof actors) =>
      office.storage.push(actors.supervisor, supervisor.replica, [plain(act)], actors[carrier]);
    expect((await bring('rauf')).outcomes).toMatchObject([{ outcome: 'refused', reason: 'void' }]);
    expect(await office.storage.record('demo', task)).toMatchObject({ status: 'submitted' });
    expect((await bring('supervisor')).outcomes).toMatchObject([{ outcome: 'applied' }]);
  });

  it('are not spoiled by a member who brings them: the phone of the supervisor sends them all the same', async () => {
    const { task, supervisor } = await giveTask('team-1');
    const act = supervisor.make({ record: task, seen: 1, act: { type: 'approve' } });
    const unmade = supervisor.make({ record: makeId(), seen: 1, set: { note: 'on nothing' } });
    const brought = [plain(act), plain(unmade)];
    await office.storage.push(actors.supervisor, supervisor.replica, brought, actors.rauf);
    await restart();
    expect((await supervisor.push(office.storage, [act, unmade])).outcomes).toMatchObject([
      { outcome: 'applied' },
      { outcome: 'refused', reason: 'parent' },
    ]);
    const next = await supervisor.write(office.storage, { record: task, seen: 2, act: { type: 'reopen' } });
    expect(next.outcome).toMatchObject({ outcome: 'applied' });
  });

  it('that are too large to be sent are announced, keep their number, and may be brought later', async () => {
    const ali = await phoneOf('ali');
    const record = makeId();
    const large = ali.make({ record, set: { team: 'team-1', note: 'large' } });
    const next = ali.make({ record: makeId(), set: { team: 'team-1' } });
    const { n, id, hash } = large;
    const announce = () =>
      office.storage.push(actors.ali, ali.replica, [{ n, id, hash, size: 2_400_000 }, plain(next)]);
    const said = await announce();
    expect(said.outcomes).toMatchObject([
      { n: 1, outcome: 'refused', reason: 'void', message: expect.stringContaining('2,400 kB') },
      { n: 2, outcome: 'applied' },
    ]);
    expect(await announce()).toEqual(said);
    expect(await office.storage.replicas('demo')).toMatchObject([{ id: ali.replica, announced: 1 }]);
    await restart();
    const brought = await office.storage.push(actors.ali, ali.replica, [plain(large)], actors.supervisor);
    expect(brought.outcomes).toMatchObject([{ n: 1, outcome: 'applied', seq: 2 }]);
    expect(await office.storage.replicas('demo')).toMatchObject([{ id: ali.replica, announced: 0 }]);
    // The phone hears of it when it asks again.
    expect((await announce()).outcomes).toMatchObject([{ n: 1, outcome: 'applied', seq: 2 }, { n: 2 }]);
  });

  it('come under the number that was announced, whatever number a file has for them', async () => {
    const ali = await phoneOf('ali');
    const large = ali.make({ record: makeId(), set: { team: 'team-1', note: 'large' } });
    const next = ali.make({ record: makeId(), set: { team: 'team-1' } });
    const { id, hash, text } = large;
    const said = [{ n: 1, id, hash, size: 2_400_000 }, plain(next)];
    await office.storage.push(actors.ali, ali.replica, said);
    await restart();
    // Of a file that was written before the phone numbered its changes anew: the second is that of another now.
    const bring = (n: number) =>
      office.storage.push(actors.ali, ali.replica, [{ n, id, hash, text }], actors.supervisor);
    const brought = await bring(2);
    expect(brought).not.toHaveProperty('stopped');
    expect(brought.outcomes).toMatchObject([{ n: 2, outcome: 'applied', seq: 2 }]);
    expect((await bring(9)).outcomes).toMatchObject([{ n: 9, outcome: 'applied', seq: 2 }]);
    expect(await office.storage.replicas('demo')).toMatchObject([{ decided: 2, announced: 0 }]);
    const more = [3, 4].map(() => ali.make({ record: makeId(), set: { team: 'team-1' } }));
    expect((await ali.push(office.storage, more)).outcomes).toMatchObject([
      { n: 3, outcome: 'applied' },
      { n: 4, outcome: 'applied' },
    ]);
  });

  it('come under that number too where the one in the file is yet to be given', async () => {
    const ali = await phoneOf('ali');
    const { id, hash, text } = ali.make({ record: makeId(), set: { team: 'team-1', note: 'large' } });
    await office.storage.push(actors.ali, ali.replica, [{ n: 1, id, hash, size: 2_400_000 }]);
    await office.storage.push(actors.ali, ali.replica, [{ n: 3, id, hash, text }], actors.supervisor);
    const more = [2, 3].map(() => ali.make({ record: makeId(), set: { team: 'team-1' } }));
    expect((await ali.push(office.storage, more)).outcomes).toMatchObject([
      { n: 2, outcome: 'applied' },
      { n: 3, outcome: 'applied' },
    ]);
  });

  it('are not another text under the id that was announced', async () => {
    const ali = await phoneOf('ali');
    const { n, id, hash, change } = ali.make({ record: makeId(), set: { team: 'team-1', note: 'large' } });
    await office.storage.push(actors.ali, ali.replica, [{ n, id, hash, size: 2_400_000 }]);
    const other = freezeChange({ ...change, set: { team: 'team-1', note: 'other' } });
    const { outcomes } = await office.storage.push(actors.ali, ali.replica, [{ n: 2, ...other }]);
    expect(outcomes).toMatchObject([{ outcome: 'refused', reason: 'id-reused' }]);
  });

  it('are missed: a phone says how many it holds, and when it was last heard of', async () => {
    const ali = await phoneOf('ali');
    await office.storage.openReplica(actors.ali, ali.replica);
    const heard = async () => (await office.storage.replicas('demo')).find(({ id }) => id === ali.replica);
    expect(await heard()).toMatchObject({ userId: 'ali', unsent: null, heardAt: null, announced: 0 });
    await office.storage.hear('demo', ali.replica, 3);
    expect(await heard()).toMatchObject({ unsent: 3, heardAt: '2021-03-14T12:00:00.000Z' });
    await office.storage.hear('demo', ali.replica, 0);
    await restart();
    expect(await heard()).toMatchObject({ unsent: 0 });
    expect(await office.storage.replicas('other')).toEqual([]);
  });
});
