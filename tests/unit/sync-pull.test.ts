import { expect, test } from 'vitest';
import { encodeRows } from '#protocol/page.ts';
import { type SessionAnswer, throughHeader } from '#protocol/wire.ts';
import { createCalls } from '#sync/calls.ts';
import type { PageStore } from '#sync/ports.ts';
import { pullBuckets } from '#sync/pull.ts';
import type { WireAnswer } from '#sync/transport.ts';
import { programme } from '#tests/support/phone/office.ts';
import { testId } from '#tests/support/phone/test-id.ts';

const bucket = 'team:team-1';
const stamp = { protocol: 1, epoch: 'e1', backedUpSeq: 0 };

/** A server of pages of ten sequences, whose bodies come when the test says so, and a phone that pulls up to a head. */
function setUp(head: number, { says = (through: number) => `${through}` } = {}) {
  const log: string[] = [];
  const bodies = new Map<number, () => void>();
  const calls = createCalls(
    {
      send: async ({ path, headCame }) => {
        const after = Number(new URL(path, 'http://x.test').searchParams.get('after'));
        log.push(`asked ${after}`);
        await Promise.resolve();
        const through = Math.min(after + 10, head);
        const more = through < head;
        headCame?.({ get: (name) => (more && name === throughHeader ? says(through) : null) });
        const text = JSON.stringify({ ...stamp, bucket, after, through, more, columns: encodeRows([]) });
        return new Promise<WireAnswer>((resolve) => {
          bodies.set(after, () => {
            resolve({ status: 200, bytes: new TextEncoder().encode(text), text });
          });
        });
      },
    },
    { user: 'anna', timeoutMs: 1_000 },
  );
  let storing = Promise.resolve();
  const pages: PageStore = {
    epoch: async () => Promise.resolve('e1'),
    cursor: async () => Promise.resolve(0),
    add: async (came) => {
      log.push(`stored ${came.map(({ page }) => page.through).join(' ')}`);
      await storing;
      return true;
    },
    restart: async () => Promise.resolve(),
    drop: async () => Promise.resolve(),
    keepOnly: async () => Promise.resolve(),
  };
  const session: SessionAnswer = {
    ...stamp,
    user: { id: 'anna', name: 'Anna', role: 'member', team: 'team-1' },
    programme,
    teams: [],
    people: [],
    replica: { id: testId(9), tag: 'A1', decided: 0 },
    buckets: [{ bucket, head }],
  };
  const pulled = pullBuckets(calls, pages, session, () => undefined);
  const settle = async () => new Promise((resolve) => setImmediate(resolve));
  return {
    log,
    pulled,
    settle,
    async bodyOf(after: number) {
      await settle();
      bodies.get(after)?.();
      await settle();
    },
    /** Storing takes until the returned function is called. */
    holdStorage() {
      let release = () => {};
      storing = new Promise<void>((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

test('the next page is asked for while the one before is still on its way, and not more than a few', async () => {
  const { log, bodyOf, settle, pulled } = setUp(60);
  await settle();
  expect(log).toEqual(['asked 0', 'asked 10', 'asked 20']);
  await bodyOf(0);
  expect(log).toEqual(['asked 0', 'asked 10', 'asked 20', 'asked 30', 'stored 10']);
  for (const after of [10, 20, 30, 40, 50]) await bodyOf(after);
  expect(await pulled).toMatchObject({ rows: 0 });
  expect(log.filter((line) => line.startsWith('asked'))).toHaveLength(6);
});

test('what came while a page was stored is stored together after it', async () => {
  const { log, bodyOf, pulled, holdStorage } = setUp(40);
  const release = holdStorage();
  for (const after of [0, 10, 20]) await bodyOf(after);
  expect(log.filter((line) => line.startsWith('stored'))).toEqual(['stored 10']);
  release();
  await bodyOf(30);
  await pulled;
  expect(log.filter((line) => line.startsWith('stored')).slice(0, 2)).toEqual(['stored 10', 'stored 20 30']);
});

test.each(['', 'soon', '-5', '0', '1e99'])('a head that says "%s" is no help, and no harm', async (said) => {
  const { log, bodyOf, pulled } = setUp(20, { says: () => said });
  await bodyOf(0);
  await bodyOf(10);
  expect(await pulled).toEqual({ rows: 0 });
  expect(log).toEqual(['asked 0', 'asked 10', 'stored 10', 'stored 20']);
});

test('a head that names another cursor than its page ends the pull, and nothing is skipped', async () => {
  const { log, bodyOf, pulled } = setUp(60, { says: (through) => `${through + 5}` });
  await bodyOf(0);
  await bodyOf(15);
  expect((await pulled).fault).toMatchObject({ type: 'blocked' });
  expect(log.filter((line) => line.startsWith('stored'))).toEqual(['stored 10']);
});
