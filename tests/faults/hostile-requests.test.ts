/** Requests that come slowly, never end, are too large or damaged, while others work: on raw sockets to a real server. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { protocolVersion } from '#protocol/version.ts';
import type { ApiClient } from '#tests/support/server/api-client.ts';
import { type SeededServer, startSeededServer } from '#tests/support/server/seeded-server.ts';

let seeded: SeededServer;
beforeAll(async () => {
  seeded = await startSeededServer();
});
afterAll(() => seeded.remove());

const headOf = (client: ApiClient, ...more: readonly string[]) =>
  [
    'POST /api/v1/push HTTP/1.1',
    `host: localhost:${seeded.server.port}`,
    `cookie: ${client.cookie}`,
    'content-type: application/json',
    ...more,
  ].join('\r\n');

/** Opens a connection, and says as much as is given. */
async function say(...parts: readonly (string | Uint8Array)[]): Promise<Socket> {
  const socket = connect(seeded.server.port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  for (const part of parts) socket.write(part);
  return socket;
}

/** The status that the server answers with. */
async function statusOf(socket: Socket): Promise<number> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  while (!text.includes('\r\n')) await once(socket, 'data');
  return Number(text.split(' ')[1]);
}

async function pushesAndPulls(client: ApiClient): Promise<void> {
  const { outcomes } = await client.pushed([client.change()]);
  expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
  expect((await client.request('/api/v1/pull?bucket=team:team-1')).status).toBe(200);
}

it('three hundred requests that never come to their end keep nobody else from working', async () => {
  const [ali, other] = [await seeded.as('ali'), await seeded.as('ali')];
  const whole = gzipSync(JSON.stringify({ protocol: protocolVersion, replica: ali.replica, changes: [] }));
  for (let count = 0; count < 100; count += 1) {
    await say('POST /api/v1/push HTTP/1.1\r\nhost: local');
    await say(`${headOf(ali, 'content-length: 900000')}\r\n\r\n{"protocol":`);
    const packed = `${headOf(ali, 'content-encoding: gzip', `content-length: ${whole.length}`)}\r\n\r\n`;
    await say(packed, whole.subarray(0, whole.length / 2));
  }
  await pushesAndPulls(other);
  expect((await seeded.as('rauf')).userId).not.toBe('');
  expect((await fetch(`${seeded.server.url}/api/v1/health`)).ok).toBe(true);
});

it('a body without an end is turned away when it is too large, and the others are served', async () => {
  const ali = await seeded.as('ali');
  const socket = await say(`${headOf(ali, 'transfer-encoding: chunked')}\r\n\r\n`);
  const answered = statusOf(socket);
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  for (let count = 0; count < 40; count += 1) socket.write(chunk);
  expect(await answered).toBe(413);
  await pushesAndPulls(ali);
});

it('half of a compressed body is refused in a sentence, and nothing of it is stored', async () => {
  const ali = await seeded.as('ali');
  const made = ali.change();
  const body = { protocol: protocolVersion, replica: ali.replica, changes: [made] };
  const whole = gzipSync(JSON.stringify(body));
  const half = whole.subarray(0, whole.length / 2);
  const packed = `${headOf(ali, 'content-encoding: gzip', `content-length: ${half.length}`)}\r\n\r\n`;
  expect(await statusOf(await say(packed, half))).toBe(400);
  expect((await ali.session()).replica.decided).toBe(0);
  expect((await ali.pushed([made])).outcomes).toMatchObject([{ n: 1, outcome: 'applied' }]);
});

it('a connection that breaks in the middle of a body leaves nothing behind', async () => {
  const ali = await seeded.as('ali');
  const made = ali.change();
  const body = JSON.stringify({ protocol: protocolVersion, replica: ali.replica, changes: [made] });
  const socket = await say(`${headOf(ali, `content-length: ${Buffer.byteLength(body)}`)}\r\n\r\n`);
  await new Promise((resolve) => socket.write(body.slice(0, -20), resolve));
  socket.destroy();
  expect((await ali.session()).replica.decided).toBe(0);
  expect((await ali.pushed([made])).outcomes).toMatchObject([{ n: 1, outcome: 'applied' }]);
  expect(seeded.server.output).not.toContain('"event":"fault"');
});
