import { describe, expect, it } from 'vitest';
import type { PushOutcome } from '#server/storage/port.ts';
import { createPushQueue } from '#server/storage/push-queue.ts';
import type { PushJob } from '#server/storage/push-rows.ts';
import { StorageProblem } from '#server/storage/storage-problem.ts';
import { actors, describeEngines } from '#tests/support/server/storage-engines.ts';
import { useStorage } from '#tests/support/server/use-storage.ts';

const job = (replica: string, changes = 1): PushJob => ({
  actor: actors.ali,
  replica,
  changes: Array.from({ length: changes }, (_, index) => ({
    n: index + 1,
    id: `${replica}-${index}`,
    text: 't',
    hash: 'h',
  })),
  receivedAt: '2021-03-14T12:00:00.000Z',
});
const outcomeOf = ({ replica }: PushJob): PushOutcome => ({ epoch: replica, backedUpSeq: 0, outcomes: [] });

/** A writer whose transactions end when the test says so. */
function slowWriter(poison?: (jobs: readonly PushJob[]) => Error | undefined) {
  const groups: string[][] = [];
  const first = Promise.withResolvers<void>();
  const queue = createPushQueue(async (jobs) => {
    groups.push(jobs.map(({ replica }) => replica));
    await first.promise;
    const error = poison?.(jobs);
    if (error) throw error;
    return jobs.map(outcomeOf);
  });
  return { groups, queue, go: () => first.resolve() };
}

describe('Pushes that come while others are written', () => {
  it('go together in the next transaction, and each gets its own answer', async () => {
    const { groups, queue, go } = slowWriter();
    const answers = ['a', 'b', 'c', 'd'].map((replica) => queue.push(job(replica)));
    go();
    expect((await Promise.all(answers)).map(({ epoch }) => epoch)).toEqual(['a', 'b', 'c', 'd']);
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('are no more in a transaction than three full pushes hold', async () => {
    const { groups, queue, go } = slowWriter();
    const answers = [job('a'), job('b', 400), job('c', 200), job('d', 1), job('e', 600)].map(queue.push);
    go();
    await Promise.all(answers);
    expect(groups).toEqual([['a'], ['b', 'c'], ['d'], ['e']]);
  });

  it('are not taken along by one that cannot be written', async () => {
    const isBad = (jobs: readonly PushJob[]) =>
      jobs.some(({ replica }) => replica === 'bad') ? new RangeError('a fault of ours') : undefined;
    const { groups, queue, go } = slowWriter(isBad);
    const answers = ['a', 'b', 'bad', 'c'].map((replica) => queue.push(job(replica)));
    const settled = Promise.allSettled(answers);
    go();
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(groups).toEqual([['a'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']]);
  });

  it('are not each tried again on a disk that is full', async () => {
    const full = () => new StorageProblem('disk-full', 'Full.');
    const { groups, queue, go } = slowWriter(full);
    const settled = Promise.allSettled(['a', 'b', 'c'].map((replica) => queue.push(job(replica))));
    go();
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
    expect(groups).toEqual([['a'], ['b', 'c']]);
  });

  it('are asked to come back when too many wait, and are taken again later', async () => {
    const { queue, go } = slowWriter();
    const answers = Array.from({ length: 20 }, (_, index) => queue.push(job(`r${index}`, 200)));
    await expect(queue.push(job('late'))).rejects.toMatchObject({ code: 'busy' });
    go();
    await Promise.all(answers);
    await queue.idle();
    expect(await queue.push(job('late'))).toMatchObject({ epoch: 'late' });
  });
});

describeEngines('Pushes of many phones at the same time', (engine) => {
  const office = useStorage(engine);

  it('of two programmes are decided as one after the other would be', async () => {
    const phones = [
      ...(await Promise.all(Array.from({ length: 30 }, () => office.phoneOf('ali')))),
      ...(await Promise.all(Array.from({ length: 5 }, () => office.phoneOf('stranger')))),
    ];
    const record = office.makeId();
    const [first] = phones;
    await first?.write(office.storage, { record, set: { team: 'team-1', note: 'first' } });
    const written = await Promise.all(
      phones.map((phone, index) =>
        phone.actor.programme === 'demo'
          ? phone.write(office.storage, { record, seen: 1, set: { note: `note ${index}` } })
          : phone.write(office.storage, { record: office.makeId(), set: { note: 'elsewhere' } }),
      ),
    );
    const own = written.slice(0, 30).map(({ outcome }) => outcome);
    expect(own.filter((outcome) => outcome?.outcome === 'applied')).toHaveLength(1);
    expect(own.filter((outcome) => outcome?.outcome === 'held')).toHaveLength(29);
    const seqs = own.flatMap((outcome) => (outcome && 'seq' in outcome ? [outcome.seq] : []));
    expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 2));
    expect((await office.storage.record('demo', record))?.holds).toHaveLength(29);
    expect((await office.storage.rowsAfter('other', 'all', 0, 10)).rows.map(({ seq }) => seq)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(await office.storage.changesOf('demo', record)).toHaveLength(31);
    const tags = await Promise.all(
      phones.map(({ actor, replica }) => office.storage.openReplica(actor, replica)),
    );
    expect(new Set(tags.slice(0, 30).map((replica) => replica?.tag)).size).toBe(30);
  });

  it('of one phone, repeated before it heard an answer, store each change once', async () => {
    const phone = await office.phoneOf('ali');
    const made = Array.from({ length: 5 }, () =>
      phone.make({ record: office.makeId(), set: { team: 'team-1' } }),
    );
    const answers = await Promise.all(Array.from({ length: 6 }, () => phone.push(office.storage, made)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await office.storage.rowsAfter('demo', 'all', 0, 100)).rows).toHaveLength(5);
  });
});
