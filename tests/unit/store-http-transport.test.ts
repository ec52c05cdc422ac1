import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setInterval as every } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { gzipType } from '#protocol/wire.ts';
import { createHttpTransport } from '#store/http-transport.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A transport to a server that answers so. */
async function transportTo(answer: (response: ServerResponse, accept: string) => unknown) {
  const server = createServer((request, response) => {
    void answer(response, request.headers.accept ?? '');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return createHttpTransport(fetch, `http://127.0.0.1:${port}`);
}

const asked = { method: 'GET', path: '/', user: 'anna' } as const;

describe('a slow link', () => {
  test('an answer that takes longer than a silence may last arrives whole, as long as something comes', async () => {
    const transport = await transportTo(async (response) => {
      let sent = 0;
      for await (const _ of every(20)) {
        sent += 1;
        response.write(`${sent} `);
        if (sent === 30) break;
      }
      response.end();
    });
    const { text } = await transport.send({ ...asked, timeoutMs: 200 });
    expect(text.trim().split(' ')).toHaveLength(30);
  });

  test('an answer that falls silent half-way is given up', async () => {
    const transport = await transportTo((response) => response.write('{"half":'));
    await expect(transport.send({ ...asked, timeoutMs: 100 })).rejects.toThrow('Nothing came');
  });

  test('a server that never answers is given up', async () => {
    const transport = await transportTo(() => undefined);
    await expect(transport.send({ ...asked, timeoutMs: 100 })).rejects.toThrow('Nothing came');
  });

  test('the head is told before the body is here', async () => {
    let finish = () => {};
    const transport = await transportTo((response) => {
      response.writeHead(200, { 'x-next': '7' });
      response.flushHeaders();
      finish = () => response.end('done');
    });
    let next: string | null = null;
    const { text } = await transport.send({
      ...asked,
      timeoutMs: 5_000,
      headCame: (head) => {
        next = head.get('x-next');
        finish();
      },
    });
    expect([next, text]).toEqual(['7', 'done']);
  });
});

describe('a gzip file', () => {
  const file = gzipSync('{"some":"page"}');
  const packed = async (sent: Buffer) =>
    transportTo((response, accept) => {
      response.setHeader('content-type', accept.includes(gzipType) ? gzipType : 'application/json');
      response.end(accept.includes(gzipType) ? sent : '{"some":"page"}');
    });

  test('is asked for only where it is to be kept, is handed on as it is, and read', async () => {
    const transport = await packed(file);
    const kept = await transport.send({ ...asked, timeoutMs: 5_000, packed: true });
    expect([Buffer.from(kept.bytes), kept.text]).toEqual([file, '{"some":"page"}']);
    const plain = await transport.send({ ...asked, timeoutMs: 5_000 });
    expect(new TextDecoder().decode(plain.bytes)).toBe('{"some":"page"}');
  });

  test('that is cut short is no answer', async () => {
    const transport = await packed(file.subarray(0, file.length - 6));
    await expect(transport.send({ ...asked, timeoutMs: 5_000, packed: true })).rejects.toThrow();
  });
});
