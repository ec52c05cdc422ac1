import { encodeRows } from '#protocol/page.ts';
import { describe, expect, test } from 'vitest';
import { createCalls } from '#sync/calls.ts';
import { createLoop, type LoopState } from '#sync/loop.ts';
import type { NumberedChange, Outbox, PageStore } from '#sync/ports.ts';
import type { WireAnswer, WireRequest } from '#sync/transport.ts';
import { createFakeClock } from '#tests/support/phone/fake-clock.ts';
import { programme } from '#tests/support/phone/office.ts';
import { testId } from '#tests/support/phone/test-id.ts';

/** A server of a few lines that a test can take down or make say anything, and a loop over plain arrays. */
function setUp(pending: readonly number[] = []) {
  const clock = createFakeClock();
  const log: string[] = [];
  const states: LoopState[] = [];
  const server = { status: 200, body: null as string | null, decided: 0, head: 0, down: false };
  /** How many the server takes in one push, or (0) not the first change: else it is cut off on its way, or answered so. */
  const link = { carries: Infinity, status: 0, code: '' };
  let changes: readonly NumberedChange[] = pending.map((n) => ({ n, id: testId(n), text: '{}', hash: '' }));
  const cursors = new Map<string, number>();
  const history = { isOver: false };
  /** What had gone out last when outcomes were written down. */
  const writtenAfter: string[] = [];

  const answer = ({ path, body }: WireRequest): unknown => {
    const stamp = { protocol: 1, epoch: 'e1', backedUpSeq: 0 };
    if (path.endsWith('/session')) {
      return {
        ...stamp,
        user: { id: 'anna', name: 'Anna', role: 'member', team: 'team-1' },
        programme,
        teams: [],
        people: [],
        replica: { id: testId(9), tag: 'A1', decided: server.decided },
        buckets: [{ bucket: 'team:team-1', head: server.head }],
      };
    }
    if (path.endsWith('/push')) {
      const sent = (JSON.parse(body ?? '') as { changes: NumberedChange[] }).changes;
      server.decided = sent.at(-1)?.n ?? 0;
      server.head += sent.length;
      return {
        ...stamp,
        outcomes: sent.map(({ n, id }) => ({ n, id, outcome: 'applied', seq: server.head })),
      };
    }
    const after = Number(new URL(path, 'http://x.test').searchParams.get('after'));
    const columns = encodeRows([]);
    return { ...stamp, bucket: 'team:team-1', after, through: server.head, more: false, columns };
  };
  const send = async (request: WireRequest): Promise<WireAnswer> => {
    const numbers = (JSON.parse(request.body ?? '{}') as { changes?: NumberedChange[] }).changes;
    const call = request.path.split('/').at(-1)?.split('?')[0];
    log.push(numbers ? `send:${numbers[0]?.n}:${numbers.length}` : (call ?? ''));
    if (server.down) throw new TypeError('down');
    const tooMuch =
      link.carries > 0
        ? (numbers?.length ?? 0) > link.carries
        : numbers?.[0]?.n === 1 && 'text' in numbers[0];
    if (tooMuch) {
      if (link.status === 0) throw new TypeError('cut');
      const { status, code } = link;
      const text = JSON.stringify({ type: '', title: 'No.', status, code });
      return { status, text, bytes: new TextEncoder().encode(text) };
    }
    const text = server.body ?? JSON.stringify(answer(request));
    return Promise.resolve({ status: server.status, text, bytes: new TextEncoder().encode(text) });
  };

  const outbox: Outbox = {
    replica: async () => Promise.resolve(testId(9)),
    pending: async (limit, after = 0) =>
      Promise.resolve(changes.filter(({ n }) => n > after).slice(0, limit.changes)),
    decide: async (_epoch, outcomes) => {
      writtenAfter.push(log.at(-1) ?? '');
      if (history.isOver) return Promise.resolve(false);
      changes = changes.filter(({ id }) => !outcomes.some((outcome) => outcome.id === id));
      return Promise.resolve(true);
    },
    meet: async () => Promise.resolve(),
    fork: async () => Promise.resolve(),
    announce: async (id) => {
      log.push(`announce:${changes.find((change) => change.id === id)?.n}`);
      changes = changes.map((each) =>
        each.id === id ? { n: each.n, id, hash: each.hash, size: 2_000_000 } : each,
      );
      return Promise.resolve();
    },
    held: async () => Promise.resolve(changes.length),
    carried: async () => Promise.resolve(undefined),
    setAside: async () => Promise.resolve(),
    postpone: async () => Promise.resolve(),
    settled: async () => Promise.resolve(),
  };
  const pages: PageStore = {
    epoch: async () => Promise.resolve('e1'),
    cursor: async (bucket) => Promise.resolve(cursors.get(bucket) ?? 0),
    add: async (came) => {
      for (const { page } of came) cursors.set(page.bucket, page.through);
      return Promise.resolve(true);
    },
    restart: async () => Promise.resolve(),
    drop: async () => Promise.resolve(),
    keepOnly: async () => Promise.resolve(),
  };
  let free = true;
  const loop = createLoop({
    calls: createCalls({ send }, { user: 'anna', timeoutMs: 30_000 }),
    outbox,
    pages,
    sessions: { put: async () => Promise.resolve() },
    clock,
    random: () => 1,
    turn: async (work) => {
      if (free) await work();
      return free;
    },
    report: (state) => states.push(state),
    finished: () => undefined,
  });
  /** Lets time pass until the next timer, and what it starts come to its end. */
  const passToNext = async () => {
    const [delayMs] = clock.waiting;
    if (delayMs === undefined) throw new Error('nothing is waited for');
    log.push(`wait:${delayMs}`);
    clock.pass(delayMs);
    while (states.at(-1)?.phase === 'working') await Promise.resolve();
    return delayMs;
  };
  return {
    clock,
    log,
    server,
    link,
    history,
    writtenAfter,
    loop,
    passToNext,
    phase: () => states.at(-1)?.phase,
    problem: () => states.at(-1)?.problem,
    add: (n: number) => {
      changes = [...changes, { n, id: testId(n), text: '{}', hash: '' }];
    },
    setFree: (value: boolean) => {
      free = value;
    },
  };
}

describe('one look at the server', () => {
  test('with nothing to send and nothing new: one request', async () => {
    const { loop, log, phase } = setUp();
    await loop.wake('start');
    expect(log).toEqual(['session']);
    expect(phase()).toBe('idle');
  });

  test('what is pending is sent in order, then pulled up to the head after it', async () => {
    const { loop, log } = setUp([1, 2, 3]);
    await loop.wake('start');
    expect(log).toEqual(['session', 'send:1:3', 'session', 'pull']);
  });

  test('more than a batch goes in batches, each before what became of the one before is written down', async () => {
    const { loop, log, writtenAfter } = setUp(Array.from({ length: 450 }, (_, index) => index + 1));
    await loop.wake('start');
    expect(writtenAfter).toEqual(['send:201:200', 'send:401:50', 'send:401:50']);
    expect(log).toEqual(['session', 'send:1:200', 'send:201:200', 'send:401:50', 'session', 'pull']);
  });

  test('where the history is another one now, what had gone out is waited for, and nothing more goes', async () => {
    const { loop, log, history } = setUp(Array.from({ length: 900 }, (_, index) => index + 1));
    history.isOver = true;
    await loop.wake('start');
    expect(log.slice(0, 4)).toEqual(['session', 'send:1:200', 'send:201:200', 'session']);
  });

  test('a save while it works is sent by one more look, and whoever asked hears when that is through', async () => {
    const { loop, log, add } = setUp();
    const first = loop.wake('start');
    add(1);
    await Promise.all([loop.wake('save'), loop.wake('save'), first]);
    expect(log.filter((line) => line.startsWith('send'))).toEqual(['send:1:1']);
  });
});

describe('when a request does not get through', () => {
  const forty = Array.from({ length: 40 }, (_, index) => index + 1);

  test('a link that breaks off long ones is given shorter ones, and again the next time', async () => {
    const { loop, link, log, passToNext, phase, add } = setUp(forty);
    link.carries = 12;
    await loop.wake('start');
    expect(phase()).toBe('offline');
    while (phase() === 'offline') await passToNext();
    const sends = log.filter((line) => line.startsWith('send'));
    expect(sends.slice(0, 3)).toEqual(['send:1:40', 'send:1:20', 'send:1:10']);
    expect(sends.at(-1)).toBe('send:31:10');
    log.length = 0;
    link.carries = 20;
    for (let n = 41; n <= 100; n += 1) add(n);
    await loop.wake('save');
    expect(log.filter((line) => line.startsWith('send'))).toEqual([
      'send:41:10',
      'send:51:10',
      'send:61:20',
      'send:81:20',
    ]);
  });

  test('one that is too large by itself is announced, and the others follow', async () => {
    const { loop, link, log, phase } = setUp([1, 2]);
    Object.assign(link, { carries: 0, status: 413, code: 'too-large' });
    await loop.wake('start');
    expect(log).toContain('announce:1');
    expect(log.at(-1)).toBe('pull');
    expect(phase()).toBe('idle');
  });

  test('a server that refuses the person or the address is not asked change by change', async () => {
    const { loop, link, log, phase } = setUp(forty);
    Object.assign(link, { carries: 0, status: 403, code: 'foreign-origin' });
    await loop.wake('start');
    expect(log.filter((line) => line.startsWith('send'))).toEqual(['send:1:40']);
    expect(phase()).toBe('blocked');
  });
});

describe('when the server cannot be reached', () => {
  test('it waits longer each time up to five minutes, and starts anew when the network is back', async () => {
    const { loop, server, passToNext, log, phase } = setUp([1]);
    server.down = true;
    await loop.wake('start');
    expect(phase()).toBe('offline');
    const delays: number[] = [];
    for (let round = 0; round < 11; round += 1) delays.push(await passToNext());
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1_000));
    server.down = false;
    log.length = 0;
    await loop.wake('online');
    expect(log).toEqual(['session', 'send:1:1', 'session', 'pull']);
    expect(phase()).toBe('idle');
  });

  test.each(['save', 'visible', 'online', 'button'] as const)('%s resets the waiting', async (reason) => {
    const { loop, server, passToNext, clock } = setUp();
    server.down = true;
    await loop.wake('start');
    for (let round = 0; round < 5; round += 1) await passToNext();
    await loop.wake(reason);
    expect(clock.waiting).toEqual([1_000]);
  });

  test('an overloaded server is left alone for a while, and its sentence is shown', async () => {
    const { loop, server, phase, problem, clock } = setUp([1]);
    server.status = 503;
    server.body = JSON.stringify({ type: 'x', title: 'The server is busy.', status: 503, code: 'busy' });
    await loop.wake('start');
    expect([phase(), problem()]).toEqual(['offline', 'The server is busy.']);
    expect(clock.waiting).toEqual([1_000]);
  });

  test('a page of a hotel network is not the server', async () => {
    const { loop, server, phase, log } = setUp([1]);
    server.body = '<html>Sign in to our Wi-Fi</html>';
    await loop.wake('start');
    expect(phase()).toBe('offline');
    expect(log).toEqual(['session']);
  });

  test('a newer server asks for an update of the app', async () => {
    const { loop, server, phase, problem } = setUp([1]);
    server.body = JSON.stringify({ protocol: 99, hello: 'there' });
    await loop.wake('start');
    expect(phase()).toBe('blocked');
    expect(problem()).toContain('Update the app');
  });
});

describe('when nobody is signed in', () => {
  test('it asks no more until somebody is, whatever is saved', async () => {
    const { loop, server, phase, log, clock } = setUp([1]);
    server.status = 401;
    await loop.wake('start');
    expect(phase()).toBe('signed-out');
    expect(clock.waiting).toEqual([]);
    await loop.wake('save');
    expect(log).toEqual(['session']);
    server.status = 200;
    await loop.wake('signed-in');
    expect(phase()).toBe('idle');
  });
});

describe('how often it looks', () => {
  test('at its pace while visible, and not at all while hidden', async () => {
    const { loop, log, clock, passToNext } = setUp();
    loop.setPace({ pollMs: 60_000 });
    await loop.wake('start');
    await passToNext();
    loop.setPace({ pollMs: 3_000 });
    await passToNext();
    expect(log).toEqual(['session', 'wait:60000', 'session', 'wait:3000', 'session']);
    loop.setPace({ pollMs: null });
    expect(clock.waiting).toEqual([]);
  });

  test('leaves the turn to another tab, and looks again soon', async () => {
    const { loop, log, clock, setFree, passToNext } = setUp([1]);
    setFree(false);
    await loop.wake('save');
    expect([log, clock.waiting]).toEqual([[], [2_000]]);
    setFree(true);
    await passToNext();
    expect(log).toContain('send:1:1');
  });

  test('stopped, it does nothing more', async () => {
    const { loop, log, clock } = setUp([1]);
    loop.setPace({ pollMs: 3_000 });
    await loop.wake('start');
    loop.stop();
    log.length = 0;
    await loop.wake('button');
    expect([log, clock.waiting]).toEqual([[], []]);
  });
});
