import type { Account, Storage } from '#server/storage/port.ts';
import { registry } from '#domain/kinds/registry.ts';
import { createDemo, demoAccounts, isDemoUnfinished } from '#server/demo/create-demo.ts';
import { createFlagRecord } from '#server/storage/flag-record.ts';
import { tallyProgramme } from '#server/tally/tally-programme.ts';
import { anyEngine, type StoragePlace } from '#tests/support/server/storage-engines.ts';
import { testContext } from '#tests/support/server/test-context.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let made: StoragePlace;
let storage: Storage;
beforeEach(async () => {
  made = await anyEngine.make();
  const now = () => Date.parse('2026-01-05T08:00:00.000Z');
  storage = await made.open({ ...testContext(), flag: createFlagRecord(registry, now), now });
});
afterEach(async () => {
  await storage.close();
  await made.remove();
});

const official = {
  apMines: { destroyed: 7_449 },
  atMines: { destroyed: 3_643 },
  uxo: { destroyed: 9_033 },
  netAreaHa: 2_763.5,
};
const tally = (series: 'approved' | 'approved+submitted') =>
  tallyProgramme(storage, registry, {
    programme: 'demo',
    period: { from: '2020-11-10', to: '2021-05-31' },
    series,
  });

/** As the sign-in service does it, without the password. */
async function createAccount(account: Omit<Account, 'userId'>) {
  const { userName, name, programme, role, team } = account;
  const stored = { userId: `user-${userName}`, userName, name, programme, role, team };
  await storage.addAccount(stored);
  return stored;
}

describe('the demo programme', () => {
  it('has the official figures, a part approved, and accounts to see them with', async () => {
    await createDemo(storage, createAccount);
    expect(await tally('approved+submitted')).toMatchObject(official);
    const approved = await tally('approved');
    expect(approved.records).toBeGreaterThan(500);
    expect(approved.netAreaHa).toBeGreaterThan(100);
    expect(approved.netAreaHa).toBeLessThan(official.netAreaHa);
    const kinds: Record<string, number> = {};
    const doubtful: unknown[] = [];
    for await (const { kind, status, flags, holds } of storage.records('demo')) {
      kinds[`${kind} ${status}`] = (kinds[`${kind} ${status}`] ?? 0) + 1;
      doubtful.push(...flags, ...holds);
    }
    expect(doubtful).toEqual([]);
    expect(Object.keys(kinds).sort()).toEqual([
      'clearance approved',
      'clearance submitted',
      'ordnance approved',
      'ordnance submitted',
      'task submitted',
    ]);

    // Three accounts to sign in with, and the two teams see tasks they are at work on.
    const accounts = await storage.accounts('demo');
    for (const { userName, role, team } of demoAccounts) {
      expect(accounts).toContainEqual(expect.objectContaining({ userName, role, team }));
    }
    expect(await storage.teams('demo')).toHaveLength(24);
    for (const team of ['team-1', 'team-2']) {
      const buckets = await storage.buckets({
        userId: `user-${team}`,
        programme: 'demo',
        role: 'member',
        team,
      });
      expect(
        buckets.filter(({ bucket, head }) => bucket.startsWith('task:') && head > 0).length,
      ).toBeGreaterThan(0);
    }
  });

  it('that was cut off is completed, and then is the same as one that was not', async () => {
    let pushes = 0;
    const failing: Storage = {
      ...storage,
      push: async (...given) => {
        pushes += 1;
        if (pushes === 12) throw new Error('the power went');
        return storage.push(...given);
      },
    };
    await expect(createDemo(failing, createAccount)).rejects.toThrow('the power went');
    expect(await isDemoUnfinished(storage)).toBe(true);
    await createDemo(storage, createAccount);
    expect(await isDemoUnfinished(storage)).toBe(false);
    expect(await tally('approved+submitted')).toMatchObject(official);
    await expect(createDemo(storage, createAccount)).rejects.toMatchObject({ code: 'programme-exists' });
  });
});
