import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { protocolVersion } from '#protocol/version.ts';
import { openData, type OpenData } from '#server/cli/context.ts';
import type { ApiClient } from '#tests/support/server/api-client.ts';
import { type SeededServer, startSeededServer } from '#tests/support/server/seeded-server.ts';

let seeded: SeededServer;
let data: OpenData;
beforeAll(async () => {
  seeded = await startSeededServer();
  data = await openData({ data: seeded.server.folder });
});
afterAll(async () => {
  await data.close();
  await seeded.remove();
});

const storedRecords = async () => {
  const ids: string[] = [];
  for await (const { id } of data.storage.records('demo')) ids.push(id);
  return ids;
};

/** Sends the push and reads nothing of what comes back. */
function sendAndLookAway(client: ApiClient, changes: readonly object[]) {
  const body = JSON.stringify({ protocol: protocolVersion, replica: client.replica, changes });
  const socket = connect(seeded.server.port, '127.0.0.1').on('error', () => undefined);
  socket.pause();
  socket.write(
    [
      'POST /api/v1/push HTTP/1.1',
      `host: localhost:${seeded.server.port}`,
      `cookie: ${client.cookie}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  return socket;
}

it('takes a change once, when the server dies after it was stored and before the phone heard of it', async () => {
  const ali = await seeded.as('ali');
  const made = ali.change();
  const socket = sendAndLookAway(ali, [made]);
  while (!(await data.storage.record('demo', made.record))) await wait(1);
  await seeded.server.kill();
  socket.destroy();
  await seeded.server.start();
  expect((await ali.pushed([made])).outcomes).toMatchObject([{ n: 1, outcome: 'applied', seq: 1 }]);
  expect(await storedRecords()).toEqual([made.record]);
  expect((await ali.session()).replica.decided).toBe(1);
});

it('has all of a push or nothing of it, whenever the server dies', async () => {
  const ali = await seeded.as('ali');
  const before = (await storedRecords()).length;
  const sent: string[] = [];
  for (const delayMs of [0, 3, 8, 15, 30]) {
    const batch = Array.from({ length: 100 }, () => ali.change());
    const socket = sendAndLookAway(ali, batch);
    await wait(delayMs);
    await seeded.server.kill();
    socket.destroy();
    expect(((await storedRecords()).length - before) % 100).toBe(0);
    await seeded.server.start();
    const { outcomes } = await ali.pushed(batch);
    expect(outcomes.every(({ outcome }) => outcome === 'applied')).toBe(true);
    sent.push(...batch.map(({ record }) => record));
  }
  expect((await storedRecords()).slice(before)).toEqual(sent);
});
