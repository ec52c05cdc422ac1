import { describe, expect, it } from 'vitest';
import { actors, programmes, describeEngines } from '#tests/support/server/storage-engines.ts';
import { useStorage } from '#tests/support/server/use-storage.ts';

describeEngines('Storage', (engine) => {
  const office = useStorage(engine);
  const { makeId, phoneOf, giveTask, restart, rowsOf } = office;

  describe('programmes and people', () => {
    it('keeps programmes, teams and accounts over a restart', async () => {
      await office.storage.addTeams('demo', [{ id: 'team-1', name: 'Team 1' }]);
      await office.storage.addTeams('demo', [
        { id: 'team-1', name: 'Renamed by mistake' },
        { id: 'team-2', name: 'Team 2' },
      ]);
      const account = { ...actors.ali, userName: 'ali', name: 'Ali' };
      await office.storage.addAccount(account);
      await restart();
      expect(await office.storage.programmes()).toEqual([programmes.demo, programmes.other]);
      expect(await office.storage.programme('demo')).toEqual(programmes.demo);
      expect(await office.storage.programme('none')).toBeUndefined();
      expect(await office.storage.teams('demo')).toEqual([
        { id: 'team-1', name: 'Team 1' },
        { id: 'team-2', name: 'Team 2' },
      ]);
      expect(await office.storage.teams('other')).toEqual([]);
      expect(await office.storage.account('ali')).toEqual(account);
      expect(await office.storage.accounts('demo')).toEqual([account]);
      expect(await office.storage.accounts('other')).toEqual([]);
    });

    it('refuses a second programme of the same short name', async () => {
      await expect(office.storage.addProgramme({ ...programmes.demo, id: 'demo-2' })).rejects.toMatchObject({
        code: 'programme-exists',
      });
      expect(await office.storage.programme('demo-2')).toBeUndefined();
    });

    it('begins a history of its own for each programme and keeps it over a restart', async () => {
      const first = await office.storage.history('demo');
      expect(first.epoch).not.toBe((await office.storage.history('other')).epoch);
      await restart();
      expect(await office.storage.history('demo')).toEqual(first);
    });

    it('gives each replica a tag that is its own, and gives a replica to nobody else', async () => {
      const [one, two] = [makeId(), makeId()];
      const opened = await office.storage.openReplica(actors.ali, one);
      expect(opened).toMatchObject({ id: one, decided: 0 });
      const second = await office.storage.openReplica(actors.rauf, two);
      expect(second?.tag).not.toBe(opened?.tag);
      expect(await office.storage.openReplica(actors.ali, one)).toEqual(opened);
      expect(await office.storage.openReplica(actors.rauf, one)).toBeUndefined();
    });
  });

  describe('buckets', () => {
    it('gives a member the own team and its tasks, and a supervisor everything', async () => {
      const { task } = await giveTask('team-1');
      const ali = await phoneOf('ali');
      await ali.write(office.storage, { record: makeId(), set: { team: 'team-1', task } });
      expect(await office.storage.buckets(actors.ali)).toEqual([
        { bucket: 'team:team-1', head: 2 },
        { bucket: `task:${task}`, head: 2 },
        { bucket: 'danger', head: 0 },
      ]);
      expect(await office.storage.buckets(actors.rauf)).toEqual([
        { bucket: 'team:team-2', head: 0 },
        { bucket: 'danger', head: 0 },
      ]);
      expect(await office.storage.buckets(actors.supervisor)).toEqual([{ bucket: 'all', head: 2 }]);
    });

    it('warn everybody of an item for as long as it lies there, and of nothing that cannot be read', async () => {
      const ali = await phoneOf('ali');
      const place = { shape: { type: 'Point', coordinates: [46.9, 39.9] }, source: 'gps', accuracyM: 4 };
      const [record, other, odd] = [makeId(), makeId(), makeId()];
      const left = { count: 2, location: 'in-place', disposals: [] };
      const set = { team: 'team-1', item: { category: 'ap-mine' }, place, amount: left };
      await ali.write(office.storage, { record, set: { ...set, note: 'by Ali' } });
      await ali.write(office.storage, {
        record: other,
        set: { ...set, amount: { count: 1, location: 'gone' } },
      });
      await ali.write(office.storage, {
        record: odd,
        set: { ...set, amount: { ...left, disposals: 'none' } },
      });
      expect((await rowsOf('danger')).map(({ id }) => id)).toEqual([record]);
      const disposal = { on: '2021-03-15', count: 1, how: 'destroyed-in-situ' };
      const amount = (count: number) => ({ ...left, disposals: [{ ...disposal, count }] });
      await ali.write(office.storage, { record, seen: 1, set: { amount: amount(1) } });
      expect(await rowsOf('danger')).toMatchObject([{ id: record, seq: 4 }]);
      await ali.write(office.storage, { record, seen: 4, set: { amount: amount(2) } });
      expect(await rowsOf('danger')).toEqual([{ id: record, seq: 5, gone: true }]);
      await ali.write(office.storage, { record, seen: 5, set: { amount: left } });
      await ali.write(office.storage, {
        record,
        seen: 6,
        act: { type: 'withdraw', comment: 'Written twice.' },
      });
      expect(await rowsOf('danger')).toEqual([{ id: record, seq: 7, gone: true }]);
    });

    it('says that a record has left when its team changes, and keeps it where it still is', async () => {
      const { task, supervisor } = await giveTask('team-1');
      await supervisor.write(office.storage, {
        record: task,
        kind: 'task',
        seen: 1,
        set: { team: 'team-2' },
      });
      expect(await rowsOf('team:team-1')).toEqual([{ id: task, seq: 2, gone: true }]);
      expect(await rowsOf('team:team-2')).toMatchObject([{ id: task, seq: 2, body: { team: 'team-2' } }]);
      expect(await rowsOf(`task:${task}`)).toMatchObject([{ id: task, seq: 2 }]);
      expect(await office.storage.buckets(actors.ali)).toEqual([
        { bucket: 'team:team-1', head: 2 },
        { bucket: 'danger', head: 0 },
      ]);
    });

    it('pages in order of sequence, each record once with its latest state', async () => {
      const ali = await phoneOf('ali');
      const records = Array.from({ length: 5 }, () => makeId());
      for (const record of records) await ali.write(office.storage, { record, set: { team: 'team-1' } });
      await ali.write(office.storage, { record: records[0] ?? '', seen: 5, set: { note: 'edited' } });
      const first = await office.storage.rowsAfter('demo', 'all', 0, 3);
      expect(first).toMatchObject({ through: 4, more: true });
      const second = await office.storage.rowsAfter('demo', 'all', first.through, 3);
      expect(second).toMatchObject({ through: 6, more: false });
      expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual([...records.slice(1), records[0]]);
      expect(await office.storage.rowsAfter('demo', 'all', 6, 3)).toEqual({
        rows: [],
        through: 6,
        more: false,
      });
    });

    it('ends a page of large records early, and goes on with the next', async () => {
      const { task } = await giveTask('team-1');
      const ali = await phoneOf('ali');
      const note = 'x'.repeat(900_000);
      for (let count = 0; count < 7; count += 1) {
        await ali.write(office.storage, { record: makeId(), set: { team: 'team-1', task, note } });
      }
      const sizes: number[] = [];
      let after = 0;
      for (let more = true; more; ) {
        const page = await office.storage.rowsAfter('demo', 'team:team-1', after, 2_000);
        sizes.push(page.rows.length);
        ({ through: after, more } = page);
      }
      expect(sizes.length).toBeGreaterThan(1);
      expect(Math.max(...sizes)).toBeLessThan(7);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(7);
    });

    it('lists records by kind', async () => {
      const { task } = await giveTask('team-1');
      const ali = await phoneOf('ali');
      await ali.write(office.storage, { record: makeId(), set: { team: 'team-1', task } });
      const tasks: string[] = [];
      for await (const record of office.storage.records('demo', 'task')) tasks.push(record.id);
      expect(tasks).toEqual([task]);
    });
  });
});
