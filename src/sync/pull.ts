import type { SessionAnswer } from '#protocol/wire.ts';
import type { Calls, Fault } from './calls.ts';
import type { PageAsCame, PageStore } from './ports.ts';

export interface Progress {
  readonly received: number;
  readonly expected: number;
}

export interface Pulled {
  /** Rows that came. */
  readonly rows: number;
  readonly fault?: Fault;
  /** The server's history is another one now: everything starts with a new session. */
  readonly epochChanged?: true;
}

const endless: Fault = {
  type: 'blocked',
  message: 'The server answered a page that does not continue the one before. It is asked again later.',
};

/** Pulls every bucket whose head is beyond its cursor, page by page. */
export async function pullBuckets(
  calls: Calls,
  pages: PageStore,
  session: SessionAnswer,
  report: (progress: Progress) => void,
): Promise<Pulled> {
  let rows = 0;
  const cursors = new Map(
    await Promise.all(
      session.buckets.map(async ({ bucket, head }): Promise<[string, number]> => {
        const cursor = await pages.cursor(bucket);
        if (cursor <= head) return [bucket, cursor];
        // Ahead of the head within one history: what is here cannot be trusted.
        await pages.drop(bucket);
        return [bucket, 0];
      }),
    ),
  );
  // Sequences are the only measure of what is to come; several buckets hold the same record.
  const expected = session.buckets.reduce(
    (sum, { bucket, head }) => sum + Math.max(0, head - (cursors.get(bucket) ?? 0)),
    0,
  );
  let passed = 0;
  const store = storingBehind(pages);
  const ended = async (pulled: Omit<Pulled, 'rows'> = {}): Promise<Pulled> => {
    return (await store.stored()) ? { rows, ...pulled } : { rows, epochChanged: true };
  };
  for (const { bucket, head } of session.buckets) {
    let cursor = cursors.get(bucket) ?? 0;
    const coming = pagesBetween(calls, bucket, cursor, head);
    for (;;) {
      const reply = await coming.next();
      if (!reply) break;
      if (!reply.ok) return ended({ fault: reply.fault });
      const page = reply.value;
      if (page.epoch !== session.epoch) return ended({ epochChanged: true });
      const continues = page.bucket === bucket && page.after === cursor && page.through >= cursor;
      if (!continues || (page.more && page.through === cursor)) return ended({ fault: endless });
      if (page.more) coming.follow(page.through);
      // The next page is on its way, and read, while this one is stored.
      if (page.through > cursor) await store.add({ page, answer: reply.answer });
      rows += page.columns.count + page.columns.gone.count;
      passed += page.through - cursor;
      cursor = page.through;
      report({ received: passed, expected: Math.max(expected, passed) });
    }
  }
  return ended();
}

/** Pages asked for and not read yet: while one is read the next comes, and the server looks for the one after it. */
const AHEAD = 3;

/** Asks for the pages of a bucket one after the other, each as soon as it is known where it begins. */
function pagesBetween(calls: Calls, bucket: string, cursor: number, head: number) {
  const asked: ReturnType<Calls['pull']>[] = [];
  let from = cursor;
  const ask = () => {
    const after = from;
    asked.push(
      calls.pull(bucket, after, (through) => {
        if (from === after) follow(through);
      }),
    );
  };
  let waiting = false;
  // A full page cannot tell whether it is the last; the head can, for all that there was when it was asked.
  const follow = (through: number) => {
    if (through <= from || through >= head) return;
    from = through;
    if (asked.length < AHEAD) ask();
    else waiting = true;
  };
  if (head > cursor) ask();
  return {
    next: async () => {
      const [first] = asked;
      const reply = await first;
      void asked.shift();
      if (waiting) {
        waiting = false;
        ask();
      }
      return reply;
    },
    follow,
  };
}

/** Stores pages in order while others are fetched: what came while some were stored is stored together after them. */
function storingBehind(pages: PageStore) {
  let waiting: PageAsCame[] = [];
  /** Whether all were of the history that the cursors belong to. */
  let last = Promise.resolve(true);
  const storeWaiting = async (before: boolean) => {
    const taken = waiting;
    waiting = [];
    return taken.length === 0 ? before : (await pages.add(taken)) && before;
  };
  return {
    /** Waits where as many pages are here as are fetched ahead: a phone need not hold more of them. */
    async add(page: PageAsCame): Promise<void> {
      const before = last;
      waiting.push(page);
      last = before.then(storeWaiting);
      // What goes wrong is said by whoever waits for it.
      last.catch(() => undefined);
      if (waiting.length >= AHEAD) await before;
    },
    stored: async (): Promise<boolean> => last,
  };
}
