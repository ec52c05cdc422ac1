/**
 * The phones of the server bench, in a process of their own: each has a replica, a session and a connection, and sends its
 * next change when the last one is answered. Started by `server.ts`, which it answers with one message.
 */
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { protocolVersion } from '#protocol/version.ts';
import { userHeader } from '#protocol/wire.ts';
import { quantile } from './figures.ts';
import { type SampleAuthor, sampleChanges } from './sample-changes.ts';

export interface LoadOrder {
  readonly port: number;
  readonly phones: readonly {
    readonly replica: string;
    readonly cookie: string;
    readonly by: SampleAuthor;
  }[];
  /** Requests a second, come what may; null: each phone as fast as it is answered. */
  readonly offeredPerS: number | null;
  readonly changesPerRequest: number;
  /** How many requests in all. */
  readonly requests: number;
}

export interface LoadFigures {
  readonly offeredPerS: number | null;
  /** Requests answered with a decision, a second. */
  readonly answeredPerS: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Answers 503 with Retry-After; the phone sends the same again. */
  readonly busy: number;
  /** Anything else. */
  readonly failed: number;
  /** Changes that the server said it took. */
  readonly taken: number;
}

interface Phone {
  readonly socket: Socket;
  readonly bodies: Buffer[];
}

async function run({
  port,
  phones,
  offeredPerS,
  changesPerRequest,
  requests,
}: LoadOrder): Promise<LoadFigures> {
  const each = Math.ceil(requests / phones.length);
  const idle: Phone[] = await Promise.all(
    phones.map(async ({ replica, cookie, by }) => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true);
      await once(socket, 'connect');
      const changes = sampleChanges(each * changesPerRequest, by);
      const bodies = Array.from({ length: each }, (_, at) => {
        const own = changes.slice(at * changesPerRequest, (at + 1) * changesPerRequest);
        const body = JSON.stringify({ protocol: protocolVersion, replica, changes: own });
        const head = `POST /api/v1/push HTTP/1.1\r\nhost: localhost:${port}\r\ncookie: ${cookie}\r\n${userHeader}: ${by.author}\r\naccept-encoding: gzip\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
        return Buffer.from(head + body);
      });
      return { socket, bodies };
    }),
  );
  const tookMs: number[] = [];
  const due: number[] = [];
  const count = { busy: 0, failed: 0, taken: 0, answered: 0, due: 0 };
  const all = each * phones.length;
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const started = performance.now();

  const sendNext = () => {
    while (idle.length > 0 && due.length > 0) void send(idle.shift() as Phone, due.shift() as number);
  };
  async function send(phone: Phone, dueMs: number): Promise<void> {
    phone.socket.write(phone.bodies[0] as Buffer);
    const { status, body } = await answerOf(phone.socket);
    const taken = status === 200 ? body.split('"outcome":"applied"').length - 1 : 0;
    if (status === 503) count.busy += 1;
    else if (taken !== changesPerRequest) count.failed += 1;
    if (status === 503) due.push(dueMs);
    else {
      phone.bodies.shift();
      tookMs.push(performance.now() - dueMs);
      count.taken += taken;
      count.answered += 1;
    }
    if (phone.bodies.length > 0) idle.push(phone);
    if (offeredPerS === null && count.due < all) {
      count.due += 1;
      due.push(performance.now());
    }
    if (count.answered === all) finish();
    sendNext();
  }

  let timer: NodeJS.Timeout | undefined;
  if (offeredPerS === null) {
    count.due = idle.length;
    due.push(...idle.map(() => started));
  } else {
    timer = setInterval(() => {
      const upTo = Math.min(all, Math.floor(((performance.now() - started) / 1_000) * offeredPerS));
      for (; count.due < upTo; count.due += 1) due.push(started + (count.due / offeredPerS) * 1_000);
      sendNext();
    }, 2);
  }
  sendNext();
  await done;
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1_000;
  for (const { socket } of idle) socket.destroy();
  const { busy, failed, taken, answered } = count;
  return {
    offeredPerS,
    answeredPerS: Math.round(answered / seconds),
    p50Ms: quantile(tookMs, 0.5),
    p95Ms: quantile(tookMs, 0.95),
    busy,
    failed,
    taken,
  };
}

/** The next answer on the connection. Its length is given, since it is short and not streamed. */
function answerOf(socket: Socket): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const ended = () => reject(new Error('the connection ended in the middle of an answer'));
    const read = (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = bytes.toString('latin1', 0, end);
      const body = bytes.subarray(end + 4);
      if (body.length < Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)) return;
      socket.off('data', read).off('close', ended);
      const plain = /\r\ncontent-encoding: gzip/i.test(head) ? gunzipSync(body) : body;
      resolve({ status: Number(head.slice(9, 12)), body: plain.toString() });
    };
    socket.on('data', read).on('close', ended);
  });
}

process.on('message', (order: LoadOrder) => {
  void run(order).then((figures) => process.send?.(figures));
});
